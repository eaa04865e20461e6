"""A work that chance chooses, for who does not know what to read."""

from __future__ import annotations

import secrets

from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import TagKind, Work
from fanthology.archive.catalogue.standing import but_unwanted
from fanthology.archive.reading.standing import standing_for

from ..addresses import work_address
from ..viewing import viewer_of
from .tags import seen_tag

_DRAWN = 50


def random_work(request: HttpRequest) -> HttpResponse:
    """Leads to a work that the viewer may see, one of ``?fandom=`` if that is asked; each time to another."""
    viewer = viewer_of(request)
    standing = standing_for(viewer)
    asked = request.GET.get("fandom", "")
    if asked:
        works = queries.works_tagged(viewer, seen_tag(viewer, asked, TagKind.FANDOM))
        found = _any_of(but_unwanted(works, standing))
    else:
        works = but_unwanted(queries.works(viewer), standing)
        found = _drawn_from(works) or _any_of(works)
    if found is None:
        raise Http404
    return HttpResponse(status=303, headers={"Location": work_address(found), "Cache-Control": "no-store"})


def _drawn_from(works: QuerySet[Work]) -> Work | None:
    """Draws numbers until one is a work's, each as likely as the others: of a million works only some are looked at.
    None if none of many is, as where few works are to be seen."""
    last = Work.objects.aggregate(last=Max("pk"))["last"] or 1
    drawn = [1 + secrets.randbelow(last) for _ in range(_DRAWN)]
    here = works.only("public_id", "display_title").in_bulk(drawn)
    return next((here[number] for number in drawn if number in here), None)


def _any_of(works: QuerySet[Work]) -> Work | None:
    return works.only("public_id", "display_title").order_by("?").first()
