"""How pages are to look: the form, with an example beside it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fanthology.archive.reading.look import CHOICES, FASTEST, SLOWEST, Look, look_from
from fanthology.archive.reading.preferences import choose_look, chosen_by

from ..asking import back, is_here, page_before
from ..looking import keep_look, look_of
from ..viewing import viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponseBase:
    """Choose a look, and go back to where the reader was (``next``); with ``usual``, give up all that was chosen."""
    viewer = viewer_of(request)
    if request.method != "POST":
        return _page(request, chosen_by(viewer).look or look_of(request))
    chosen = Look() if request.POST.get("usual") else look_from(request.POST.dict())
    if viewer.is_registered:
        choose_look(viewer.user_id, chosen)
    answer = redirect(back(request, "reading-look"))
    keep_look(request, answer, chosen)
    return answer


def _page(request: HttpRequest, chosen: Look) -> HttpResponseBase:
    asked = request.GET.get("next") or page_before(request)
    fields = [
        {"name": name, "label": one.label, "values": one.values.items(), "chosen": chosen.of(name)}
        for name, one in CHOICES.items()
    ]
    context = {
        "look": chosen,
        "fields": fields,
        "slowest": SLOWEST,
        "fastest": FASTEST,
        "next": asked if is_here(asked) else "",
    }
    return render(request, "web/look.html", context)
