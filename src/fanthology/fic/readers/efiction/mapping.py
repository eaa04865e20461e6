"""What the tags of an eFiction archive are called here."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from fanthology.fic.text.outlining.titles import is_show

CATEGORY_WORDS: Final = {
    "gen": "Gen", "general": "Gen", "het": "F/M", "het pairings": "F/M", "slash": "M/M", "slash pairings": "M/M",
    "male slash": "M/M", "femslash": "F/F", "femmeslash": "F/F", "female slash": "F/F", "f/f": "F/F", "m/m": "M/M",
    "f/m": "F/M", "m/f": "F/M", "multi": "Multi", "threesomes, moresomes": "Multi", "multiple": "Multi",
}  # fmt: skip
"""Categories of archives that sort by who is paired, by the standard's names."""

_PAIR = re.compile(r"\w[^/]*/[^/]*\w")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_FIRST, _LAST = 631_152_000, 4_102_444_800  # 1990 and 2100, as seconds


def category_fields(path: list[str]) -> list[tuple[str, str]]:
    """What the path to a category states: fields and values, from its root to its leaf.

    A show is a fandom, two names with a slash are a relationship, words for who is paired are the standard's
    categories; whatever else is a tag.

    >>> category_fields(["Slash Pairings", "Holmes/Watson"])
    [('categories', 'M/M'), ('relationships', 'Holmes/Watson')]
    """
    return [_category_field(name) for name in path]


def _category_field(name: str) -> tuple[str, str]:
    if standard := CATEGORY_WORDS.get(name.casefold()):
        return "categories", standard
    if is_show(name):
        return "fandoms", name
    return ("relationships", name) if _PAIR.fullmatch(name) else ("freeforms", name)


def class_field(kind: str | None) -> str:
    """The field for classes of a kind: warnings are warnings, whatever else an archive sorts by is a tag."""
    return "warnings" if "warning" in (kind or "").casefold() else "freeforms"


def day(written: str | None) -> str | None:
    """The day of a date as eFiction has it: a date with a time, or seconds since 1970.

    >>> day("2006-02-09 22:21:35"), day("1139523695"), day("0000-00-00 00:00:00")
    ('2006-02-09', '2006-02-09', None)
    """
    text = (written or "").strip()
    if text.isdecimal() and len(text) < 13:
        return datetime.fromtimestamp(int(text), UTC).date().isoformat() if _FIRST < int(text) < _LAST else None
    found = _DAY.match(text)
    return found[0] if found and "00" not in (found[2], found[3]) else None
