"""A list of works as one reader wants it: without what they never want to be shown, and by their own marks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from fanthology.archive.catalogue.standing import NOTHING, Standing
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading.marks import numbers_marked
from fanthology.archive.reading.models import Mark
from fanthology.archive.reading.standing import standing_for
from fanthology.archive.search.query import Results, search

from .listing import MINE, Asked


@dataclass(frozen=True, slots=True)
class OwnList:
    """What was found, and whether the reader's standing filters were ``filtered`` by, or not, as ``everything`` was
    wanted."""

    results: Results
    filtered: bool
    everything: bool


def own_list(
    viewer: Viewer,
    asked: Asked,
    *,
    only: frozenset[int] | None = None,
    with_facets: Collection[str] | bool = True,
    with_snippets: bool = True,
) -> OwnList:
    """The works that an address asks for, for this reader, with all, no or some facets; with ``only``, no others than
    these."""
    standing = standing_for(viewer)
    filtered = standing != NOTHING
    standing, marked = _mine(viewer, asked.mine, NOTHING if asked.everything else standing)
    results = search(
        viewer,
        asked.text,
        asked.filters,
        asked.paging,
        sort=asked.sort or "best",
        standing=standing,
        only=marked if only is None else only if marked is None else only & marked,
        loosely=asked.loosely,
        with_facets=with_facets,
        with_snippets=with_snippets,
    )
    return OwnList(results, filtered and not asked.everything, filtered and asked.everything)


def choices_of_mine(viewer: Viewer, asked: Asked) -> list[dict[str, object]]:
    """The reader's own views of a list; none for a guest, who has no marks."""
    if not viewer.is_registered:
        return []
    every = {"": "All", **MINE}
    return [
        {"name": words, "address": asked.of_mine(which).address, "current": which == asked.mine}
        for which, words in every.items()
    ]


def _mine(viewer: Viewer, which: str, standing: Standing) -> tuple[Standing, frozenset[int] | None]:
    """What is left out, and the only works that are left, if it is by the reader's marks."""
    if not viewer.is_registered or not which:
        return standing, None
    if which == "unfinished":
        return standing, numbers_marked(viewer.user_id, Mark.State.READING)
    read = numbers_marked(viewer.user_id, Mark.State.READ)
    return replace(standing, works=standing.works | read), None
