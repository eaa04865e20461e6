"""How many works bear each name, and in which fandoms it is at home."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Model, QuerySet
from django.db.models.functions import Coalesce

from fanthology.archive.catalogue.models import (
    STANDING,
    Creatorship,
    SeriesEntry,
    Tag,
    Tagging,
    TagKind,
    TagParent,
    Visibility,
)
from fanthology.archive.catalogue.wrangling import ancestors

from .schema import Table

BEARING: dict[Table, type[Model]] = {"tag": Tagging, "creator": Creatorship, "series": SeriesEntry}
"""The rows that say which work bears a name of a table; the column is called as the table is."""
NAMED: dict[Table, Any] = {"tag": Coalesce("tag__canonical", "tag"), "creator": F("creator"), "series": F("series")}
"""The name that such a row counts for."""

SAMPLE = 50
"""So many works of a name tell where it is at home; of a name of more, as many are looked at."""
_MOST_FANDOMS = 3
_LEAST_SHARE = 0.25
_STANDING = {f"work__{name}": value for name, value in STANDING.items()}


@dataclass(frozen=True, slots=True)
class Borne:
    """How many works bear a name, by who may see them (each number includes those before it), and how many works that
    bear it were changed since they were counted."""

    public: int = 0
    registered: int = 0
    private: int = 0
    touched: int = 0

    @classmethod
    def of(cls, levels: Mapping[str, int]) -> Borne:
        """From how many works there are of each visibility.

        >>> Borne.of({"public": 2, "private": 1})
        Borne(public=2, registered=2, private=3, touched=0)
        """
        public = levels.get(Visibility.PUBLIC, 0)
        registered = public + levels.get(Visibility.REGISTERED, 0)
        return cls(public, registered, registered + levels.get(Visibility.PRIVATE, 0))

    def or_more(self, other: Borne) -> Borne:
        """What it is at least, after works that bear it were changed: ``other`` is how many, and who may see those."""
        return Borne(
            max(self.public, other.public),
            max(self.registered, other.registered),
            max(self.private, other.private),
            self.touched + other.touched,
        )


def count(table: Table, ids: Collection[int]) -> dict[int, Borne]:
    """How many works bear the names of a table that are listed here, with their synonyms. None is left out."""
    rows = _bearing(table, ids).filter(**_STANDING).values_list("name", "work__visibility")
    levels: dict[int, dict[str, int]] = defaultdict(dict)
    for name, level, works in rows.annotate(works=Count("work", distinct=True)):
        levels[name][level] = works
    return {one: Borne.of(levels[one]) for one in ids}


def at_home(table: Table, ids: Mapping[int, Borne]) -> dict[int, tuple[int, ...]]:
    """The fandoms of names: those that tags belong to, else those that works which bear it are mostly of; and what
    those fandoms are part of. Each name is given with how many works bear it."""
    found = fandoms_told(TagParent.objects.filter(tag__in=ids)) if table == "tag" else {}
    rest = {one: borne for one, borne in ids.items() if one not in found}
    small = [one for one, borne in rest.items() if borne.private <= SAMPLE]
    for name, fandoms in _company(table, small, 1).items():
        found[name] = fandoms
    for one, borne in rest.items():
        if borne.private > SAMPLE:
            found[one] = _company(table, [one], borne.private // SAMPLE).get(one, [])
    return with_wider(found)


def fandoms_told(parents: QuerySet[TagParent]) -> dict[int, list[int]]:
    """The fandoms that tags were put under by somebody, of those of the rows that say so."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = parents.filter(kind=TagParent.Kind.PARENT, parent__kind=TagKind.FANDOM)
    for name, parent in rows.values_list("tag", Coalesce("parent__canonical", "parent")):
        found[name].append(parent)
    return dict(found)


def with_wider(found: Mapping[int, Iterable[int]]) -> dict[int, tuple[int, ...]]:
    """The fandoms of names, with what those are part of."""
    wider = ancestors({fandom for fandoms in found.values() for fandom in fandoms})
    return {name: tuple({*those, *(up for one in those for up in wider[one])}) for name, those in found.items()}


def _company(table: Table, ids: Collection[int], every: int) -> dict[int, list[int]]:
    """The fandoms of the works that bear names, of which it looks at one in so many."""
    rows = _bearing(table, ids).filter(work__taggings__tag__kind=TagKind.FANDOM)
    if every > 1:
        rows = rows.annotate(turn=F("pk") % every).filter(turn=0)
    fandom = Coalesce("work__taggings__tag__canonical", "work__taggings__tag")
    counted = rows.annotate(fandom=fandom).values_list("name", "fandom").annotate(works=Count("work", distinct=True))
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for name, number, works in counted:
        found[name].append((works, number))
    return {name: mostly(those) for name, those in found.items()}


def mostly(fandoms: Iterable[tuple[int, int]]) -> list[int]:
    """Of fandoms with the number of their works, those that a name is at home in."""
    ordered = sorted(fandoms, key=lambda one: (-one[0], one[1]))
    return [number for works, number in ordered[:_MOST_FANDOMS] if works >= _LEAST_SHARE * ordered[0][0]]


def _bearing(table: Table, ids: Collection[int]) -> Any:
    """The rows of the works that bear these names or a synonym of them, each with the ``name`` that it counts for."""
    members = {*ids}
    if table == "tag":
        members.update(Tag.objects.filter(canonical__in=ids).values_list("pk", flat=True))
    rows = BEARING[table]._default_manager.filter(**{f"{table}__in": members})
    return rows.order_by().annotate(name=NAMED[table])
