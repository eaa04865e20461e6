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
_NAMED: dict[str, type[Tag] | type[Creator] | type[Series]] = {"tag": Tag, "creator": Creator, "series": Series}
_SPARE = 6
"""How many more are fetched: one that became a synonym since is not shown."""

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


def count_values(searcher: tantivy.Searcher, found: tantivy.Query, name: str, heads: Heads, bound: int) -> Counts:
    """The most frequent values of one facet among the works found.

    ``bound`` is how many works a tag may have that is not among the heads.
    """
    wanted = MOST_VALUES + _SPARE
    if heads and name in HEADS:
        common = _counted(searcher, found, f"{name}_head", wanted)
        if len(common) == wanted and common[-1][1] >= bound:
            return common
    return _counted(searcher, found, FACETS[name].field, wanted)


def named(counts: Mapping[str, Counts]) -> Facets:
    """The counts with their names, in two or three queries whatever their number.

    A value that the catalogue no longer has is left out, and so is a synonym, which is counted where it belongs.
    """
    labels = {source: _labels(source, counts) for source in _NAMED}
    return {name: _values(counts[name], labels.get(FACETS[name].source)) for name in FACETS if name in counts}


def _counted(searcher: tantivy.Searcher, found: tantivy.Query, of: str, wanted: int) -> Counts:
    asked: dict[str, Any] = {"field": of, "size": wanted}
    if searcher.num_segments > 1:
        asked["segment_size"] = _PER_SEGMENT
    # each facet by itself: several in one request take twice as long
    counted: dict[str, Any] = searcher.aggregate(found, {"values": {"terms": asked}})
    buckets = [(bucket["key"], int(bucket["doc_count"])) for bucket in counted["values"]["buckets"]]
    return tuple((key if isinstance(key, str) else int(key), count) for key, count in buckets)


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
