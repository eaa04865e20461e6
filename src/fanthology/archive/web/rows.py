"""What a list shows of each work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fanthology.archive.catalogue.models import Creatorship, Tag, TagKind, Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading.marks import marks_on

from .addresses import work_address


@dataclass(frozen=True, slots=True)
class Row:
    """A work with its credits and tags at hand. ``primary`` is the relationship that comes first, one of love before
    others; ``snippet`` is safe HTML; ``place`` is its number in a series; ``mark`` says how far the
    viewer is with it."""

    work: Work
    address: str
    credits: list[Creatorship]
    fandoms: list[Tag]
    warnings: list[Tag]
    primary: Tag | None = None
    snippet: str = ""
    place: int | None = None
    mark: str = ""


def rows_of(viewer: Viewer, works: Iterable[Work], snippets: Mapping[int, str] | None = None) -> list[Row]:
    """Rows for works that `queries.work_list` fetched. Only for the viewer's marks the database is asked, once."""
    shown = list(works)
    marks = {pk: one.get_state_display() for pk, one in marks_on(viewer, shown).items()}
    return [_row(work, (snippets or {}).get(work.pk, ""), marks.get(work.pk, "")) for work in shown]


def tags_by_kind(work: Work) -> dict[str, list[Tag]]:
    """A work's tags in the order of the file, under the name of their kind."""
    found: dict[str, list[Tag]] = {kind: [] for kind in TagKind.values}
    for tagging in work.taggings.all():
        found[tagging.tag.kind].append(tagging.tag)
    return found


def primary_of(relationships: list[Tag]) -> Tag | None:
    """The first pairing, or else the first relationship, as the index has it."""
    return next((tag for tag in relationships if "/" in tag.name), next(iter(relationships), None))


def _row(work: Work, snippet: str, mark: str) -> Row:
    tags = tags_by_kind(work)
    return Row(
        work=work,
        address=work_address(work),
        credits=list(work.credits.all()),
        fandoms=tags[TagKind.FANDOM],
        warnings=tags[TagKind.WARNING],
        primary=primary_of(tags[TagKind.RELATIONSHIP]),
        snippet=snippet,
        mark=mark,
    )
