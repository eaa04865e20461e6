"""Creators, fandoms and series: a list of each, and a page for each one with its works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Creator, Series, Tag, TagKind, Work
from fanthology.archive.catalogue.standing import but_unwanted
from fanthology.archive.reading.standing import standing_for

from ..paging import NAMES, WORKS, page_of
from ..rows import Row, rows_of
from ..viewing import viewer_of

_MOST_PEOPLE = 60
"""So many characters a fandom's page lists."""


def creators(request: HttpRequest) -> HttpResponse:
    rows, pages = page_of(request, queries.creators(viewer_of(request)).order_by("sort_name", "pk"), NAMES)
    words = ("creators", "Creators", "creator", "creators", "Nobody is credited yet.")
    return _names(request, words, [_named("creator", row) for row in rows], pages)


def fandoms(request: HttpRequest) -> HttpResponse:
    rows, pages = page_of(
        request, queries.tags(viewer_of(request), TagKind.FANDOM).order_by(Lower("name"), "pk"), NAMES
    )
    words = ("fandoms", "Fandoms", "fandom", "fandoms", "No work names its fandom yet.")
    return _names(request, words, [_named("fandom", row) for row in rows], pages)


def series_list(request: HttpRequest) -> HttpResponse:
    rows, pages = page_of(request, queries.series(viewer_of(request)).order_by(Lower("name"), "pk"), NAMES)
    words = ("series", "Series", "series", "series", "No work names a series yet.")
    return _names(request, words, [_named("series", row) for row in rows], pages)


def creator(request: HttpRequest, public_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = get_object_or_404(queries.creators(viewer), public_id=public_id)
    works = queries.work_list(viewer).filter(pk__in=found.credits.values("work")).order_by("sort_title", "id")
    contact = found.contact if viewer.is_keeper else ""
    claimable = public_id if viewer.user_id is not None else ""
    return _shelf(
        request,
        ("creators", "Creator", found.name, f"creator={public_id}"),
        works,
        contact=contact,
        claimable=claimable,
    )


def fandom(request: HttpRequest, public_id: str) -> HttpResponse:
    """A synonym leads to its canonical tag."""
    viewer = viewer_of(request)
    synonym = Tag.objects.filter(public_id=public_id, kind=TagKind.FANDOM, canonical__isnull=False).first()
    if synonym is not None:
        return redirect("fandom", synonym.shown.public_id)
    found = get_object_or_404(queries.tags(viewer, TagKind.FANDOM), public_id=public_id)
    works = queries.works_tagged(viewer, found).order_by("-added_at", "-id")
    people = list(queries.tags_below(viewer, found, TagKind.CHARACTER)[:_MOST_PEOPLE])
    return _shelf(request, ("fandoms", "Fandom", found.name, f"fandom={public_id}"), works, people=people)


def series(request: HttpRequest, public_id: str) -> HttpResponse:
    """A series in its own order; works whose place the file does not say come last."""
    viewer = viewer_of(request)
    found = get_object_or_404(queries.series(viewer), public_id=public_id)
    entries = queries.series_works(viewer, found)
    return _shelf(request, ("series", "Series", found.name, ""), entries, found)


def _named(view: str, row: Creator | Tag | Series) -> dict[str, object]:
    return {"name": row.name, "address": reverse(view, args=[row.public_id]), "count": getattr(row, "work_count", 0)}


def _names(request: HttpRequest, words: Sequence[str], rows: list[dict[str, object]], pages: object) -> HttpResponse:
    names = ("section", "heading", "one", "many", "empty")
    context = {**dict(zip(names, words, strict=True)), "rows": rows, "pages": pages}
    return render(request, "web/names.html", context | {"total": getattr(pages, "total", 0)})


def _shelf(
    request: HttpRequest,
    words: Sequence[str],
    found: QuerySet[Work],
    series: Series | None = None,
    contact: str = "",
    claimable: str = "",
    people: Sequence[Tag] = (),
) -> HttpResponse:
    viewer = viewer_of(request)
    works, pages = page_of(request, but_unwanted(found, standing_for(viewer)), WORKS)
    context: dict[str, object] = dict(zip(("section", "kind", "heading", "filter"), words, strict=True))
    rows = rows_of(viewer, works)
    rows = [_placed(row, series) for row in rows] if series else rows
    context |= {
        "rows": rows,
        "pages": pages,
        "total": pages.total,
        "contact": contact,
        "claimable": claimable,
        "people": people,
    }
    return render(request, "web/shelf.html", context)


def _placed(row: Row, series: Series) -> Row:
    entries = row.work.series_entries.all()
    return replace(row, place=next((entry.position for entry in entries if entry.series_id == series.pk), None))
