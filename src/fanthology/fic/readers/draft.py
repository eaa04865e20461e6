"""A Story in the making, for readers that know where in their format everything stands.

What is stated is painted as header, note or heading; what is the body of a chapter is said outright; whatever is left
over is furniture. So the ledger is whole whatever the format does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from fanthology.fic.readers.page import Ranges
from fanthology.fic.readers.pages import Pages
from fanthology.fic.readers.reader import Item
from fanthology.fic.story import Evidence, Rejection, SegmentKind, Span, Story
from fanthology.fic.text.assemble import assemble
from fanthology.fic.text.document import ChapterOutline, Mark, Outline, Segment

_LISTS = frozenset(one.name for one in fields(Story) if str(one.type).startswith("tuple"))
_LONGEST_EVIDENCE = 500


class Draft:
    """Collects fields with their evidence, and chapters; `finish` makes the Story.

    >>> from fanthology.fic.story import ReaderInfo, SourceInfo
    >>> pages = Pages(["<h1>The Lamp</h1><div><p>It went out.</p></div><p>Log in</p>"])
    >>> draft = Draft(pages)
    >>> draft.state("title", pages.text(pages.first("h1")), pages.span(pages.first("h1")), "lamp-title")
    >>> draft.chapter(pages.spans("div"))
    >>> story = draft.finish(Item(b"", SourceInfo("a", "x", "0" * 64, 0), ReaderInfo("x", "1")))
    >>> story.title, story.chapters[0].blocks[0].html, dict(story.ledger.by_kind)["furniture"]
    ('The Lamp', '<p>It went out.</p>', 5)
    """

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self._fields: dict[str, Any] = {}
        self._evidence: list[Evidence] = []
        self._painted: list[Segment] = []
        self._chapters: list[ChapterOutline] = []

    def state(
        self,
        field: str,
        value: Any,
        span: Span | None,
        rule: str,
        *,
        written: str | None = None,
        sure: float = 1.0,
        kind: SegmentKind = "header",
    ) -> None:
        """Set a field, with its evidence; its place is painted. A field that is a list gets one more value.

        Empty values and a list's value that is there already state nothing. ``written`` is the evidence's value where
        it differs from the field's.
        """
        if value in (None, "", ()):
            return
        if field in _LISTS:
            there = self._fields.setdefault(field, [])
            if value in there:
                return
            there.append(value)
        else:
            self._fields[field] = value
        words = written if written is not None else str(getattr(value, "name", getattr(value, "value", value)))
        self._evidence.append(Evidence(field, " ".join(words.split())[:_LONGEST_EVIDENCE], span, rule, sure))
        self.paint(span, kind)

    def keep(
        self,
        what: str,
        value: str,
        span: Span | None,
        rule: str,
        *,
        sure: float = 1.0,
        kind: SegmentKind = "header",
    ) -> None:
        """Keep in the evidence what no field of a Story holds (collections, the title of a chapter), and paint it."""
        if value:
            self._evidence.append(Evidence(what[:30], " ".join(value.split())[:_LONGEST_EVIDENCE], span, rule, sure))
            self.paint(span, kind)

    def stated(self, field: str) -> Any:
        """What the field has so far; None if nothing."""
        return self._fields.get(field)

    def forget(self, field: str) -> None:
        """Take back what a field has; its evidence stays, since it was written."""
        self._fields.pop(field, None)

    def paint(self, span: Span | None, kind: SegmentKind) -> None:
        """Say what a range is that is no prose. Of two that overlap the one that begins first counts."""
        if span and span[0] < span[1]:
            self._painted.append(Segment(*span, kind))

    def chapter(self, body: Sequence[Span], **told: Any) -> None:
        """The next chapter: the ranges of its prose, and what is told of it (the fields of `ChapterOutline`).

        A chapter without prose is kept too, as one with nothing in it.
        """
        self._chapters.append(ChapterOutline(tuple(body), **told))

    def finish(self, item: Item) -> Story | Rejection:
        """The Story. Without a chapter it is a Rejection: ``empty``."""
        source = item.source
        if not any(chapter.body for chapter in self._chapters):
            return Rejection(source, "empty", "It is set up like a story, but there is no text in it.")
        stated = Story(source, evidence=tuple(self._evidence), **self._listed())
        bodies = sorted(span for chapter in self._chapters for span in chapter.body)
        segments = tuple(_segments(self._painted, bodies, len(self.pages.document.text)))
        chapters = tuple(self._chapters)
        outline = Outline(stated, chapters, segments)
        document = replace(self.pages.document, marks=tuple(prose_marks(self.pages.document.marks, chapters, segments)))
        return assemble(document, outline, self.pages.decoded, source, item.reader, admit=True)

    def _listed(self) -> dict[str, Any]:
        return {name: tuple(value) if name in _LISTS else value for name, value in self._fields.items()}


def _segments(painted: Iterable[Segment], bodies: Sequence[Span], length: int) -> Iterator[Segment]:
    """The painted ranges, and as furniture what is in none of them and in no body."""
    told = sorted(painted, key=lambda segment: (segment.start, -segment.end))
    known = Ranges([*bodies, *((one.start, one.end) for one in told)]).all()
    at = 0
    for start, end in [*known, (length, length)]:
        if at < start:
            yield Segment(at, start, "furniture")
        at = end
    yield from told


def prose_marks(
    marks: Iterable[Mark], chapters: Sequence[ChapterOutline], segments: Sequence[Segment]
) -> Iterator[Mark]:
    """The marks without rules that stand around chapters, and without pictures outside their prose."""
    prose = Ranges([(chapter.body[0][0], chapter.body[-1][1]) for chapter in chapters if chapter.body])
    outside = Ranges([(one.start, one.end) for one in segments if one.kind != "body"])
    ends = {end for chapter in chapters for _, end in chapter.body}
    for mark in marks:
        at = mark.start
        if mark.tag == "hr" and not prose.hold((at - 1, at + 1)):
            continue
        if mark.tag == "img" and at not in ends and outside.hold((at, at + 1)):
            continue
        yield mark
