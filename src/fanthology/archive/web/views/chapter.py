"""The pages to read on: a chapter, or the entire work. Few queries each, whatever their length."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import truncatechars

from fanthology.archive.catalogue import gating, queries
from fanthology.archive.catalogue.models import Chapter, Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading.highlights import highlights_in
from fanthology.archive.reading.marks import marks_on
from fanthology.archive.reading.models import Mark
from fanthology.archive.reading.places import keep_opened
from fanthology.archive.reading.preferences import Chosen, chosen_by
from fanthology.archive.telling.headings import Heading, heading_of
from fanthology.archive.telling.time import minutes
from fanthology.archive.telling.warnings import warnings_of

from ..addresses import work_address
from ..crawlers import render_work, robots_of
from ..drawing import shown_text
from ..looking import keep_look, look_of
from ..viewing import viewer_of

_LONGEST_NEIGHBOUR = 60
_HIGHEST = 2**31 - 2
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


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
    chosen = chosen_by(viewer)
    context = {
        **_book(request, viewer, work, chosen),
        "warned": warnings_of(work) if position == 1 else None,
        "chapter": found,
        "heading": _heading(found, work, numbered),
        "html": shown_text(found, highlights_in(viewer, work, position)),
        "previous": _neighbour(rows.get(position - 1), work, numbered),
        "next": _neighbour(rows.get(position + 1), work, numbered),
    }
    words_left = found.words + (getattr(found, "words_after", 0) or 0)
    return _opened(request, viewer, "web/chapter.html", context, chosen, position, (found.words, words_left))


def entire(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    viewer = viewer_of(request)
    work = get_object_or_404(queries.works(viewer), public_id=public_id)
    if slug != work.slug:
        return redirect(f"{work_address(work)}/entire", permanent=True)
    gating.require_open(viewer, work)
    chapters = list(queries.chapters(viewer).filter(edition=work.edition_id).select_related("text"))
    numbered = any(one.number is not None for one in chapters)
    chosen = chosen_by(viewer)
    mine = highlights_in(viewer, work)
    parts = [
        {"chapter": one, "heading": _heading(one, work, numbered), "html": shown_text(one, mine)} for one in chapters
    ]
    context = {**_book(request, viewer, work, chosen), "warned": warnings_of(work), "parts": parts}
    return _opened(request, viewer, "web/entire.html", context, chosen, None, (work.words, work.words))


def _opened(
    request: HttpRequest,
    viewer: Viewer,
    template: str,
    context: dict[str, Any],
    chosen: Chosen,
    position: int | None,
    words: tuple[int, int],
) -> HttpResponse:
    """The page, kept as the place where the reader is. ``words`` are those of the page, and from its beginning to the
    end of the work."""
    work, look = context["work"], context["look"]
    here, left = (minutes(number, look.pace, work.language) for number in words)
    context |= {
        "paged": position is not None and look.of("way") == "pages",
        "minutes": here,
        "minutes_left": left if left > here else None,
    }
    if chosen.history and _is_read(request):
        keep_opened(viewer.user_id, work, position)
    answer = render_work(request, template, context)
    if chosen.look is not None:
        keep_look(request, answer, chosen.look)
    return answer


def _is_read(request: HttpRequest) -> bool:
    """Whether somebody looks at the page, and it is not only fetched in case they will."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def _book(request: HttpRequest, viewer: Viewer, work: Work, chosen: Chosen) -> dict[str, Any]:
    """An unknown language is said to be unknown: a browser must not take every story for English."""
    language, look = work.language or "", chosen.look or look_of(request)
    return {
        "section": "works",
        "work": work,
        "address": work_address(work),
        "lang": language,
        "direction": "rtl" if language.lower().partition("-")[0] in _RIGHT_TO_LEFT else "auto",
        "look": look,
        "legible": look.of("face") == "legible",
        "open": look.of("notes") == "open",
        "kept_here": chosen.history,
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


def _telling_numbers(chapters: QuerySet[Chapter]) -> QuerySet[Chapter]:
    """The same, each with ``numbered``: the file numbers some chapter of its work; and ``words_after`` it. It looks
    at a work's every chapter for each chapter asked for, so it is meant for a few of them."""
    numbers = Chapter.objects.filter(edition=OuterRef("edition"), number__isnull=False)
    later = Chapter.objects.filter(edition=OuterRef("edition"), position__gt=OuterRef("position")).order_by()
    words = later.values("edition").annotate(sum=Sum("words")).values("sum")
    return chapters.annotate(numbered=Exists(numbers), words_after=Subquery(words))
