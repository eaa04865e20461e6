"""What prose is cut into before it becomes blocks, and the lines that the cutting looks at."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

PieceKind = Literal["paragraph", "verse", "letter", "list", "quotation", "table"]

SENTENCE_ENDS = frozenset(".!?\"'”’»:…*_)]>~")
SPEECH_STARTS = frozenset("\"'“‘«„")
_DIGIT = re.compile(r"\d")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


class Piece(NamedTuple):
    """A stretch of text that becomes one block. ``breaks`` are the positions of the ``\\n`` that stay line breaks."""

    kind: PieceKind
    start: int
    end: int
    breaks: tuple[int, ...] = ()


class Line(NamedTuple):
    """A line of text that is not blank: where it is, the columns it starts and ends at, and its words."""

    start: int
    end: int
    depth: int
    column: int
    words: str

    @property
    def ends_sentence(self) -> bool:
        """True if the last character is one that sentences and speeches end with."""
        return self.words[-1] in SENTENCE_ENDS


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """The lines between two positions, the blank ones left out.

    >>> [line.words for line in lines_of("a\\n\\n  b c \\n", 0, 10)]
    ['a', 'b c']
    """
    lines: list[Line] = []
    at = text.rfind("\n", 0, start) + 1
    if at < start and not text[at:start].isspace():
        at = start
    for raw in text[at:end].split("\n"):
        words = raw.strip()
        after = at + len(raw)
        if words:
            depth = len(raw) - len(raw.lstrip())
            if depth and "\t" in raw:
                depth = len(raw[:depth].expandtabs())
            lines.append(Line(max(at, start), after, depth, depth + len(words), words))
        at = after + 1
    return lines


def kept(kind: PieceKind, lines: list[Line]) -> Piece:
    """A piece that keeps every line as it is."""
    return Piece(kind, lines[0].start, lines[-1].end, tuple(line.end for line in lines[:-1]))


def kind_of_short(lines: list[Line]) -> PieceKind:
    """What short lines that stand together are.

    Where most have a number they are a date, a place, an address; where every word is a name they are a list; two
    lines alone are only lines.

    >>> text = "221B Baker Street\\nLondon W1\\nEngland\\n"
    >>> kind_of_short(lines_of(text, 0, len(text)))
    'paragraph'
    >>> text = "Mr. Sherlock Holmes\\nDr. John Watson\\nInspector Lestrade\\n"
    >>> kind_of_short(lines_of(text, 0, len(text)))
    'list'
    """
    numbered = sum(1 for line in lines if _DIGIT.search(line.words))
    if len(lines) < 3 or 2 * numbered >= len(lines):
        return "paragraph"
    words = [word for line in lines for word in _LONG_WORD.findall(line.words)]
    named = sum(word[0].isupper() for word in words)
    shouted = all(line.words.isupper() for line in lines)
    return "list" if 10 * named >= 9 * len(words) > 0 and not shouted else "verse"


def merged_verse(pieces: list[Piece], text: str, widest: int, least: int = 3) -> list[Piece]:
    """Makes one verse of each run of one-line paragraphs that are short and mostly do not end a sentence.

    >>> text = "Up the road\\nand down the hill\\nwent the king\\n"
    >>> pieces = [Piece("paragraph", 0, 11), Piece("paragraph", 12, 29), Piece("paragraph", 30, 43)]
    >>> merged_verse(pieces, text, 50)
    [Piece(kind='verse', start=0, end=43, breaks=(11, 29))]
    """
    if len(pieces) < least:
        return pieces
    result: list[Piece] = []
    run: list[Line] = []
    for piece in pieces:
        kind, start, end, _ = piece
        if kind == "paragraph" and end - start <= 2 * widest and text.find("\n", start, end) < 0:
            line = lines_of(text, start, end)[0]
            if line.column <= widest:
                run.append(line)
                continue
        result += _verse_or_paragraphs(run, least)
        run = []
        result.append(piece)
    return result + _verse_or_paragraphs(run, least)


def _verse_or_paragraphs(run: list[Line], least: int) -> list[Piece]:
    if not run:
        return []
    unfinished = sum(not line.ends_sentence for line in run)
    if len(run) >= least and unfinished >= 0.6 * len(run):
        return [kept(kind_of_short(run), run)]
    return [Piece("paragraph", line.start, line.end) for line in run]
