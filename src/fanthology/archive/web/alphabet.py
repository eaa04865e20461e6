"""Lists of names by their first letter, each letter under its own address: ``?letter=b``."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any, NamedTuple, TypeAlias

from django.db.models import Exists, Q, QuerySet
from django.http import HttpRequest

from .paging import NAMES

DIGITS, OTHER = "0", "other"
_RANGES = {DIGITS: ("0", ":"), **{one: (one, chr(ord(one) + 1)) for one in ascii_lowercase}}
LETTERS = {DIGITS: "0–9", **{one: one.upper() for one in ascii_lowercase}, OTHER: "Other"}
"""Each letter as an address has it and as people read it."""


class Name(NamedTuple):
    """What a list needs of a row, where all rows are fetched."""

    pk: int
    public_id: str
    name: str
    sort_name: str


Names: TypeAlias = "QuerySet[Any] | list[Name]"


@dataclass(frozen=True, slots=True)
class Lettered:
    """The part of a list that is shown: what is under ``letter``, or everything if that is empty, which it is only
    where everything fits one page (``is_short``). ``letters`` are those under which there is something."""

    found: Names
    letter: str
    letters: tuple[str, ...]
    is_short: bool


def by_letter(request: HttpRequest, found: Names, letters: tuple[str, ...]) -> Lettered:
    """The part that the address asks for; else everything if it fits one page, and what is under the first letter if
    it does not. ``letters`` are `letters_of` these rows, which have a ``sort_name``."""
    is_short = _is_short(found)
    asked = request.GET.get("letter", "")
    letter = asked if asked in LETTERS else "" if is_short else next(iter(letters), "")
    return Lettered(_under(found, letter) if letter else found, letter, letters, is_short)


def letter_of(sort_name: str) -> str:
    """
    >>> letter_of("oz"), letter_of("221b baker street"), letter_of("шерлок"), letter_of("")
    ('o', '0', 'other', 'other')
    """
    first = sort_name[:1]
    return next((letter for letter, (start, end) in _RANGES.items() if start <= first < end), OTHER)


def letters_of(found: Names) -> tuple[str, ...]:
    """The letters under which there is something; by one query, which looks for one name of each."""
    if isinstance(found, QuerySet):
        asked = {f"under_{letter}": Exists(_under(found, letter).order_by()) for letter in LETTERS}
        row: dict[str, bool] = next(iter(found.order_by().values(**asked)[:1]), {})
        return tuple(letter for letter in LETTERS if row.get(f"under_{letter}"))
    present = {letter_of(one.sort_name) for one in found}
    return tuple(letter for letter in LETTERS if letter in present)


def _is_short(found: Names) -> bool:
    some = found[: NAMES + 1]
    return (some.count() if isinstance(some, QuerySet) else len(some)) <= NAMES


def _under(found: Names, letter: str) -> Any:
    if isinstance(found, QuerySet):
        return found.filter(_within(letter))
    return [one for one in found if letter_of(one.sort_name) == letter]


def _within(letter: str) -> Q:
    if letter in _RANGES:
        start, end = _RANGES[letter]
        return Q(sort_name__gte=start, sort_name__lt=end)
    return Q(sort_name__lt="0") | Q(sort_name__gte=":", sort_name__lt="a") | Q(sort_name__gte="{")
