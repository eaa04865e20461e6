"""What somebody who has claimed a name may do with their works."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from fanthology.archive.catalogue import edits, owning, queries
from fanthology.archive.catalogue.models import Visibility, Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.catalogue.withdrawing import withdraw

from ..fields import BY_NAME
from ..paging import WORKS, page_of
from ..viewing import viewer_of

_FIELDS = {name: field for name, field in BY_NAME.items() if name != "creators"}


def my_works(request: HttpRequest) -> HttpResponseBase:
    viewer = viewer_of(request)
    if viewer.user_id is None:
        return redirect("sign-in")
    rows, pages = page_of(request, queries.own_works(viewer).order_by("sort_title", "pk"), WORKS)
    context = {"section": "my-works", "rows": rows, "pages": pages, "claims": queries.claims_of(viewer)}
    return render(request, "web/my_works.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def my_work(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """``act`` is one of `_ACTS`; without a form, what may be done."""
    viewer = viewer_of(request)
    work = get_object_or_404(queries.own_works(viewer), public_id=public_id)
    if request.method != "POST":
        fields = [(name, field.label) for name, field in _FIELDS.items()]
        context = {"section": "my-works", "work": work, "fields": fields, "visibilities": Visibility.choices}
        return render(request, "web/my_work.html", context)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is not None:
        messages.success(request, act(request, viewer, work))
    still_mine = queries.own_works(viewer).filter(pk=work.pk).exists()
    return redirect("my-work", public_id) if still_mine else redirect("my-works")


def _correct(request: HttpRequest, viewer: Viewer, work: Work) -> str:
    field = _FIELDS.get(request.POST.get("field", ""))
    if field is None:
        return "Nothing changed: choose what to correct."
    made = edits.edit(work, field.name, request.POST.get("value", ""), viewer)
    return f"{field.label} saved." if made else f"{field.label} was so already."


def _limit(request: HttpRequest, viewer: Viewer, work: Work) -> str:
    owning.limit_visibility(work, viewer, request.POST.get("visibility", ""))
    return "Saved. It is shown to nobody beyond that."


def _orphan(request: HttpRequest, viewer: Viewer, work: Work) -> str:
    owning.orphan(work, viewer)
    return "Your name is off this work."


def _withdraw(request: HttpRequest, viewer: Viewer, work: Work) -> str:
    withdraw([work], viewer)
    return "It is withdrawn."


_ACTS = {"correct": _correct, "limit": _limit, "orphan": _orphan, "withdraw": _withdraw}
