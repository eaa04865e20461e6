"""What each page of a work's text says besides its own text: the same on all of them, and asked for on every turn."""

from __future__ import annotations

from dataclasses import dataclass

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Chapter, Creatorship, Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.telling.headings import Heading, heading_of
from fanthology.archive.telling.warnings import Warned, warnings_of

from .remembering import remembered


@dataclass(frozen=True, slots=True)
class Leaf:
    """A chapter without its text; ``after`` is how many words come behind it."""

    pk: int
    position: int
    heading: Heading
    words: int
    after: int


@dataclass(frozen=True, slots=True)
class Binding:
    """A work as the pages of its text have it. It is shared between pages, so nothing in it is changed."""

    work: Work
    credits: tuple[Creatorship, ...]
    warned: Warned
    leaves: dict[int, Leaf]
    """By position."""


def binding_of(viewer: Viewer, public_id: str) -> Binding:
    """A work that the viewer may see. Few queries, and only one until something in the archive changes.

    Raises Work.DoesNotExist.
    """
    return remembered(viewer, public_id, lambda: _bound(viewer, public_id), among="bindings")


def _bound(viewer: Viewer, public_id: str) -> Binding:
    work = queries.works(viewer).get(public_id=public_id)
    chapters = queries.chapters(viewer).filter(edition=work.edition_id).order_by("position")
    rows = list(chapters.only("pk", "position", "number", "title", "words"))
    credits = tuple(work.credits.select_related("creator"))
    return Binding(work, credits, warnings_of(work), _leaves(rows, alone=work.chapter_count == 1))


def _leaves(chapters: list[Chapter], *, alone: bool) -> dict[int, Leaf]:
    numbered = any(one.number is not None for one in chapters)
    leaves, after = {}, 0
    for one in reversed(chapters):
        heading = heading_of(one, alone=alone, numbered=numbered)
        leaves[one.position] = Leaf(one.pk, one.position, heading, one.words, after)
        after += one.words
    return leaves
