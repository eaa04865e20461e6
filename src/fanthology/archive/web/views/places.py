"""Where readers are: keeping it, going there, and the history of what they read."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading import places
from fanthology.archive.reading.marks import marks_on
from fanthology.archive.reading.places import Spot
from fanthology.archive.reading.preferences import chosen_by, keep_history
from fanthology.fic.errors import FanthologyError

from ..addresses import work_address
from ..asking import for_those_who_keep
from ..looking import look_of
from ..paging import WORKS, page_of
from ..viewing import viewer_of

_LONGEST = 200


@require_POST
@for_those_who_keep
def keep(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    """Keep ``block`` of the ``chapter`` at a position as the reader's place, unless they want none kept."""
    viewer = viewer_of(request)
    work = get_object_or_404(queries.works(viewer), public_id=public_id)
    position = request.POST.get("chapter", "")
    if position.isascii() and position.isdecimal() and len(position) < 9 and chosen_by(viewer).history:
        places.keep(viewer.user_id, work, int(position), request.POST.get("block", "")[:100])
    return HttpResponse(status=204)


@require_safe
def go_on(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    """To where the reader was, in whatever has become of the text; to the beginning for who has not begun."""
    viewer = viewer_of(request)
    work = queries.works(viewer).filter(public_id=public_id).first() or queries.merged(viewer, public_id)
    if work is None:
        raise Http404
    place = places.place_in(viewer, work)
    spot = places.spot_of(work, place) if place else Spot(1)
    look = chosen_by(viewer).look or look_of(request)
    page = "entire" if look.of("way") == "entire" else f"chapters/{spot.position}"
    return redirect(f"{work_address(work)}/{page}" + (f"#{spot.block}" if spot.block else ""))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_keep
def history(request: HttpRequest) -> HttpResponseBase:
    """What was read, the latest first, also by words (``q``). Posted, ``decision`` is erase (a ``work``), erase-all, on
    or off."""
    viewer = viewer_of(request)
    if request.method == "POST":
        _decide(request, viewer)
        return redirect("history")
    text = " ".join(request.GET.get("q", "").split())[:_LONGEST]
    found, pages = page_of(request, places.history(viewer, text), WORKS)
    works = [place.work for place in found]
    seen = set(queries.works(viewer).filter(pk__in=[work.pk for work in works]).values_list("pk", flat=True))
    marks = marks_on(viewer, works)
    rows = [
        {
            "place": place,
            "seen": place.work_id in seen,
            "address": work_address(place.work),
            "percent": round(100 * place.share),
            "mark": marks.get(place.work_id),
        }
        for place in found
    ]
    context = {"section": "history", "rows": rows, "pages": pages, "text": text, "kept": chosen_by(viewer).history}
    return render(request, "web/history.html", context)


def _decide(request: HttpRequest, viewer: Viewer) -> None:
    decision = request.POST.get("decision", "")
    if decision in ("on", "off"):
        keep_history(viewer.user_id, decision == "on")
        told = "What you read is kept from now on." if decision == "on" else "What you read is not kept from now on."
    elif decision == "erase":
        told = "Erased." if places.erase(viewer.user_id, [request.POST.get("work", "")]) else "It was not there."
    elif decision == "erase-all":
        places.erase(viewer.user_id)
        told = "All of it is erased."
    else:
        raise FanthologyError("There is nothing of that kind to do with a history.")
    messages.success(request, told)
