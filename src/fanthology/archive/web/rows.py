"""What a list shows of each work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fanthology.archive.catalogue.listed import Credit, Listed, SeriesPlace, listed
from fanthology.archive.catalogue.models import TagKind, Work
from fanthology.archive.catalogue.tagged import StatedTag, TagsByKind
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading.marks import marks_on

from .addresses import work_address


@dataclass(frozen=True, slots=True)
class Row:
    """A work with its credits, series and tags. ``primary`` is the relationship that comes first, one of love before
    others; ``snippet`` is safe HTML; ``place`` is its number in a series; ``mark`` says how far the viewer is with it.
    """

    work: Work
    address: str
    credits: list[Credit]
    series: list[SeriesPlace]
    tags: TagsByKind
    primary: StatedTag | None = None
    snippet: str = ""
    place: int | None = None
    mark: str = ""


def rows_of(viewer: Viewer, works: Iterable[Work], snippets: Mapping[int, str] | None = None) -> list[Row]:
    """Rows for works that the viewer may see. The database is asked for what lists show of them, and for the viewer's
    marks."""
    shown = list(works)
    marks = {pk: one.get_state_display() for pk, one in marks_on(viewer, shown).items()}
    told = listed(shown)
    return [_row(work, told[work.pk], (snippets or {}).get(work.pk, ""), marks.get(work.pk, "")) for work in shown]


def primary_of(relationships: list[StatedTag]) -> StatedTag | None:
    """The first pairing, or else the first relationship, as the index has it."""
    return next((tag for tag in relationships if "/" in tag.name), next(iter(relationships), None))


def _row(work: Work, told: Listed, snippet: str, mark: str) -> Row:
    return Row(
        work=work,
        address=work_address(work),
        credits=told.credits,
        series=told.series,
        tags=told.tags,
        primary=primary_of(told.tags[TagKind.RELATIONSHIP]),
        snippet=snippet,
        mark=mark,
    )
