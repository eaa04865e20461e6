"""Lines that are meant: verse, lists, scripts, tables and drawings, told from prose by how they look together."""

from __future__ import annotations

import re

from fanthology.fic.text.pieces import SPEECH_STARTS, Line, Piece, PieceKind, kept

SPEAKER = re.compile(r"(?:[A-Z][A-Z .'&-]{1,28}|[A-Z][\w.'-]{1,20})(?: ?\([^)\n]{1,40}\))?:(?:\s|$)")
_ITEM = re.compile(r"(?:[-*•·o]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+\S")
_COLUMNS = re.compile(r"\S(?: {4,}|\t+)\S")
_SIGN = re.compile(r"[^\w\s.,'\"]|_")
_ENOUGH = 100  # lines to judge a table or drawing by
_WIDEST = 200  # characters on a line, on the average: nobody draws wider


def is_drawn(lines: list[Line]) -> bool:
    """True for a table or a picture made of characters.

    >>> from fanthology.fic.text.pieces import lines_of
    >>> art = "  /\\\\_/\\\\\\n ( o.o )\\n  > ^ <\\n"
    >>> is_drawn(lines_of(art, 0, len(art)))
    True
    """
    if len(lines) < 3:
        return False
    looked_at = [line.words for line in lines[:_ENOUGH]]
    columns = sum(1 for words in looked_at if ("    " in words or "\t" in words) and _COLUMNS.search(words))
    if columns >= 0.6 * len(looked_at):
        return True
    characters = "".join(looked_at)
    if len(characters) > _WIDEST * len(looked_at):
        return False
    return 2 * len(_SIGN.findall(characters)) > len(characters) - characters.count(" ")


def is_speech(lines: list[Line]) -> bool:
    """True if most of the lines, or one of two, open with a quotation mark: a dialogue, not a poem."""
    speeches = sum(line.words[0] in SPEECH_STARTS for line in lines)
    return 2 * speeches > len(lines) or speeches == len(lines) - 1 == 1


def is_script(lines: list[Line]) -> bool:
    """True if at least half of the lines name their speaker, and two do."""
    named = sum(1 for line in lines if SPEAKER.match(line.words))
    return named >= 2 and 2 * named >= len(lines)


def is_list(lines: list[Line]) -> bool:
    """True if two or more lines, and at least half, begin with the mark or number of an item."""
    items = sum(1 for line in lines if _ITEM.match(line.words))
    return items >= 2 and 2 * items >= len(lines)


def is_quoted_mail(lines: list[Line]) -> bool:
    """True if every line begins with the mark of quoted mail."""
    return len(lines) > 1 and all(line.words[0] == ">" for line in lines)


def kept_lines(lines: list[Line]) -> list[Piece]:
    """Pieces for short lines that stand together and are not wrapped prose."""
    if is_drawn(lines):
        return [Piece("table", lines[0].start, lines[-1].end)]
    if is_quoted_mail(lines):
        return [kept("quotation", lines)]
    if is_list(lines):
        return [kept("list", lines)]
    if is_speech(lines) or is_script(lines):
        return [Piece("paragraph", line.start, line.end) for line in lines]
    kind: PieceKind = "verse" if len(lines) >= 3 else "paragraph"
    return [kept(kind, lines)]
