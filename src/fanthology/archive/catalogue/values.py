"""What a person may put into each field of a work, and how what they typed becomes a value. Knows no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

from fanthology.fic.errors import FanthologyError
from fanthology.fic.story import RATINGS
from fanthology.fic.writers.privacy import mask_addresses

from .fields import count, day, distinct, one_line

Kind: TypeAlias = Literal["text", "longtext", "rating", "status", "language", "date", "number", "names", "series"]

STATUSES = ("complete", "in-progress", "unknown")
EDITABLE: dict[str, Kind] = {
    "title": "text",
    "creators": "names",
    "fandoms": "names",
    "relationships": "names",
    "characters": "names",
    "freeforms": "names",
    "warnings": "names",
    "categories": "names",
    "rating": "rating",
    "status": "status",
    "language": "language",
    "published": "date",
    "updated": "date",
    "chapters_expected": "number",
    "series": "series",
    "summary": "longtext",
    "disclaimer": "longtext",
    "permission": "longtext",
    "notes_before": "longtext",
    "notes_after": "longtext",
}
LONGEST_LINE = 500
LONGEST_TEXT = 100_000
MOST_NAMES = 500
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")
_PLACE = re.compile(r"(?P<name>.*?)\s*#\s*(?P<position>\d{1,6})")


def parse(field: str, value: Any) -> Any:
    """What was typed (a text; for lists one entry a line, or a list) as the value that an Edit stores.

    An empty text is None, or an empty list: the field is then unknown. Raises FanthologyError for what cannot be.

    >>> parse("fandoms", "Dracula\\n\\n Alice in Wonderland "), parse("series", "The Marsh #2"), parse("title", " ")
    (['Dracula', 'Alice in Wonderland'], [{'name': 'The Marsh', 'position': 2}], None)
    """
    if field not in EDITABLE:
        raise FanthologyError(f"There is no field “{field}” to correct. There are: {', '.join(EDITABLE)}.")
    return _PARSERS[EDITABLE[field]](value)


def _line(value: Any) -> str | None:
    text = one_line(_clean(value))
    if len(text) > LONGEST_LINE:
        raise FanthologyError(f"That is too long: one line of up to {LONGEST_LINE} letters is meant here.")
    return text or None


def _long_text(value: Any) -> str | None:
    text = mask_addresses(_clean(value).replace("\r\n", "\n").replace("\r", "\n").strip())
    if len(text) > LONGEST_TEXT:
        raise FanthologyError(f"That is too long: up to {LONGEST_TEXT:,} letters are meant here.")
    return text or None


def _rating(value: Any) -> str | None:
    text = _line(value)
    if text is not None and text not in RATINGS:
        raise FanthologyError(f"“{text}” is no rating. There are: {', '.join(RATINGS)}.")
    return text


def _status(value: Any) -> str:
    text = _line(value) or "unknown"
    if text not in STATUSES:
        raise FanthologyError(f"“{text}” is no status. There are: {', '.join(STATUSES)}.")
    return text


def _language(value: Any) -> str | None:
    text = _line(value)
    if text is not None and not (_LANGUAGE.fullmatch(text) and len(text) <= 35):
        raise FanthologyError(f"“{text}” is no language tag. Write it as in: en, de, pt-BR, zh-Hant.")
    return text


def _date(value: Any) -> str | None:
    text = _line(value)
    if text is not None and day(text) is None:
        raise FanthologyError(f"“{text}” is no date. Write it as year-month-day, as in 1998-11-05.")
    return day(text)


def _number(value: Any) -> int | None:
    text = _line(str(value) if isinstance(value, int) else value)
    if text is None:
        return None
    number = count(int(text)) if text.isdecimal() and len(text) < 12 else None
    if number is None:
        raise FanthologyError(f"“{text}” is no number of chapters. Write digits only, or leave it empty.")
    return number


def _names(value: Any) -> list[str]:
    names = distinct(line for entry in _entries(value) if (line := _line(entry)))
    if len(names) > MOST_NAMES:
        raise FanthologyError(f"Those are too many: up to {MOST_NAMES} are meant here.")
    return list(names)


def _series(value: Any) -> list[dict[str, Any]]:
    places: dict[str, dict[str, Any]] = {}
    for entry in _entries(value):
        place = _place(entry)
        if place["name"]:
            places.setdefault(place["name"], place)
    return list(places.values())


def _place(entry: Any) -> dict[str, Any]:
    if isinstance(entry, dict):
        return {"name": _line(entry.get("name")), "position": _number(entry.get("position"))}
    line = _line(entry) or ""
    numbered = _PLACE.fullmatch(line)
    if numbered and numbered["name"]:
        return {"name": numbered["name"], "position": int(numbered["position"])}
    return {"name": line, "position": None}


def _entries(value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return list(value)
    return _clean(value).splitlines()


def _clean(value: Any) -> str:
    """The text without what no page can show. Raises FanthologyError for what is no text."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FanthologyError("Text is meant here.")
    return "".join(sign for sign in value if sign in "\n\r\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


_PARSERS: dict[Kind, Callable[[Any], Any]] = {
    "text": _line,
    "longtext": _long_text,
    "rating": _rating,
    "status": _status,
    "language": _language,
    "date": _date,
    "number": _number,
    "names": _names,
    "series": _series,
}
