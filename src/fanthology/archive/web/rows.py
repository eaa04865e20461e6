"""What a list shows of each work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fanthology.archive.catalogue.models import Creatorship, TagKind, Work
from fanthology.archive.catalogue.tagged import StatedTag, TagsByKind, tags_by_kind
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading.marks import marks_on

from .addresses import work_address


@dataclass(frozen=True, slots=True)
class Row:
    """A work with its credits and tags. ``primary`` is the relationship that comes first, one of love before others;
    ``snippet`` is safe HTML; ``place`` is its number in a series; ``mark`` says how far the viewer is with it."""

    work: Work
    address: str
    credits: list[Creatorship]
    tags: TagsByKind
    primary: StatedTag | None = None
    snippet: str = ""
    place: int | None = None
    mark: str = ""


def rows_of(viewer: Viewer, works: Iterable[Work], snippets: Mapping[int, str] | None = None) -> list[Row]:
    """Rows for works that `queries.work_list` fetched. The database is asked for their tags, and for the viewer's
    marks."""
    shown = list(works)
    marks = {pk: one.get_state_display() for pk, one in marks_on(viewer, shown).items()}
    tags = tags_by_kind(shown)
    return [_row(work, tags[work.pk], (snippets or {}).get(work.pk, ""), marks.get(work.pk, "")) for work in shown]


def primary_of(relationships: list[StatedTag]) -> StatedTag | None:
    """The first pairing, or else the first relationship, as the index has it."""
    return next((tag for tag in relationships if "/" in tag.name), next(iter(relationships), None))


def _row(work: Work, tags: TagsByKind, snippet: str, mark: str) -> Row:
    return Row(
        work=work,
        address=work_address(work),
        credits=list(work.credits.all()),
        tags=tags,
        primary=primary_of(tags[TagKind.RELATIONSHIP]),
        snippet=snippet,
        mark=mark,
    )
