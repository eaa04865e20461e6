"""What passes between the steps that take a text apart: a Document, its Marks, and the Outline made of it.

The flow: bytes -> `decode` -> `repair` -> Document -> `outline` (header, notes, chapters: what is what) -> `typeset`
(each chapter's body spans become Blocks) -> `assemble` (a Story with its ledger). HTML joins the flow at Document: its
character data is the text, its tags are the Marks, so that one set of rules serves every format.

All positions here are offsets in ``Document.text``; `assemble` maps them back to the source with ``Document.offsets``.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from fanthology.fic.story import Repair, SegmentKind, Span, Story


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of the text that mark-up covered: inline (``em``, ``strong``, ``a``) or block (``p``, ``h2``, ``ul``).

    ``attrs`` holds only attributes that the allow-list lets through. An empty range is a void element (``hr``).
    """

    start: int
    end: int
    tag: str
    attrs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Offsets:
    """Maps a position in repaired text to the position in the text before repair.

    ``starts`` are positions in the repaired text (sorted), ``shifts`` what to add from there on.
    A position inside a replacement maps to the place where the replaced text begins.
    """

    starts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def to_source(self, position: int) -> int:
        """
        >>> Offsets((3,), (2,)).to_source(2), Offsets((3,), (2,)).to_source(3)
        (2, 5)
        """
        index = bisect_right(self.starts, position) - 1
        return position if index < 0 else position + self.shifts[index]

    def span(self, start: int, end: int) -> Span:
        """The source span of a half-open range of the repaired text."""
        return self.to_source(start), self.to_source(end)


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded, repaired text with ``\\n`` line ends, and what mark-up said about it.

    ``marked_up`` is True for HTML and its kin: line breaks are then meant, stars and underscores are themselves, and a
    blank line stands between block elements. ``repairs`` carry source spans already.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    marked_up: bool = False
    repairs: tuple[Repair, ...] = ()
    offsets: Offsets = Offsets()


@dataclass(frozen=True, slots=True)
class Segment:
    """A range of the Document's text and what it was taken for."""

    start: int
    end: int
    kind: SegmentKind


@dataclass(frozen=True, slots=True)
class ChapterOutline:
    """One chapter, before typesetting. ``body`` are line-aligned spans of prose, in order; no headings, no notes."""

    body: tuple[Span, ...]
    number: int | None = None
    title: str | None = None
    summary: str | None = None
    published: str | None = None
    source_url: str | None = None
    notes_before: str | None = None
    notes_after: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What is what in a Document.

    ``stated`` is a Story that has every field but chapters, repairs and ledger; evidence spans are Document offsets.
    ``segments`` are all the ranges that are not body, sorted and disjoint; whatever is in neither a segment nor a
    chapter's body must be blank.
    ``not_a_story`` says in plain words why this is no story, or is None.
    """

    stated: Story
    chapters: tuple[ChapterOutline, ...]
    segments: tuple[Segment, ...] = field(default=())
    not_a_story: str | None = None
