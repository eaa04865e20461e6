"""Cuts the prose of a plain text into pieces, each of which becomes one block.

Gaps part chunks; a chunk is one paragraph nearly always. What else it may be depends on how the document is laid out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from fanthology.fic.text.typesetting.layout import LONG_LINE, Layout
from fanthology.fic.text.typesetting.letters import marked_letters
from fanthology.fic.text.typesetting.pieces import SENTENCE_ENDS, Line, Piece, lines_of, merged_verse
from fanthology.fic.text.typesetting.verse import is_drawn, kept_lines
from fanthology.fic.text.typesetting.wrapping import wrapped

VERSE_WIDTH = 60  # characters: lines longer than this are paragraphs where paragraphs are not wrapped
_BLANK_LINES = re.compile(r"\s*\n")
_SMALL = re.compile(r"\s*[a-zà-öø-ÿ](?![.)])")
_PASTED = (55, 100)  # columns where a pasted line may end


def pieces_of(text: str, start: int, end: int, layout: Layout) -> list[Piece]:
    """The pieces between two positions, in order. Every character that is not blank is in one of them.

    >>> text = "One line.\\n\\nAnother\\n"
    >>> [text[piece.start:piece.end] for piece in pieces_of(text, 0, len(text), Layout())]
    ['One line.', 'Another']
    """
    pieces: list[Piece] = []
    for first, last in _chunks(text, start, end, layout):
        made = (
            _unwrapped(text, first, last, layout) if layout.lines == "paragraph" else wrapped(text, first, last, layout)
        )
        if pieces and made and _goes_on(text, pieces[-1], made[0], layout):
            made[0] = Piece("paragraph", pieces.pop().start, made[0].end)
        pieces += made
    return marked_letters(text, start, end, pieces)


def _goes_on(text: str, above: Piece, below: Piece, layout: Layout) -> bool:
    """True if a blank line strayed into a sentence: a full line stands above it, and small letters below."""
    if above.kind != "paragraph" or below.kind != "paragraph" or above.breaks or below.breaks:
        return False
    opening = _SMALL.match(text, below.start, below.end)
    if opening is None or not layout.least:
        return False
    last = text.rfind("\n", above.start, above.end) + 1
    line = text[max(last, above.start) : above.end].expandtabs().rstrip()
    return len(line) >= layout.least and line[-1] not in SENTENCE_ENDS


def _chunks(text: str, start: int, end: int, layout: Layout) -> Iterator[tuple[int, int]]:
    """The spans between the gaps; none is blank, or begins or ends with a blank line."""
    end = start + len(text[start:end].rstrip())
    blank = _BLANK_LINES.match(text, start, end)
    at = blank.end() if blank else start
    for match in layout.gap.finditer(text, at, end):
        yield at, match.start()
        at = match.end()
    if at < end:
        yield at, end


def _unwrapped(text: str, start: int, end: int, layout: Layout) -> list[Piece]:
    if text.find("\n", start, end - 1) < 0:
        return [Piece("paragraph", start, end)]
    lines = lines_of(text, start, end)
    if is_drawn(lines):
        return [Piece("table", start, end)]
    if _looks_wrapped(lines):
        return [Piece("paragraph", start, end)]
    if layout.grouped and max(len(line.words) for line in lines) <= VERSE_WIDTH:
        return kept_lines(lines) if len(lines) > 1 else [Piece("paragraph", start, end)]
    pieces = list(_rejoined([Piece("paragraph", line.start, line.end) for line in lines], text))
    return merged_verse(pieces, text, VERSE_WIDTH, least=4)


def _rejoined(pieces: list[Piece], text: str) -> Iterator[Piece]:
    """The pieces, those made one that an editor broke in mid-sentence because they grew too long for it."""
    whole = pieces[0]
    for piece in pieces[1:]:
        if (
            whole.end - whole.start > LONG_LINE
            and _SMALL.match(text, piece.start, piece.end)
            and text[whole.start : whole.end].rstrip()[-1] not in SENTENCE_ENDS
        ):
            whole = Piece("paragraph", whole.start, piece.end)
        else:
            yield whole
            whole = piece
    yield whole


def _looks_wrapped(lines: list[Line]) -> bool:
    """True for a passage that somebody pasted in with its wraps: long lines that break inside a sentence."""
    if any(not _PASTED[0] <= line.column <= _PASTED[1] for line in lines[:-1]):
        return False
    return any(below.words[0].islower() and not above.ends_sentence for above, below in pairwise(lines))
