"""The page of a creator and of a series, with the works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Series, Work
from fanthology.archive.catalogue.standing import but_unwanted
from fanthology.archive.reading.standing import standing_for

from ..paging import WORKS, page_of
from ..rows import Row, rows_of
from ..viewing import viewer_of


def creator(request: HttpRequest, public_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = get_object_or_404(queries.creators(viewer), public_id=public_id)
    works = queries.works(viewer).filter(pk__in=found.credits.values("work")).order_by("sort_title", "id")
    contact = found.contact if viewer.is_keeper else ""
    claimable = public_id if viewer.user_id is not None else ""
    return _shelf(
        request,
        ("creators", "Creator", found.name, f"creator={public_id}"),
        works,
        reverse("creator-feed", args=[public_id]),
        contact=contact,
        claimable=claimable,
    )


def series(request: HttpRequest, public_id: str) -> HttpResponse:
    """A series in its own order; works whose place the file does not say come last."""
    viewer = viewer_of(request)
    found = get_object_or_404(queries.series(viewer), public_id=public_id)
    entries = queries.series_works(viewer, found)
    feed = reverse("series-feed", args=[public_id])
    return _shelf(request, ("series", "Series", found.name, ""), entries, feed, found)


def _shelf(
    request: HttpRequest,
    words: Sequence[str],
    found: QuerySet[Work],
    feed: str,
    series: Series | None = None,
    contact: str = "",
    claimable: str = "",
) -> HttpResponse:
    viewer = viewer_of(request)
    works, pages = page_of(request, but_unwanted(found, standing_for(viewer)), WORKS)
    context: dict[str, object] = dict(zip(("section", "kind", "heading", "filter"), words, strict=True))
    rows = rows_of(viewer, works)
    rows = [_placed(row, series) for row in rows] if series else rows
    context |= {
        "rows": rows,
        "feed": feed,
        "pages": pages,
        "total": pages.total,
        "contact": contact,
        "claimable": claimable,
        "take": reverse("take-series", args=[series.public_id]) if series else f"{reverse('take-search')}?{words[3]}",
    }
    return render(request, "web/shelf.html", context)


def _placed(row: Row, series: Series) -> Row:
    return replace(row, place=next((one.position for one in row.series if one.series.pk == series.pk), None))
