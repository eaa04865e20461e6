"""Letters inside a story: from a salutation to the words that close it."""

from __future__ import annotations

import re

from fanthology.fic.text.typesetting.pieces import Piece

LONGEST = 24  # pieces: a "Dear ..." without an end in sight is speech, not a letter

_OPENINGS = ("Dear", "dear", "DEAR", "To whom", "Darling", "Beloved", "Sir", "Madam", "Gentlemen")
_SALUTATION = re.compile(
    r"\s*[\"“_*]?(?:(?:my |our )?(?:own )?(?:dear(?:est)?|darling|beloved)\b[^.!?\n\"”]{0,48}|to whom it may concern"
    r"|sirs?|madam|gentlemen)"
    r"(?:[,:]|--?|—)[ \t]*(?:\n|\Z)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s*(?:(?:very )?(?:ever |always )?(?:yours?\b|love,|sincerely\b|faithfully\b|respectfully\b|regards\b"
    r"|affectionately\b)|(?:with )?(?:all )?(?:my |best |kind |warm )*(?:love|regards|wishes)\s*,"
    r"|(?:i (?:am|remain),? )(?:sir|madam|yours|your)\b)[^\n]{0,40}(?:\n|\Z)",
    re.IGNORECASE,
)


def marked_letters(text: str, start: int, end: int, pieces: list[Piece]) -> list[Piece]:
    """The pieces, with those from a salutation to its closing and signature made kind ``letter``."""
    if not any(text.find(opening, start, end) >= 0 for opening in _OPENINGS):
        return pieces
    at = 0
    closes: dict[int, bool] = {}
    while at < len(pieces):
        closing = _end_of_letter(text, pieces, at, closes) if _SALUTATION.match(text, *pieces[at][1:3]) else None
        if closing is not None:
            pieces[at:closing] = [
                piece if piece.kind == "table" else piece._replace(kind="letter") for piece in pieces[at:closing]
            ]
            at = closing
        else:
            at += 1
    return pieces


def _end_of_letter(text: str, pieces: list[Piece], opening: int, closes: dict[int, bool]) -> int | None:
    """The index after the last piece of the letter that opens at an index, or None if it has no end: it is closed and
    signed, or the whole of it is indented and what comes next is not.

    ``closes`` remembers of each piece whether it has a closing line, for another letter may open a little below.
    """
    depth = _indent(text, pieces[opening])
    if depth:
        reach = range(opening, min(opening + LONGEST + 1, len(pieces)))
        outside = next((at for at in reach if _indent(text, pieces[at]) < depth), opening)
        if outside - opening >= 2:
            return outside
    for index in range(opening, min(opening + LONGEST, len(pieces))):
        if index not in closes:
            closes[index] = _closing_line(text, pieces[index])
        if closes[index]:
            signed = len(pieces[index].breaks) > 0 or index + 1 >= len(pieces)
            return index + 1 if signed or not _is_signature(text, pieces[index + 1]) else index + 2
    return None


def _indent(text: str, piece: Piece) -> int:
    """The columns of white space before the first line of a piece."""
    before = text[text.rfind("\n", 0, piece.start) + 1 : piece.start] + text[piece.start : piece.end]
    return len(before.expandtabs(8)) - len(before.expandtabs(8).lstrip())


def _closing_line(text: str, piece: Piece) -> bool:
    starts = (piece.start, *(at + 1 for at in piece.breaks))
    return any(_CLOSING.match(text, at, piece.end) for at in starts)


def _is_signature(text: str, piece: Piece) -> bool:
    signature = text[piece.start : piece.end].strip()
    return len(signature) <= 40 and "\n" not in signature and signature[-1:] not in '!?"”'
