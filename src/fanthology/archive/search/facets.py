"""How many of the works found have each fandom, creator, rating, status and language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import tantivy

from fanthology.archive.catalogue.models import Creator, Tag

FACETS = {"fandom": "fandom", "creator": "creator", "rating": "rating", "status": "status", "language": "language"}
"""Each facet, and the field of the index it counts."""

MOST_VALUES = 15

_NAMED: dict[str, type[Tag] | type[Creator]] = {"fandom": Tag, "creator": Creator}
_FETCHED = 40
# How many values each part of the index reports: more than an archive has of most, so that the counts are exact.
_PER_SEGMENT = 10_000


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: what `query.Filters` takes, what people read, and how many works found have it."""

    value: str
    label: str
    count: int


Facets: TypeAlias = dict[str, tuple[FacetValue, ...]]


def facets(searcher: tantivy.Searcher, found: tantivy.Query) -> Facets:
    """For each of `FACETS`, its most frequent values among the works found, the most frequent first."""
    asked = {name: _terms(field) for name, field in FACETS.items()}
    counted: dict[str, Any] = searcher.aggregate(found, asked)
    return {name: _values(name, counted[name]["buckets"]) for name in FACETS}


def _terms(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": _FETCHED, "segment_size": _PER_SEGMENT}}


def _values(name: str, buckets: list[dict[str, Any]]) -> tuple[FacetValue, ...]:
    counts = {bucket["key"]: int(bucket["doc_count"]) for bucket in buckets}
    named = _named(name, counts) if name in _NAMED else [FacetValue(key, key, count) for key, count in counts.items()]
    return tuple(sorted(named, key=lambda one: (-one.count, one.label.casefold()))[:MOST_VALUES])


def _named(name: str, counts: dict[int, int]) -> Iterable[FacetValue]:
    """A value that the catalogue no longer has is left out, and so is a synonym, which is counted where it belongs."""
    numbers = {int(number): count for number, count in counts.items()}
    shown = {"canonical": None} if _NAMED[name] is Tag else {}
    rows = _NAMED[name].objects.filter(pk__in=numbers, **shown).values_list("pk", "public_id", "name")
    return [FacetValue(public_id, label, numbers[number]) for number, public_id, label in rows]
