"""Pages of a list, under addresses that stay: ``?page=3``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest

_R = TypeVar("_R")
WORKS = 20
NAMES = 200
_HIGHEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is: page ``number`` of ``last``; ``first`` is the place in the whole list of this page's first row.

    >>> Pages(number=2, total=45, size=20).last, Pages(number=2, total=45, size=20).first
    (3, 21)
    """

    number: int
    total: int
    size: int
    to_previous: str = ""
    to_next: str = ""
    """Where they lead; by the number of the page if these are empty."""

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1


def asked_page(request: HttpRequest) -> int:
    """The page number in the address."""
    return page_number(request.GET.get("page", ""))


def page_number(written: str) -> int:
    """A page number; anything that is none means the first page."""
    return max(1, min(int(written), _HIGHEST)) if written.isascii() and written.isdigit() and len(written) < 9 else 1


def page_of(
    request: HttpRequest, found: QuerySet[Any, _R] | list[_R], size: int, total: int | None = None
) -> tuple[list[_R], Pages]:
    """One page of a query's rows: one query for the count if that is not given, one for the rows; or of a list. Past
    the end, the last."""
    if total is None:
        total = len(found) if isinstance(found, list) else found.count()
    asked = Pages(asked_page(request), total, size)
    pages = Pages(min(asked.number, asked.last), total, size)
    return list(found[pages.first - 1 : pages.first - 1 + size]), pages
