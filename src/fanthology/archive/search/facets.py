"""How many of the works found have each value of each facet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import tantivy

from fanthology.archive.catalogue.models import Creator, Series, Tag

from .filters import FACETS
from .heads import Heads
from .schema import HEADS

MOST_VALUES = 10
FEW = 10_000
"""Of no more works than this all tags are counted at once; the common ones alone would seldom be enough."""
_NAMED: dict[str, type[Tag] | type[Creator] | type[Series]] = {"tag": Tag, "creator": Creator, "series": Series}
_WANTED = MOST_VALUES + 4
"""How many are fetched: one that became a synonym since is not shown."""

# How many values each part of the index reports: more than most have, so that the sums are right.
_PER_SEGMENT = 65_000

Counts: TypeAlias = tuple[tuple[int | str, int], ...]
"""Values as the index has them, with how many works have each, the most first."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: what `filters.Filters` takes, what people read, and how many works found have it."""

    value: str
    label: str
    count: int


Facets: TypeAlias = dict[str, tuple[FacetValue, ...]]


def count_values(
    searcher: tantivy.Searcher,
    found: tantivy.Query,
    names: Sequence[str],
    heads: Heads,
    bound: int,
    wanted: int = _WANTED,
) -> dict[str, Counts]:
    """The most frequent values of some facets among the works found, as many as ``wanted``.

    ``bound`` is how many works a tag may have that is not among the heads.
    """
    fields = {name: f"{name}_head" if heads and name in HEADS else FACETS[name].field for name in names}
    counted = _counted(searcher, found, fields, wanted)
    # the common tags tell nothing of the others unless even the last of them is more frequent than those can be
    unsure = [
        name
        for name in names
        if fields[name] != FACETS[name].field and (len(counted[name]) < wanted or counted[name][-1][1] < bound)
    ]
    return counted | _counted(searcher, found, {name: FACETS[name].field for name in unsure}, wanted)


def named(counts: Mapping[str, Counts]) -> Facets:
    """The counts with their names, in two or three queries whatever their number.

    A value that the catalogue no longer has is left out, and so is a synonym, which is counted where it belongs.
    """
    labels = {source: _labels(source, counts) for source in _NAMED}
    return {name: _values(counts[name], labels.get(FACETS[name].source)) for name in FACETS if name in counts}


def _counted(
    searcher: tantivy.Searcher, found: tantivy.Query, fields: Mapping[str, str], wanted: int
) -> dict[str, Counts]:
    """The values of some fields, by the names that these are given: all in one go through the works found."""
    if not fields:
        return {}
    size = {"size": wanted} | ({"segment_size": _PER_SEGMENT} if searcher.num_segments > 1 else {})
    asked = {name: {"terms": {"field": of, **size}} for name, of in fields.items()}
    counted: dict[str, Any] = searcher.aggregate(found, asked)
    return {name: _pairs(counted[name]["buckets"]) for name in fields}


def _pairs(buckets: list[dict[str, Any]]) -> Counts:
    pairs = [(bucket["key"], int(bucket["doc_count"])) for bucket in buckets]
    return tuple((key if isinstance(key, str) else int(key), count) for key, count in pairs)


def _labels(source: str, counts: Mapping[str, Counts]) -> dict[int | str, tuple[str, str]]:
    numbers = {key for name in counts if FACETS[name].source == source for key, _ in counts[name]}
    if not numbers:
        return {}
    shown = {"canonical": None} if source == "tag" else {}
    rows = _NAMED[source]._default_manager.filter(pk__in=numbers, **shown).values_list("pk", "public_id", "name")
    return {number: (public_id, name) for number, public_id, name in rows}


def _values(counts: Counts, labels: Mapping[int | str, tuple[str, str]] | None) -> tuple[FacetValue, ...]:
    if labels is None:
        found: Sequence[FacetValue] = [FacetValue(str(key), str(key), count) for key, count in counts]
    else:
        found = [FacetValue(*labels[key], count) for key, count in counts if key in labels]
    return tuple(sorted(found, key=lambda one: (-one.count, one.label.casefold()))[:MOST_VALUES])
