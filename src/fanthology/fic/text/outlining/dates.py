"""Dates as headers write them, to ISO. A date that can be read in two ways is left alone."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,3}}{_MONTH},?[\s-]{{1,3}}(\d{{4}}|\d{{2}})\b", re.I)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s{{1,3}}(\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(\d{{4}})\b", re.I)
_UNIX = re.compile(rf"\b{_MONTH}\s{{1,3}}(\d{{1,2}})\s[\d:]{{5,8}}\s(?:[A-Z]{{3,4}}\s)?(\d{{4}})\b", re.I)
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b")


def iso_date(value: str) -> str | None:
    """The first date in a value as YYYY-MM-DD, or None if there is none or it could mean two days.

    >>> iso_date("Tue, 8 Dec 1992 16:47:29 GMT"), iso_date("May 28, 1994"), iso_date("24 Feb 92")
    ('1992-12-08', '1994-05-28', '1992-02-24')
    >>> iso_date("8/16/1994"), iso_date("03/04/1999"), iso_date("sometime")
    ('1994-08-16', None, None)
    """
    value = value[:200]
    if match := _ISO.search(value):
        return _valid(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.search(value):
        return _valid(_year(match[3]), _MONTHS[match[2].lower()], int(match[1]))
    if match := _MONTH_FIRST.search(value) or _UNIX.search(value):
        return _valid(_year(match[3]), _MONTHS[match[1].lower()], int(match[2]))
    if match := _SLASHED.search(value):
        return _slashed(int(match[1]), int(match[2]), _year(match[3]))
    return None


def _slashed(first: int, second: int, year: int) -> str | None:
    if first > 12:
        return _valid(year, second, first)
    if second > 12 or first == second:
        return _valid(year, first, second)
    return None


def _year(digits: str) -> int:
    number = int(digits)
    if len(digits) == 4:
        return number
    return number + (1900 if number >= 70 else 2000)


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
