"""Dates as AO3 writes them: ``<2 weeks ago``, ``3-6 months ago``, ``1998..2004``, ``>2004-05``, ``last year``."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from .numbers import Between

_D = r"[12]\d{3}(?:-[01]?\d(?!\d)(?:-[0-3]?\d)?)?(?!\w)"
_SIGN = r"(?P<{}><=|>=|<|>|≤|≥)\s*"
_RANGE = r"\s*(?:\.\.+|–|to\s|until\s)\s*|(?<=\d{4})\s*-\s*(?=[12]\d{3})"
AGO = re.compile(
    rf"(?:{_SIGN.format('op')})?(?P<few>\d{{1,4}})(?:\s*-\s*(?P<many>\d{{1,4}}))?\s*(?P<unit>day|week|month|year)s?\s+ago\b",
    re.IGNORECASE,
)
NAMED = re.compile(r"(?P<name>today|yesterday|(?:this|last)\s+(?P<period>week|month|year))\b", re.IGNORECASE)
DAYS = re.compile(
    rf"(?:{_SIGN.format('sign')})?(?P<low>{_D})(?:(?:{_RANGE})(?P<high>{_D})|(?P<open>\s?\.\.+))?"
    rf"|\.\.+\s*(?P<most>{_D})"
    rf"|[\[{{]\s*\"?(?P<from>\*|{_D})\"?\s+TO\s+\"?(?P<to>\*|{_D})\"?\s*[\]}}]",
    re.IGNORECASE,
)


def ago(found: re.Match[str], today: date) -> Between | None:
    """What a match of `AGO` means, as ordinals of days; None before the calendar's beginning.

    "Less than two weeks ago" is later than that day; "two weeks ago" is the week that began then.

    >>> [date.fromordinal(day).isoformat() for day in ago(AGO.match("2-3 weeks ago"), date(2004, 5, 31))]
    ['2004-05-10', '2004-05-17']
    """
    unit = found["unit"].lower()
    near = _before(today, int(found["few"]), unit)
    if near is None:
        return None
    if found["many"]:
        far = _before(today, int(found["many"]), unit)
        return None if far is None else (min(near, far), max(near, far))
    if not found["op"]:
        after = _before(today, int(found["few"]) - 1, unit)
        return near, max(near, after - 1) if after else near
    return {
        "<": (near + 1, today.toordinal()),
        ">": (None, near - 1),
        "<=": (near, today.toordinal()),
        "≤": (near, today.toordinal()),
        ">=": (None, near),
        "≥": (None, near),
    }[found["op"]]


def named(found: re.Match[str], today: date) -> Between:
    """What a match of `NAMED` means.

    >>> [date.fromordinal(day).isoformat() for day in named(NAMED.match("last month"), date(2004, 5, 31))]
    ['2004-04-01', '2004-04-30']
    """
    name, now = found["name"].lower(), today.toordinal()
    if not found["period"]:
        day = now - (name == "yesterday")
        return day, day
    first = _first_of(found["period"].lower(), today)
    if name.startswith("this"):
        return first.toordinal(), now
    last = first - timedelta(days=1)
    return _first_of(found["period"].lower(), last).toordinal(), last.toordinal()


def days(found: re.Match[str]) -> Between | None:
    """What a match of `DAYS` means; None if there is no such day.

    >>> [date.fromordinal(day).isoformat() for day in days(DAYS.match("1998..2004-02"))]
    ['1998-01-01', '2004-02-29']
    """
    try:
        if found["from"]:
            return _edge(found["from"], 0), _edge(found["to"], 1)
        if found["most"]:
            return None, _edge(found["most"], 1)
        first, last = _first_and_last(found["low"])
        if found["sign"]:
            return _compared(found["sign"], first, last)
        if found["high"]:
            first, last = min(first, _first_and_last(found["high"])[0]), max(last, _first_and_last(found["high"])[1])
        return first, None if found["open"] else last
    except ValueError:
        return None


def _compared(sign: str, first: int, last: int) -> Between:
    return {
        "<": (None, first - 1),
        "<=": (None, last),
        "≤": (None, last),
        ">": (last + 1, None),
        ">=": (first, None),
        "≥": (first, None),
    }[sign]


def _edge(written: str, which: int) -> int | None:
    return None if written == "*" else _first_and_last(written)[which]


def _first_and_last(written: str) -> tuple[int, int]:
    """The first and the last day of a year, a month or a day. Raises ValueError if there is none such."""
    year, month, day = (*(int(part) for part in written.split("-")), 0, 0)[:3]
    first = date(year, month or 1, day or 1)
    if day:
        return first.toordinal(), first.toordinal()
    until = month or 12
    return first.toordinal(), date(year, until, calendar.monthrange(year, until)[1]).toordinal()


def _first_of(period: str, day: date) -> date:
    if period == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if period == "month" else day.replace(month=1, day=1)


def _before(today: date, count: int, unit: str) -> int | None:
    if unit in ("day", "week"):
        found = today.toordinal() - count * (7 if unit == "week" else 1)
        return found if found > 0 else None
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        return None
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1])).toordinal()
