"""The pages to read on: a chapter, or the entire work. Few queries each, whatever their length."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import truncatechars

from fanthology.archive.catalogue import gating, queries
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading.highlights import highlights_in
from fanthology.archive.reading.marks import marks_on
from fanthology.archive.reading.models import Mark
from fanthology.archive.reading.places import keep_opened
from fanthology.archive.reading.preferences import Chosen, chosen_by
from fanthology.archive.telling.time import minutes

from ..addresses import work_address
from ..binding import Binding, Leaf, binding_of
from ..crawlers import render_work, robots_of
from ..drawing import shown_text
from ..looking import keep_look, look_of
from ..viewing import viewer_of

_LONGEST_NEIGHBOUR = 60
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def chapter(request: HttpRequest, public_id: str, slug: str, position: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    bound = _binding(viewer, public_id)
    leaf = bound.leaves.get(position)
    if leaf is None:
        raise Http404
    if slug != bound.work.slug:
        return redirect(f"{work_address(bound.work)}/chapters/{position}", permanent=True)
    gating.require_open(viewer, bound.work)
    found = get_object_or_404(queries.chapters(viewer).select_related("text"), pk=leaf.pk)
    chosen = chosen_by(viewer)
    context = {
        **_around(request, viewer, bound, chosen),
        "warned": bound.warned if position == 1 else None,
        "chapter": found,
        "heading": leaf.heading,
        "html": shown_text(found, highlights_in(viewer, bound.work, position)),
        "previous": _neighbour(bound.leaves.get(position - 1)),
        "next": _neighbour(bound.leaves.get(position + 1)),
    }
    words = leaf.words, leaf.words + leaf.after
    return _opened(request, viewer, "web/chapter.html", context, chosen, position, words)


def entire(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    viewer = viewer_of(request)
    bound = _binding(viewer, public_id)
    work = bound.work
    if slug != work.slug:
        return redirect(f"{work_address(work)}/entire", permanent=True)
    gating.require_open(viewer, work)
    chosen = chosen_by(viewer)
    mine = highlights_in(viewer, work)
    chapters = queries.chapters(viewer).filter(edition=work.edition_id).select_related("text")
    parts = [
        {"chapter": one, "heading": bound.leaves[one.position].heading, "html": shown_text(one, mine)}
        for one in chapters
        if one.position in bound.leaves
    ]
    context = {**_around(request, viewer, bound, chosen), "warned": bound.warned, "parts": parts}
    return _opened(request, viewer, "web/entire.html", context, chosen, None, (work.words, work.words))


def _binding(viewer: Viewer, public_id: str) -> Binding:
    try:
        return binding_of(viewer, public_id)
    except Work.DoesNotExist as error:
        raise Http404 from error


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


def _around(request: HttpRequest, viewer: Viewer, bound: Binding, chosen: Chosen) -> dict[str, Any]:
    """An unknown language is said to be unknown: a browser must not take every story for English."""
    work = bound.work
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
        "credits": bound.credits,
        "mark": marks_on(viewer, [work]).get(work.pk),
        "marks": Mark.State.choices,
    }


def _neighbour(leaf: Leaf | None) -> dict[str, object] | None:
    if leaf is None:
        return None
    return {"position": leaf.position, "name": truncatechars(leaf.heading.full, _LONGEST_NEIGHBOUR)}
