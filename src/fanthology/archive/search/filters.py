"""What works must have and must not have besides the words: the facets' values, and what a reader never wants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from tantivy import Query

from fanthology.archive.catalogue.models import Creator, Series, Tag
from fanthology.archive.catalogue.standing import Standing

from .matching import all_of, any_of, is_one_of, unscored
from .schema import TAG_FIELDS
from .words import encodable

Source: TypeAlias = Literal["tag", "creator", "series", "word", "number"]


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: the field of the index that it counts, what its values are, and whether a work has one value only."""

    field: str
    source: Source
    single: bool = False


FACETS: dict[str, Facet] = {
    "fandom": Facet("fandom", "tag"),
    "character": Facet("character", "tag"),
    "relationship": Facet("relationship", "tag"),
    "freeform": Facet("freeform", "tag"),
    "rating": Facet("rating", "word", single=True),
    "warning": Facet("warning", "tag"),
    "category": Facet("category", "tag"),
    "language": Facet("language", "word", single=True),
    "status": Facet("status", "word", single=True),
    "creator": Facet("creator", "creator"),
    "series": Facet("series", "series"),
    "year": Facet("year", "number", single=True),
    "length": Facet("length", "number", single=True),
}
"""Each facet by its name, in the order in which they are shown."""

FILTERS = (*FACETS, "tag")
"""What can be asked for: a value of each facet, and a tag of whatever kind."""

_Named: TypeAlias = type[Tag] | type[Creator] | type[Series]
Value: TypeAlias = tuple[str, str]
"""The name of a facet, and a value: a public id, a word as the index has it, or a number."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What works must have and must not have. Several values of one facet mean all of them, or any if it is among
    ``any_of``; of a facet of which a work has one value only they always mean any. ``probably``: works count too that
    only seem to have the tags."""

    include: tuple[Value, ...] = ()
    exclude: tuple[Value, ...] = ()
    any_of: frozenset[str] = field(default_factory=frozenset)
    probably: bool = False

    def means_any(self, facet: str) -> bool:
        return facet in self.any_of or (facet in FACETS and FACETS[facet].single)


ANY = Filters()


@dataclass(frozen=True, slots=True)
class Conditions:
    """The same as queries: what must be by facet, so that a facet can be counted without its own, and what must not."""

    must: dict[str, Query]
    must_not: list[Query]


def conditions(filters: Filters) -> Conditions:
    """The filters, with public ids looked up in the catalogue; what it does not have, no work has."""
    known = _looked_up((*filters.include, *filters.exclude))
    by_facet: dict[str, list[Query]] = defaultdict(list)
    for value in dict.fromkeys(filters.include):
        by_facet[value[0]].append(_of_value(value, known, filters.probably))
    must = {
        facet: unscored(any_of(queries) if filters.means_any(facet) else all_of(queries, []))
        for facet, queries in by_facet.items()
    }
    return Conditions(must, [_of_value(value, known) for value in dict.fromkeys(filters.exclude)])


def unwanted(standing: Standing) -> list[Query]:
    """What a reader never wants to be shown, as queries for what must not be."""
    found = [is_one_of("creator", sorted(standing.creators))] if standing.creators else []
    found += [is_one_of("work_id", sorted(standing.works))] if standing.works else []
    found += [is_one_of("rating", sorted(standing.ratings))] if standing.ratings else []
    if standing.languages:
        # a work that does not say its language is no work in another
        found.append(all_of([Query.exists_query("language")], [is_one_of("language", sorted(standing.languages))]))
    by_kind: dict[str, list[int]] = defaultdict(list)
    for number, canonical, kind in _rows(Tag, "pk", standing.tags, "pk", "canonical", "kind"):
        by_kind[kind].append(canonical or number)
    return found + [is_one_of(kind, sorted(numbers)) for kind, numbers in by_kind.items()]


_Known: TypeAlias = dict[Value, tuple[str, int]]
"""The field of the index and the number for a value that is a public id."""


def _looked_up(values: Iterable[Value]) -> _Known:
    by_source: dict[str, list[Value]] = defaultdict(list)
    for value in values:
        facet = FACETS.get(value[0])
        by_source[facet.source if facet else "tag"].append(value)
    found: _Known = {}
    tags = {row[0]: row[1:] for row in _asked(Tag, by_source["tag"], "pk", "canonical", "kind")}
    for name, public_id in by_source["tag"]:
        number, canonical, kind = tags.get(public_id, (0, None, ""))
        if number and name in ("tag", kind):
            found[name, public_id] = (kind, canonical or number)
    for source, model in (("creator", Creator), ("series", Series)):
        numbers = {row[0]: row[1] for row in _asked(model, by_source[source], "pk")}
        found |= {value: (source, numbers[value[1]]) for value in by_source[source] if value[1] in numbers}
    return found


def _asked(model: _Named, values: list[Value], *columns: str) -> list[tuple[Any, ...]]:
    return _rows(model, "public_id", {value for _, value in values}, "public_id", *columns)


def _rows(model: _Named, by: str, wanted: Iterable[object], *columns: str) -> list[tuple[Any, ...]]:
    wanted = list(wanted)
    return list(model._default_manager.filter(**{f"{by}__in": wanted}).values_list(*columns)) if wanted else []


def _of_value(value: Value, known: _Known, probably: bool = False) -> Query:
    name, written = value
    facet = FACETS.get(name)
    if facet and facet.source == "word":
        return is_one_of(facet.field, [encodable(written)])
    if facet and facet.source == "number":
        plain = written.isascii() and written.isdigit() and len(written) < 10
        return is_one_of(facet.field, [int(written)]) if plain else Query.empty_query()
    if value not in known:
        return Query.empty_query()
    field_of, number = known[value]
    stated = is_one_of(field_of, [number])
    return any_of([stated, is_one_of("probable", [number])]) if probably and field_of in TAG_FIELDS else stated
