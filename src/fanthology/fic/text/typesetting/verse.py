"""Lines that are meant: verse, lists, scripts, tables and drawings, told from prose by how they look together."""

from __future__ import annotations

import re

from fanthology.fic.text.typesetting.pieces import SPEECH_STARTS, Line, Piece, kept, kind_of_short

SPEAKER = re.compile(
    r"(?:[A-Z][A-Z0-9 .'&-]{0,28}[A-Z0-9.]|[A-Z][\w.'-]{1,20})(?: ?\([^)\n]{1,40}\))? {0,2}:(?=[\s\"'“(A-Z]|$)"
)
_ITEM = re.compile(r"(?:[-*•·o]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+\S")
_COLUMNS = re.compile(r"\S(?: {4,}|\t+)\S")
_SIGN = re.compile(r"[^\w\s.,'\"]|_")
_NO_SIGNS = bytes(code for code in range(0x80) if not _SIGN.match(chr(code)))
_ENOUGH = 100  # lines to judge a table or drawing by
_WIDEST = 200  # characters on a line, on the average: nobody draws wider


def is_drawn(lines: list[Line]) -> bool:
    """True for a table or a picture made of characters.

    >>> from fanthology.fic.text.typesetting.pieces import lines_of
    >>> art = "  /\\\\_/\\\\\\n ( o.o )\\n  > ^ <\\n"
    >>> is_drawn(lines_of(art, 0, len(art)))
    True
    """
    if len(lines) < 3:
        return False
    looked_at = [line.words for line in lines[:_ENOUGH]]
    characters = "".join(looked_at)
    if ("    " in characters or "\t" in characters) and _has_columns(looked_at):
        return True
    if len(characters) > _WIDEST * len(looked_at):
        return False
    return 2 * _count_signs(characters) > len(characters) - characters.count(" ")


def _has_columns(lines: list[str]) -> bool:
    columns = sum(1 for words in lines if ("    " in words or "\t" in words) and _COLUMNS.search(words))
    return columns >= 0.6 * len(lines)


def _count_signs(text: str) -> int:
    if text.isascii():
        return len(text.encode("ascii").translate(None, _NO_SIGNS))
    return len(_SIGN.findall(text))


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
    if is_speech(lines) or is_script(lines) or _are_sentences(lines):
        return [Piece("paragraph", line.start, line.end) for line in lines]
    return [kept(kind_of_short(lines), lines)]


def _are_sentences(lines: list[Line]) -> bool:
    """True if each line is a sentence or more, by its end: short paragraphs."""
    return all(line.words[-1] in ")]" or line.words.rstrip("\"'”’")[-1:] in (".", "!", "?") for line in lines)
