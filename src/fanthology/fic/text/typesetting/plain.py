"""Blocks from plain text: scene breaks, then pieces of prose, each set as html."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from fanthology.fic.story import BlockKind, Span
from fanthology.fic.text.document import Mark
from fanthology.fic.text.typesetting.blocks import (
    Edit,
    SetBlock,
    collapsed,
    has_plain_blanks,
    joined,
    scene_break,
    set_verbatim,
    special_places,
)
from fanthology.fic.text.typesetting.flowing import heading, set_lines
from fanthology.fic.text.typesetting.inline import InlineMarks
from fanthology.fic.text.typesetting.layout import layout_of
from fanthology.fic.text.typesetting.ornaments import breaks_between
from fanthology.fic.text.typesetting.paragraphs import pieces_of
from fanthology.fic.text.typesetting.pieces import Piece, PieceKind
from fanthology.fic.text.typesetting.scripts import is_cue

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
_CUE_DEPTH = 24  # blanks before a speaker's name, at the least


class PlainProse:
    """Sets the prose of one plain text, whose lines are laid out as the whole of ``spans`` shows.

    ``marks`` are what tags in it said.
    """

    def __init__(self, text: str, spans: Sequence[Span], marks: Sequence[Mark] = ()) -> None:
        self._text = text
        self._marks = InlineMarks(marks) if marks else None
        self._layout = layout_of(text, spans)
        self._special = special_places(text)
        self._flowing = joined if has_plain_blanks(text) else collapsed

    def blocks(self, start: int, end: int) -> Iterator[SetBlock]:
        """The blocks between two positions, in order; nothing that is not blank is left out."""
        at = start
        for first, last in breaks_between(self._layout.breaks, start, end):
            title = self._layout.headings.get((first, last))
            if title and title[0] >= at:
                yield from self._prose(at, title[0])
                yield heading(self._text, title, last)
            else:
                yield from self._prose(at, first)
                yield scene_break(self._text, first, last)
            at = last
        yield from self._prose(at, end)

    def _prose(self, start: int, end: int) -> Iterator[SetBlock]:
        text, scene_gap = self._text, self._layout.scene_gap
        before: Piece | None = None
        for piece in pieces_of(text, start, end, self._layout):
            if scene_gap and before and self._parts_scenes(before, piece, scene_gap):
                yield scene_break(text, before.end, before.end)
            before = piece
            yield self._block(piece)

    def _block(self, piece: Piece) -> SetBlock:
        kind, start, end, breaks = piece
        raw = self._text[start:end]
        if raw[0].isspace() or raw[-1].isspace():
            start += len(raw) - len(raw.lstrip())
            end -= len(raw) - len(raw.rstrip())
            raw = raw.strip()
        if kind == "table":
            return set_verbatim(self._text, piece.start, end)
        edits: list[Edit] = []
        marks = self._marks.between(start, end, images_from=end) if self._marks else ()
        if breaks or marks or self._is_special(start, end):
            html, flat, edits = set_lines(self._text, start, end, breaks, marks)
        else:
            html = flat = self._flowing(raw)
        if kind == "paragraph":
            return SetBlock("paragraph", start, end, f"<p>{html}</p>", flat, edits)
        opening, closing = _AROUND.get(kind, ("<p>", "</p>"))
        return SetBlock(_KINDS[kind], start, end, f"{opening}{html}{closing}", flat, edits)

    def _parts_scenes(self, above: Piece, below: Piece, scene_gap: int) -> bool:
        if self._text.count("\n", above.end, below.start) <= scene_gap:
            return False
        return not (self._is_cue(above) or self._is_cue(below))

    def _is_cue(self, piece: Piece) -> bool:
        """True for a speaker's name that is set in: a wide gap beside it is only the typist's."""
        before = self._text.rfind("\n", 0, piece.start) + 1
        words = self._text[before : piece.end] if piece.end - before < 3 * _CUE_DEPTH else ""
        return len(words) - len(words.lstrip()) >= _CUE_DEPTH and is_cue(words.strip())

    def _is_special(self, start: int, end: int) -> bool:
        index = bisect_left(self._special, start)
        return index < len(self._special) and self._special[index] < end
