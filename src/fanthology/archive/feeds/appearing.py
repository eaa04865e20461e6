"""What is new in an archive: works that came, and chapters that came to works that were here.

A chapter appeared when the first file came that has a chapter at its place. Those that came with their work are told
with it; only later ones are told by themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Chapter, Edition, Work
from fanthology.archive.catalogue.viewer import Viewer

NEWEST = 50
"""So many entries a feed has."""
_LATELY = 200
"""So many works are looked at to which chapters came last."""
_TOGETHER = timedelta(hours=1)
"""A work of several files whose last came so soon after the first came at once."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A work that came, or if there is a ``chapter``, that chapter of it. The work is as `queries.credited_works` has
    it."""

    work: Work
    at: datetime
    chapter: Chapter | None = None


def lately_continued(viewer: Viewer) -> frozenset[int]:
    """The works to which chapters came last: those that show several files, or another than their own."""
    seen = queries.seen(viewer, "shown_by__")
    found = Edition.objects.filter(seen, gathered=True).order_by("-made_at", "-pk")
    return frozenset(found.values_list("shown_by__pk", flat=True)[:_LATELY])


def appearances(viewer: Viewer, works: Iterable[int], most: int = NEWEST) -> list[Appearance]:
    """What appeared of these works, given by number, the last first, in a handful of queries."""
    shown = {work.pk: work for work in queries.credited_works(viewer).filter(pk__in=list(works))}
    found = [Appearance(work, work.added_at) for work in shown.values()]
    found += _later_chapters(viewer, shown)
    return sorted(
        found, key=lambda one: (one.at, one.work.pk, one.chapter.position if one.chapter else 0), reverse=True
    )[:most]


def _later_chapters(viewer: Viewer, works: dict[int, Work]) -> list[Appearance]:
    """The chapters that came to these works after they did."""
    gathered = [work.edition_id for work in works.values() if work.edition_id]
    editions = dict(Edition.objects.filter(pk__in=gathered, gathered=True).values_list("pk", "work_id"))
    if not editions:
        return []
    since = _since(list(editions.values()))
    rows = queries.chapters(viewer).filter(edition__in=list(editions))
    told = []
    for chapter in rows:
        work = works[editions[chapter.edition_id]]
        at = since[work.pk].get(chapter.position, work.added_at)
        if at > work.added_at + _TOGETHER:
            told.append(Appearance(work, at, chapter))
    return told


def _since(works: Sequence[int]) -> dict[int, dict[int, datetime]]:
    """By work and place, when the first file came that has a chapter there."""
    rows = Chapter.objects.filter(edition__work__in=works).order_by().values_list("edition__work", "position")
    found: dict[int, dict[int, datetime]] = defaultdict(dict)
    for work, position, at in rows.annotate(Min("reading__source__added_at")):
        found[work][position] = at
    return found
