"""The text of a Story as enrichment looks at it: one string, the place of every block, and what of it is spoken."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from fanthology.fic.story import Span, Story

_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<br/?>|</(?:p|li|td|tr|h\d|div)>")
_SPEECH = re.compile(
    r"[“\"]([^“”\"\n]{1,2000})(?:[”\"]|$|(?=\n))|«([^«»\n]{1,2000})»|「([^「」\n]{1,2000})」|"
    r"``([^\n]{1,2000}?)''"
)
_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands in the text: its chapter and scene count from 1."""

    start: int
    block: str
    chapter: int
    scene: int


@dataclass(frozen=True, slots=True)
class Telling:
    """``text`` holds the blocks, a line end after each; ``places`` are sorted by start; ``spoken`` are the ranges
    between quotation marks."""

    text: str
    places: tuple[Place, ...]
    spoken: tuple[Span, ...]

    def place(self, position: int) -> Place | None:
        """The block that a position is in."""
        index = bisect_right(self.places, position, key=lambda place: place.start) - 1
        return self.places[index] if index >= 0 else None

    def quote(self, start: int, end: int) -> str:
        """Some words around a range, on one line."""
        first = max(self.text.rfind("\n", 0, start) + 1, start - _QUOTE)
        stop = self.text.find("\n", end)
        last = min(stop if stop >= 0 else len(self.text), end + _QUOTE)
        words = self.text[first:last]
        if first and self.text[first - 1] not in "\n ":
            words = words.partition(" ")[2] if " " in words[: start - first] else words
        if last < len(self.text) and self.text[last] not in "\n " and " " in words[end - first :]:
            words = words.rpartition(" ")[0]
        return " ".join(words.split())

    @property
    def narration(self) -> str:
        """The text without what is spoken."""
        pieces: list[str] = []
        at = 0
        for start, end in self.spoken:
            pieces += self.text[at:start], " "
            at = end
        return "".join((*pieces, self.text[at:]))


def telling_of(story: Story) -> Telling:
    """The Telling of a Story.

    >>> from fanthology.fic.story import Block, Chapter, SourceInfo
    >>> block = Block("b1", "paragraph", 1, None, "<p>“Run,” said Alice &amp; ran.</p>")
    >>> told = telling_of(Story(SourceInfo("a", "text", "0" * 64, 1), chapters=(Chapter((block,)),)))
    >>> told.text, told.narration.strip()
    ('“Run,” said Alice & ran.\\n', 'said Alice & ran.')
    """
    pieces: list[str] = []
    places: list[Place] = []
    at = 0
    for number, chapter in enumerate(story.chapters, start=1):
        for block in chapter.blocks:
            if block.kind in ("scene-break", "image"):
                continue
            words = plain(block.html)
            places.append(Place(at, block.id, number, block.scene))
            pieces.append(words + "\n")
            at += len(words) + 1
    text = "".join(pieces)
    return Telling(text, tuple(places), tuple(_spoken(text)))


def plain(markup: str) -> str:
    """The words of a block, its lines parted by blanks.

    >>> plain("<p>One<br/>two &lt; <em>three</em></p>")
    'One two < three'
    """
    words = _TAG.sub("", _BREAK.sub(" ", markup))
    return " ".join((html.unescape(words) if "&" in words else words).split())


def _spoken(text: str) -> Iterator[Span]:
    for match in _SPEECH.finditer(text):
        yield match.span()
