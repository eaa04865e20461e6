"""The few shapes of query that everything asked for is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tantivy import FieldType, Occur, Query

from .schema import schema

_MOST_APART = 4
"""From so many values on they are asked for as a set."""


def is_one_of(field: str, values: Iterable[str | int]) -> Query:
    """Works whose field, kept whole, has one of these values."""
    values = list(values)
    if len(values) > _MOST_APART:
        return Query.const_score_query(Query.term_set_query(schema(), field, values), 0.0)
    return any_of([Query.term_query(schema(), field, value) for value in values])


def between(field: str, low: int | None, high: int | None) -> Query:
    """Works whose number is between two, both included; None is open."""
    if (high is not None and high < 0) or (low is not None and high is not None and low > high):
        return Query.empty_query()
    low = None if low is None else max(0, low)
    return unscored(Query.range_query(schema(), field, FieldType.Unsigned, 0 if low is None else low, high))


def all_of(must: Sequence[Query], must_not: Sequence[Query]) -> Query:
    """Works that fit every query of the first list and none of the second."""
    if len(must) == 1 and not must_not:
        return must[0]
    # without a positive part, tantivy finds nothing rather than all
    positive = [(Occur.Must, query) for query in must] or [(Occur.Must, unscored(Query.all_query()))]
    return Query.boolean_query([*positive, *((Occur.MustNot, query) for query in must_not)])


def none_of(queries: Sequence[Query]) -> Query:
    """Works that fit none of these."""
    return all_of([], queries)


def any_of(queries: Sequence[Query]) -> Query:
    """Works that fit one of these queries at least."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()


def unscored(query: Query) -> Query:
    """A condition that says nothing of how good a hit is."""
    return Query.const_score_query(query, 0.0)


def numbered(works: Iterable[int]) -> Query:
    """These works."""
    return Query.term_set_query(schema(), "work_id", list(works))
