"""The pages to read on: a chapter, or the entire work. Few queries each, whatever their length."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import truncatechars

from fanthology.archive.catalogue import gating, queries
from fanthology.archive.catalogue.models import Chapter, ChapterText, Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading.marks import marks_on
from fanthology.archive.reading.models import Mark
from fanthology.archive.telling.headings import Heading, heading_of
from fanthology.archive.telling.warnings import warnings_of

from ..addresses import work_address
from ..crawlers import render_work, robots_of
from ..viewing import viewer_of

_LONGEST_NEIGHBOUR = 60
_HIGHEST = 2**31 - 2


def chapter(request: HttpRequest, public_id: str, slug: str, position: int) -> HttpResponseBase:
    if position > _HIGHEST:
        raise Http404  # a number that the database cannot even compare with
    viewer = viewer_of(request)
    near = queries.chapters(viewer).filter(
        edition__shown_by__public_id=public_id, position__range=(position - 1, position + 1)
    )
    rows = {one.position: one for one in _telling_numbers(near).select_related("edition__shown_by")}
    if position not in rows:
        raise Http404
    found = rows[position]
    work = found.edition.shown_by
    if slug != work.slug:
        return redirect(f"{work_address(work)}/chapters/{position}", permanent=True)
    gating.require_open(viewer, work)
    numbered = getattr(found, "numbered", False)
    context = {
        **_book(viewer, work),
        "warned": warnings_of(work) if position == 1 else None,
        "chapter": found,
        "heading": _heading(found, work, numbered),
        "html": _html(found),
        "previous": _neighbour(rows.get(position - 1), work, numbered),
        "next": _neighbour(rows.get(position + 1), work, numbered),
    }
    return render_work(request, "web/chapter.html", context)


def entire(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    viewer = viewer_of(request)
    work = get_object_or_404(queries.works(viewer), public_id=public_id)
    if slug != work.slug:
        return redirect(f"{work_address(work)}/entire", permanent=True)
    gating.require_open(viewer, work)
    chapters = list(queries.chapters(viewer).filter(edition=work.edition_id).select_related("text"))
    numbered = any(one.number is not None for one in chapters)
    parts = [{"chapter": one, "heading": _heading(one, work, numbered), "html": _html(one)} for one in chapters]
    return render_work(request, "web/entire.html", {**_book(viewer, work), "warned": warnings_of(work), "parts": parts})


def _book(viewer: Viewer, work: Work) -> dict[str, object]:
    """An unknown language is said to be unknown: a browser must not take every story for English."""
    return {
        "section": "works",
        "work": work,
        "address": work_address(work),
        "lang": work.language or "",
        "robots": robots_of(work, text=True),
        "credits": work.credits.select_related("creator"),
        "mark": marks_on(viewer, [work]).get(work.pk),
        "marks": Mark.State.choices,
    }


def _heading(chapter: Chapter, work: Work, numbered: bool) -> Heading:
    return heading_of(chapter, alone=work.chapter_count == 1, numbered=numbered)


def _neighbour(chapter: Chapter | None, work: Work, numbered: bool) -> dict[str, object] | None:
    if chapter is None:
        return None
    return {
        "position": chapter.position,
        "name": truncatechars(_heading(chapter, work, numbered).full, _LONGEST_NEIGHBOUR),
    }


def _html(chapter: Chapter) -> str:
    """A chapter's text. It was made safe when it came in: an allow-list of elements, everything else escaped."""
    text: ChapterText | None = getattr(chapter, "text", None)
    return text.html if text else ""


def _telling_numbers(chapters: QuerySet[Chapter]) -> QuerySet[Chapter]:
    """The same, each with ``numbered``: the file numbers some chapter of its work. It looks at a work's every chapter
    for each chapter asked for, so it is meant for a few of them."""
    numbers = Chapter.objects.filter(edition=OuterRef("edition"), number__isnull=False)
    return chapters.annotate(numbered=Exists(numbers))
