"""What prose is cut into before it becomes blocks, and the lines that the cutting looks at."""

from __future__ import annotations

from typing import Literal, NamedTuple

PieceKind = Literal["paragraph", "verse", "letter", "list", "quotation", "table"]

SENTENCE_ENDS = frozenset(".!?\"'”’»:…*_)]>~")
SPEECH_STARTS = frozenset("\"'“‘«„")


class Piece(NamedTuple):
    """A stretch of text that becomes one block. ``breaks`` are the positions of the ``\\n`` that stay line breaks."""

    kind: PieceKind
    start: int
    end: int
    breaks: tuple[int, ...] = ()


class Line(NamedTuple):
    """A line of text that is not blank: where it is, the column it starts at, and its words."""

    start: int
    end: int
    depth: int
    words: str

    @property
    def column(self) -> int:
        """The column it ends at."""
        return self.depth + len(self.words)

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
    at = start
    for raw in text[start:end].split("\n"):
        words = raw.strip()
        if words:
            before = raw[: raw.index(words[0])]
            lines.append(Line(at, at + len(raw), len(before.expandtabs()), words))
        at += len(raw) + 1
    return lines


def kept(kind: PieceKind, lines: list[Line]) -> Piece:
    """A piece that keeps every line as it is."""
    return Piece(kind, lines[0].start, lines[-1].end, tuple(line.end for line in lines[:-1]))


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
        lines = lines_of(text, piece.start, piece.end) if piece.end - piece.start <= 2 * widest else []
        if len(lines) == 1 and lines[0].column <= widest and piece.kind == "paragraph":
            run += lines
            continue
        result += _verse_or_paragraphs(run, least)
        run = []
        result.append(piece)
    return result + _verse_or_paragraphs(run, least)


def _verse_or_paragraphs(run: list[Line], least: int) -> list[Piece]:
    unfinished = sum(not line.ends_sentence for line in run)
    if len(run) >= least and unfinished >= 0.6 * len(run):
        return [kept("verse", run)]
    return [Piece("paragraph", line.start, line.end) for line in run]
