"""What stands after ``words:``, ``updated:`` or ``otp:``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from . import dates, numbers
from .fields import FIELDS
from .numbers import Between
from .tree import Node, Span, Word, Yes

HOW_TO_WRITE = {
    "number": "a number is written as 5000, >10k, <2000 or 5000-20000.",
    "date": "a date is written as 2004, 2004-05-31, >2004, 1998..2004, <2 weeks ago or last month.",
    "flag": "it can be yes or no.",
}

_YES = {
    **dict.fromkeys(("true", "yes", "t", "y", "1"), True),
    **dict.fromkeys(("false", "no", "f", "n", "0"), False),
}
_MEANS: dict[tuple[str, bool], Node] = {
    ("complete", True): Word("complete", "status", "exact"),
    ("complete", False): Word("in-progress", "status", "exact"),
    ("single_chapter", True): Span("chapters", 1, 1),
    ("single_chapter", False): Span("chapters", 2, None),
}
"""Flags that are another way to ask for the value of a field."""
_FLAG = re.compile(r"\s*(\w+)(?![\w:])")
_BLANK = re.compile(r'\s*"?\s*')
_REST = re.compile(r'\s*(?:"[^"]*"|[\[{][^\]}]*[\]}]|[^\s"()]+)')
_ENDS = re.compile(r'\s*"|(?=[\s)]|$)')


@dataclass(frozen=True, slots=True)
class Read:
    """What it means, and where it ends in the query."""

    node: Node
    end: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    end: int


def read_value(field: str, text: str, at: int, today: date) -> Read | Unreadable:
    """The value of a number, a date or a flag that begins at a place of the query, with or without quotes.

    >>> read_value("updated", "updated:<2 weeks ago rain", 8, date(2004, 5, 31))
    Read(node=Span(field='updated', low=731719, high=731732), end=20)
    """
    kind = FIELDS[field]
    if kind == "flag":
        found = _FLAG.match(text, at)
        if found and found[1].lower() in _YES:
            answer = _YES[found[1].lower()]
            return Read(_MEANS.get((field, answer), Yes(field, answer)), found.end())
    else:
        blank = _BLANK.match(text, at)
        start = blank.end() if blank else at
        read = _dated(text, start, today) if kind == "date" else _numbered(text, start)
        ends = read and _ENDS.match(text, read[1])
        if read and ends:
            return Read(Span(field, *read[0]), ends.end())
    rest = _REST.match(text, at)
    return Unreadable(rest.end() if rest else len(text))


def _numbered(text: str, start: int) -> tuple[Between, int] | None:
    found = numbers.NUMBER.match(text, start)
    return (numbers.between(found), found.end()) if found else None


def _dated(text: str, start: int, today: date) -> tuple[Between, int] | None:
    if found := dates.AGO.match(text, start):
        between = dates.ago(found, today)
    elif found := dates.NAMED.match(text, start):
        between = dates.named(found, today)
    elif found := dates.DAYS.match(text, start):
        between = dates.days(found)
    else:
        return None
    return (between, found.end()) if between else None
