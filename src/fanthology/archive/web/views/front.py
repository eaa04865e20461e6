"""The front page: what is on the shelf, and for the keeper what waits for them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import TagKind
from fanthology.archive.catalogue.standing import but_unwanted
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading.models import Place
from fanthology.archive.reading.places import recent
from fanthology.archive.reading.standing import standing_for
from fanthology.archive.telling.time import minutes

from .. import counting
from ..addresses import work_address
from ..crawlers import robots_txt
from ..looking import look_of
from ..rows import rows_of
from ..viewing import viewer_of

NEWEST = 8
FANDOMS = counting.LARGEST - 1
BEGUN = 3


def front(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    fandoms = counting.commonest_tags(viewer, TagKind.FANDOM, counting.LARGEST)
    newest = but_unwanted(queries.works(viewer), standing_for(viewer)).order_by("-added_at", "-id")[:NEWEST]
    context = {
        "total": counting.all_works(viewer),
        "begun": [_begun(place, look_of(request).pace) for place in recent(viewer, BEGUN)],
        "site_pages": queries.site_pages(viewer).count(),
        "rows": rows_of(viewer, newest),
        "fandoms": fandoms[:FANDOMS],
        "more_fandoms": len(fandoms) > FANDOMS,
        **(_desk(viewer) if viewer.is_keeper else {}),
    }
    return render(request, "web/front.html", context)


def _begun(place: Place, pace: int) -> dict[str, Any]:
    """A work that the viewer is in the middle of."""
    work = place.work
    left = minutes(round(work.words * (1 - place.share)), pace, work.language)
    return {"place": place, "address": work_address(work), "percent": round(100 * place.share), "left": left}


def _desk(viewer: Viewer) -> dict[str, Any]:
    return {
        "private": queries.private_works(viewer).count(),
        "rejected": queries.rejections(viewer).count(),
        "proposed": queries.open_proposals(viewer),
    }


def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(robots_txt(), content_type="text/plain; charset=utf-8")
