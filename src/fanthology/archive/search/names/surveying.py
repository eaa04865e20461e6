"""Counting every name there is in two goes through the archive, for an index of names that is built anew.

To ask for the works of each name, as `counting` does, goes to and fro in the tables: with a million works that took
longer than all else. Here the rows are read as they lie, by work; what is held in memory is some hundred bytes for a
work and for a name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import Any, TypeAlias, TypeVar

from fanthology.archive.catalogue.models import STANDING, Tag, TagKind, TagParent, Work

from .counting import BEARING, SAMPLE, Borne, fandoms_told, mostly, with_wider
from .documents import Kept
from .schema import Table

_ROWS_AT_ONCE = 20_000
_NAMES_AT_ONCE = 500
_BITS = 40
_FANDOM = (1 << _BITS) - 1
"""A name and a fandom are counted together under one number: a counter for each name takes three times the memory."""

T = TypeVar("T")
Bearing: TypeAlias = tuple[float, Collection[int]]
"""The number of a work, and the names that it bears."""


def survey(table: Table, names: Sequence[int]) -> Iterator[tuple[Sequence[int], Kept]]:
    """How many works bear the names of a table, and the fandoms that those are at home in, as `counting` finds them:
    some names after the other, each time with what was found of them."""
    counted = _counts(table)
    fandoms = frozenset(Tag.objects.filter(kind=TagKind.FANDOM).values_list("pk", flat=True))
    homes = fandoms_told(TagParent.objects.all()) if table == "tag" else {}
    nowhere = fandoms if table == "tag" else frozenset()  # a fandom is not looked for in fandoms
    known = nowhere.union(homes)
    homes |= _company(table, {one: borne.private for one, borne in counted.items() if one not in known}, fandoms)
    for start in range(0, len(names), _NAMES_AT_ONCE):
        some = names[start : start + _NAMES_AT_ONCE]
        wider = with_wider({one: homes[one] for one in some if one in homes and one not in nowhere})
        yield some, {one: (counted.get(one, Borne()), wider.get(one, ())) for one in some}


def _counts(table: Table) -> dict[int, Borne]:
    """How many works bear each name that any bears."""
    standing = Work.objects.filter(**STANDING).order_by("pk").values_list("pk", "visibility").iterator(_ROWS_AT_ONCE)
    levels: dict[str, Counter[int]] = defaultdict(Counter)
    for names, visibility in _beside(_by_work(table), standing):
        if visibility is not None:
            levels[visibility].update(names)
    borne = {one for counts in levels.values() for one in counts}
    return {one: Borne.of({level: counts[one] for level, counts in levels.items()}) for one in borne}


def _company(table: Table, counted: Mapping[int, int], fandoms: Collection[int]) -> dict[int, list[int]]:
    """The fandoms of the works that bear names, given with how many; of many it looks at one in so many."""
    turns: Counter[int] = Counter()
    company: Counter[int] = Counter()
    for names, tags in _beside(_by_work(table), _by_work("tag")):
        those = [one for one in tags or () if one in fandoms]
        for name in names:
            if name not in counted:
                continue
            if turns[name] % max(1, counted[name] // SAMPLE) == 0:
                company.update((name << _BITS) + fandom for fandom in those)
            turns[name] += 1
    del turns
    pairs = groupby(sorted(company), lambda pair: pair >> _BITS)
    return {name: mostly((company[pair], pair & _FANDOM) for pair in some) for name, some in pairs}


def _by_work(table: Table) -> Iterator[Bearing]:
    """The works in the order of their numbers, each with the names of a table that it bears."""
    synonyms: dict[int, Any] = {}
    if table == "tag":
        synonyms = dict(Tag.objects.filter(canonical__isnull=False).values_list("pk", "canonical"))
    rows = BEARING[table]._default_manager.order_by("work").values_list("work", table).iterator(_ROWS_AT_ONCE)
    for work, those in groupby(rows, itemgetter(0)):
        yield work, {synonyms.get(name, name) for _, name in those}


def _beside(works: Iterable[Bearing], others: Iterator[tuple[float, T]]) -> Iterator[tuple[Collection[int], T | None]]:
    """What works bear, with what is told of the same work by others that are in the same order."""
    nothing = (inf, None)
    other, told = next(others, nothing)
    for work, names in works:
        while other < work:
            other, told = next(others, nothing)
        yield names, told if other == work else None
