"""Lists in an export: works, and the names they are found by, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db.models import QuerySet

from fanthology.archive.catalogue.listed import Credit, Listed, listed
from fanthology.archive.catalogue.models import TagKind, Work
from fanthology.archive.catalogue.tagged import StatedTag

from .names import work_page

PAGE = 200
"""So many rows a page of a list holds."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is in a list: page ``number`` of ``last``, and where its neighbours lie (empty: there is none)."""

    number: int
    last: int
    previous: str
    next: str

    @property
    def first(self) -> int:
        """The place in the whole list of this page's first row."""
        return (self.number - 1) * PAGE + 1


@dataclass(frozen=True, slots=True)
class Row:
    """What a list shows of a work; ``place`` is its number in the series that the list is of."""

    work: Work
    path: str
    credits: list[Credit]
    fandoms: list[StatedTag]
    warnings: list[str]
    place: int | None = None


def rows_of(works: Iterable[Work], series: int | None = None) -> list[Row]:
    """Rows for works. The database is asked for what lists show of them."""
    shown = list(works)
    told = listed(shown)
    return [_row(work, told[work.pk], series) for work in shown]


def in_pages(found: QuerySet[Any, _T], address: Callable[[int], str]) -> Iterator[tuple[str, Pages, list[_T]]]:
    """The rows of a query by the page, each page with where it lies; at least one page. ``address`` gives the place of
    a page by its number."""
    last = max(1, -(-found.count() // PAGE))
    rows = iter(found.iterator(chunk_size=PAGE))
    for number in range(1, last + 1):
        before = address(number - 1) if number > 1 else ""
        after = address(number + 1) if number < last else ""
        yield address(number), Pages(number, last, before, after), _take(rows)


def _take(rows: Iterator[_T]) -> list[_T]:
    return list(islice(rows, PAGE))


def _row(work: Work, told: Listed, series: int | None) -> Row:
    place = next((one.position for one in told.series if one.series.pk == series), None)
    warnings = [tag.name for tag in told.tags[TagKind.WARNING]]
    return Row(work, work_page(work.public_id), told.credits, told.tags[TagKind.FANDOM], warnings, place)
