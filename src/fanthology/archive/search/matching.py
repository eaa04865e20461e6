"""From what was asked to queries of tantivy: pure functions over the schema."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tantivy import Occur, Query

from .language import Parsed, Term
from .schema import folded_words, schema

BOOSTS = {"title": 6.0, "creators": 4.0, "tags": 3.0, "series": 3.0, "summary": 2.0, "notes": 0.5, "text": 1.0}
"""How much a word counts by where it stands; each field that is searched when none is named."""

_OTHER_FIELDS_COUNT = 0.1


def wanted(parsed: Parsed) -> list[Query]:
    """A query for each thing that must be found, leaving out what holds no letter or digit."""
    groups = ([found for term in group if (found := _term(term))] for group in parsed.wanted)
    return [any_of(group) for group in groups if group]


def unwanted(parsed: Parsed) -> list[Query]:
    """A query for each thing that must not be found."""
    return [found for term in parsed.unwanted if (found := _term(term))]


def highlighted(parsed: Parsed, field: str) -> Query:
    """The words to mark in a text of this field: those asked for in it, or in any."""
    terms = (term for group in parsed.wanted for term in group if term.field in (None, field))
    return any_of([found for term in terms if (found := _in_field(field, folded_words(term.text)))])


def is_one_of(field: str, values: Iterable[str | int]) -> Query:
    """Works whose field, kept whole, has one of these values."""
    return any_of([Query.term_query(schema(), field, value) for value in values])


def all_of(must: Sequence[Query], must_not: Sequence[Query]) -> Query:
    """Works that fit every query of the first list and none of the second."""
    # without a positive part, tantivy finds nothing rather than all
    positive = [(Occur.Must, query) for query in must] or [(Occur.Must, Query.all_query())]
    return Query.boolean_query([*positive, *((Occur.MustNot, query) for query in must_not)])


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


def _term(term: Term) -> Query | None:
    words = folded_words(term.text)
    if not words:
        return None
    if term.field:
        return _in_field(term.field, words)
    fields = [Query.boost_query(found, boost) for name, boost in BOOSTS.items() if (found := _in_field(name, words))]
    fields.append(Query.term_query(schema(), "public_id", term.text))
    return Query.disjunction_max_query(fields, _OTHER_FIELDS_COUNT)


def _in_field(field: str, words: list[str]) -> Query | None:
    """One word, or several in their order: "don't" is two words, as it is in the index."""
    if not words:
        return None
    if len(words) == 1:
        return Query.term_query(schema(), field, words[0], index_option="freq")
    return Query.phrase_query(schema(), field, list(words))
