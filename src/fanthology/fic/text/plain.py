"""Blocks from plain text: scene breaks, then pieces of prose, each set as html."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from fanthology.fic.story import BlockKind, Span
from fanthology.fic.text.blocks import (
    Edit,
    SetBlock,
    collapsed,
    scene_break,
    set_lines,
    set_verbatim,
    special_places,
)
from fanthology.fic.text.layout import layout_of
from fanthology.fic.text.ornaments import breaks_between
from fanthology.fic.text.paragraphs import pieces_of
from fanthology.fic.text.pieces import Piece, PieceKind

_KINDS: dict[PieceKind, BlockKind] = {
    "paragraph": "paragraph",
    "verse": "verse",
    "letter": "letter",
    "list": "list",
    "quotation": "quotation",
    "table": "paragraph",
}
_AROUND: dict[PieceKind, tuple[str, str]] = {
    "verse": ('<p class="verse">', "</p>"),
    "letter": ('<p class="letter">', "</p>"),
    "quotation": ("<blockquote><p>", "</p></blockquote>"),
}


class PlainProse:
    """Sets the prose of one plain text, whose lines are laid out as the whole of ``spans`` shows."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self._text = text
        self._layout = layout_of(text, spans)
        self._special = special_places(text)

    def blocks(self, start: int, end: int) -> Iterator[SetBlock]:
        """The blocks between two positions, in order; nothing that is not blank is left out."""
        at = start
        for first, last in breaks_between(self._layout.ornaments, start, end):
            yield from self._prose(at, first)
            yield scene_break(self._text, first, last)
            at = last
        yield from self._prose(at, end)

    def _prose(self, start: int, end: int) -> Iterator[SetBlock]:
        text, scene_gap = self._text, self._layout.scene_gap
        before = -1
        for piece in pieces_of(text, start, end, self._layout):
            if scene_gap and before >= 0 and text.count("\n", before, piece.start) > scene_gap:
                yield scene_break(text, before, before)
            before = piece.end
            yield self._block(piece)

    def _block(self, piece: Piece) -> SetBlock:
        kind, start, end, breaks = piece
        raw = self._text[start:end]
        if raw[0].isspace() or raw[-1].isspace():
            start += len(raw) - len(raw.lstrip())
            end -= len(raw) - len(raw.rstrip())
        if kind == "table":
            return set_verbatim(self._text, piece.start, end)
        index = bisect_left(self._special, start)
        if not breaks and (index == len(self._special) or self._special[index] >= end):
            html = flat = collapsed(raw)
            edits: list[Edit] = []
        else:
            html, flat, edits = set_lines(self._text, start, end, breaks)
        opening, closing = _AROUND.get(kind, ("<p>", "</p>"))
        return SetBlock(_KINDS[kind], start, end, f"{opening}{html}{closing}", flat, edits)
