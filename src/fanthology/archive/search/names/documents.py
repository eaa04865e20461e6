"""From the catalogue to documents of the index of names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import astuple
from typing import Any, TypeAlias

from fanthology.archive.catalogue.models import Creator, Series, Tag, TagKind

from ..words import encodable
from . import counting
from .counting import Borne
from .schema import COUNTS, LONGEST_EDGE, START, Table
from .spelling import spelling

IndexedName: TypeAlias = dict[str, list[Any]]
"""The values of each field of the schema."""

Kept: TypeAlias = Mapping[int, tuple[Borne, tuple[int, ...]]]
"""What the index has of some names and need not be counted again: how many works bear them, and their fandoms."""


def documents(table: Table, ids: Collection[int], kept: Kept) -> Iterator[IndexedName]:
    """The names of a table as documents, without those that no work bears and those that are synonyms."""
    spelled = _spelled(table, ids)
    fresh = [one for one in spelled if one not in kept]
    counted = counting.count(table, fresh)
    # a fandom is at home nowhere, and is not looked for there
    homely = {one: counted[one] for one in fresh if spelled[one][0] != TagKind.FANDOM}
    fandoms = counting.at_home(table, homely)
    for one, (kind, names) in spelled.items():
        borne, home = kept[one] if one in kept else (counted[one], fandoms.get(one, ()))
        if borne.private:
            counts: IndexedName = {field: [value] for field, value in zip(COUNTS, astuple(borne), strict=True)}
            yield {table: [one], "fandom": list(home), **counts, **found_by(kind, names)}


def found_by(kind: str, names: Iterable[str]) -> IndexedName:
    """The fields by which names of a kind are found.

    >>> found_by("fandom", ["Ivanhoe"])["fandom_edges"]
    ['^i', '^iv', '^iva', '^ivan', 'i', 'iv', 'iva', 'ivan']
    """
    spelled = [spelling(encodable(name)) for name in names]
    words = {word for one in spelled for word in one.words}
    edges = {f"{START}{one.whole[:size]}" for one in spelled for size in range(1, LONGEST_EDGE + 1)}
    edges |= {word[:size] for word in words for size in range(1, LONGEST_EDGE + 1)}
    parts = {"whole": {one.whole for one in spelled}, "words": words, "edges": edges}
    return {f"{kind}_{part}": sorted(values) for part, values in parts.items()}


def _spelled(table: Table, ids: Collection[int]) -> dict[int, tuple[str, list[str]]]:
    """For each name that is there and no synonym: its kind, and itself with all its synonyms."""
    if table != "tag":
        model = Creator if table == "creator" else Series
        return {one: (table, [name]) for one, name in model.objects.filter(pk__in=ids).values_list("pk", "name")}
    synonyms: dict[int, list[str]] = defaultdict(list)
    rows: Any = Tag.objects.filter(canonical__in=ids).values_list("canonical", "name")
    for one, name in rows:
        synonyms[one].append(name)
    tags = Tag.objects.filter(pk__in=ids, canonical=None).values_list("pk", "kind", "name")
    return {one: (kind, [name, *synonyms[one]]) for one, kind, name in tags}
