"""Sending works to one's e-reader by mail: its address, and asking for a work to be sent."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue import queries
from fanthology.archive.feeds import sending
from fanthology.archive.feeds.models import Device, Sending
from fanthology.archive.tasks.queue import ask_for
from fanthology.fic.errors import FanthologyError

from ..addresses import work_address
from ..asking import me_of
from ..viewing import viewer_of

_MOST_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def device(request: HttpRequest) -> HttpResponseBase:
    """``decision`` is set (an ``address``), confirm (a ``code``) or forget."""
    if request.method != "POST":
        return _page(request)
    try:
        messages.success(request, _decide(me_of(request), request))
    except FanthologyError as error:
        return _page(request, str(error), status=400)
    return redirect("device")


@require_POST
@login_required
def send(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    """Have a work sent. Raises BehindGateError for one that has to be asked for first."""
    viewer = viewer_of(request)
    work = get_object_or_404(queries.works(viewer), public_id=public_id)
    sending.ask_for(me_of(request), viewer, work)
    ask_for("send")
    messages.success(request, "It is on its way to your e-reader, where it should be in a few minutes.")
    return redirect(work_address(work))


def _decide(user: User, request: HttpRequest) -> str:
    """Do what a form asks for, and what to say then."""
    decision = request.POST.get("decision", "")
    if decision == "set":
        sending.set_device(user, request.POST.get("address", ""))
        ask_for("send")
        return "A book with a code is on its way there. Write the code here when it has arrived."
    if decision == "confirm":
        sending.confirm(user, request.POST.get("code", ""))
        return "Confirmed: the pages of works now have a button that sends them there."
    if decision == "forget":
        sending.forget_device(user)
        return "The address is forgotten."
    raise FanthologyError("There is nothing of that kind to do with a device.")


def _page(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponseBase:
    user = me_of(request)
    found = list(Sending.objects.filter(user=user)[:_MOST_SHOWN])
    seen = queries.works(viewer_of(request)).in_bulk([one.work_id for one in found if one.work_id])
    device = Device.objects.filter(user=user).first()
    context = {
        "section": "device",
        "device": device,
        "can_send": sending.can_send(),
        "sender": settings.DEFAULT_FROM_EMAIL,
        "rows": [(one, seen.get(one.work_id or 0)) for one in found],
        "problem": problem,
        "typed": request.POST.get("address", "") or (device.address if device else ""),
    }
    return render(request, "web/device.html", context, status=status)
