"""Sets prose: from a chapter's spans of text to Blocks, scenes, and the edits made on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fanthology.fic.story import Block, Span
from fanthology.fic.text.document import Document, Segment
from fanthology.fic.text.markup.html import sanitise
from fanthology.fic.text.typesetting.blocks import BlockIds, Edit, SetBlock
from fanthology.fic.text.typesetting.marked import MarkedProse
from fanthology.fic.text.typesetting.plain import PlainProse
from fanthology.fic.text.words import count_words


@dataclass(frozen=True, slots=True)
class Typeset:
    """One chapter, set. ``edits`` and ``breaks`` are in positions of the Document; spans of blocks are the source's."""

    blocks: tuple[Block, ...]
    edits: tuple[Edit, ...]
    breaks: tuple[Segment, ...]
    words: int
    scenes: int


class Typesetter:
    """Sets the chapters of one Document, one after the other.

    ``spans`` are all the prose of the document: how its lines are laid out is decided once, from all of it.

    >>> text = "He *did*.\\n\\n* * *\\n\\nLater.\\n"
    >>> page = Typesetter(Document(text), [(0, 26)]).set([(0, 26)])
    >>> [block.html for block in page.blocks]
    ['<p>He <em>did</em>.</p>', '<p class="scene-break">* * *</p>', '<p>Later.</p>']
    >>> page.words, page.scenes
    (3, 2)
    """

    def __init__(self, document: Document, spans: Sequence[Span]) -> None:
        self._document = document
        self._ids = BlockIds()
        self._prose: MarkedProse | PlainProse = (
            MarkedProse(document, spans) if document.marked_up else PlainProse(document.text, spans, document.marks)
        )

    def set(self, body: Iterable[Span]) -> Typeset:
        """The blocks of the prose in ``body``, whose spans are sorted and disjoint."""
        chapter = _Chapter(self._document, self._ids)
        for start, end in body:
            for block in self._prose.blocks(start, end):
                # what came in as mark-up leaves through the sanitiser too: two locks, since a page is hostile
                chapter.add(block._replace(html=sanitise(block.html)) if self._document.marked_up else block)
        return chapter.done()


class _Chapter:
    """Gathers the blocks of a chapter, and counts its scenes: a break parts two only if prose stands on both sides."""

    def __init__(self, document: Document, ids: BlockIds) -> None:
        self._offsets = document.offsets
        self._moved = bool(document.offsets.starts)
        self._ids = ids
        self._blocks: list[Block] = []
        self._edits: list[Edit] = []
        self._breaks: list[Segment] = []
        self._texts: list[str] = []
        self._scene = 1
        self._written = self._broken = False

    def add(self, made: SetBlock) -> None:
        """The next block, in order."""
        kind, start, end, html, text, edits = made
        if kind == "scene-break":
            self._broken = self._written
            if start < end:
                self._breaks.append(Segment(start, end, "scene-break"))
        else:
            if self._broken:
                self._scene += 1
                self._broken = False
            self._written = True
            self._texts.append(text)
        if edits:
            self._edits += edits
        span = self._offsets.span(start, end) if self._moved else (start, end)
        self._blocks.append(Block(self._ids.of(text), kind, self._scene, span, html))

    def done(self) -> Typeset:
        """The chapter so far."""
        words = count_words("\n".join(self._texts))
        return Typeset(tuple(self._blocks), tuple(self._edits), tuple(self._breaks), words, self._scene)
