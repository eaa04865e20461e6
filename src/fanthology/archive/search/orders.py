"""The orders of a list, and the place of a work in each: where the next page begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tantivy import FieldType, Index, Order, Query

from fanthology.archive.catalogue.models import Work

from .documents import days
from .facts import sort_name_of
from .schema import ordered, ordered_name, schema

Sort: TypeAlias = Literal["best", "updated", "published", "added", "words", "title", "creator"]


@dataclass(frozen=True, slots=True)
class _Ordering:
    """``key`` is what the field holds of a work, or of its first credit's name."""

    field: str
    falling: bool
    key: Callable[[Work], int | str]


_ORDERINGS: dict[str, _Ordering] = {
    "updated": _Ordering("by_updated", True, lambda work: ordered(days(work.updated or work.published), work.pk)),
    "published": _Ordering("by_published", True, lambda work: ordered(days(work.published), work.pk)),
    "added": _Ordering("by_added", True, lambda work: ordered(int(work.added_at.timestamp()), work.pk)),
    "words": _Ordering("by_words", True, lambda work: ordered(work.words, work.pk)),
    "title": _Ordering("by_title", False, lambda work: ordered_name(work.sort_title, work.pk)),
    "creator": _Ordering("by_creator", False, lambda work: ordered_name(sort_name_of(work), work.pk)),
}

SORTS: tuple[Sort, ...] = ("best", "updated", "published", "added", "words", "title", "creator")
"""Each order; ``best`` of no words at all is the newest here."""


def direction(sort: Sort, backwards: bool = False) -> tuple[str | None, Order]:
    """The field of the index that an order goes by, none for the best match; and which way."""
    if sort == "best":
        return None, Order.Desc
    falling = _ORDERINGS[sort].falling is not backwards
    return _ORDERINGS[sort].field, Order.Desc if falling else Order.Asc


def place_in(sort: Sort, work: Work) -> int | str:
    """The place of a work in an order, told by what the index sorts by. Not for the best match."""
    return _ORDERINGS[sort].key(work)


def beyond(index: Index, sort: Sort, key: int | str, backwards: bool = False) -> Query:
    """The works that come after a place in an order, or before it. Not for the best match."""
    by = _ORDERINGS[sort]
    below = by.falling is not backwards
    if isinstance(key, str):  # for text, tantivy has such a query in its language only
        return index.parse_query(f"{by.field}:{'<' if below else '>'}{key}")
    low, high = (0, key - 1) if below else (key + 1, None)
    return Query.range_query(schema(), by.field, FieldType.Unsigned, low, high)
