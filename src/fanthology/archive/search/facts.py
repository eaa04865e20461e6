"""What is known of names while works are put into the index: each is folded once, however many works bear it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from fanthology.archive.catalogue.models import Creator, Series, Tag, Work
from fanthology.archive.catalogue.wrangling import ancestors
from fanthology.fic.writers.privacy import mask_addresses

from .heads import Heads
from .words import FAR_APART, folded_words, ship_words, stems

_AT_ONCE = 900
_FEW = 50
_DENSE = 3
_AFTER_ALL = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class TagFact:
    """``number`` is the tag's, or that of what it is a synonym of; ``above`` are the wider ones; ``words`` has its
    names, each a value. ``is_pairing``: of a relationship, that it is one of love."""

    kind: str
    number: int
    above: tuple[int, ...]
    words: list[str]
    stems: list[str]
    is_pairing: bool


@dataclass(slots=True)
class Facts:
    """Facts of names, by number. What is asked for has to be learned first."""

    heads: Heads = field(default_factory=Heads)
    tags: dict[int, TagFact] = field(default_factory=dict)
    creators: dict[int, str] = field(default_factory=dict)
    series: dict[int, str] = field(default_factory=dict)
    _sort_names: dict[int, str] = field(default_factory=dict)

    def learn_all(self) -> None:
        """Learn whatever there is, for who will ask for nearly everything."""
        for model, learn in ((Tag, self.learn_tags), (Creator, self.learn_creators), (Series, self.learn_series)):
            numbers = model._default_manager.order_by("pk").values_list("pk", flat=True)
            learn(list(numbers))

    def learn_tags(self, numbers: Iterable[int]) -> None:
        for some in _unknown(numbers, self.tags):
            rows = list(_rows(Tag.objects.all(), some, "kind", "name", "canonical", "canonical__name"))
            above = ancestors(number for row in rows for number in (row[0], row[3]) if number)
            wider = {one for number in above for one in above[number]}
            names = dict(Tag.objects.filter(pk__in=wider).values_list("pk", "name"))
            for number, kind, name, canonical, synonym_of in rows:
                higher = sorted({*above[number], *above.get(canonical or 0, ())})
                written = dict.fromkeys([name, synonym_of or name, *(names[one] for one in higher)])
                self.tags[number] = _fact(kind, canonical or number, tuple(higher), list(written))

    def learn_creators(self, numbers: Iterable[int]) -> None:
        for some in _unknown(numbers, self.creators):
            for number, name, sort_name in _rows(Creator.objects.all(), some, "name", "sort_name"):
                self.creators[number] = " ".join(folded_words(mask_addresses(name)))
                self._sort_names[number] = sort_name

    def learn_series(self, numbers: Iterable[int]) -> None:
        for some in _unknown(numbers, self.series):
            for number, name in _rows(Series.objects.all(), some, "name"):
                self.series[number] = " ".join(folded_words(name))

    def sort_name(self, creators: Sequence[int]) -> str:
        """What a work by these is sorted by; after all names if there is none."""
        return self._sort_names[creators[0]] if creators else _AFTER_ALL


def sort_name_of(work: Work) -> str:
    """The same for a work of the catalogue."""
    first = work.credits.select_related("creator").order_by("position", "pk").first()
    return first.creator.sort_name if first else _AFTER_ALL


def _unknown(numbers: Iterable[int], known: dict[int, Any]) -> Iterator[list[int]]:
    fresh = sorted({number for number in numbers if number not in known})
    for start in range(0, len(fresh), _AT_ONCE):
        yield fresh[start : start + _AT_ONCE]


def one_of(column: str, numbers: Sequence[int]) -> dict[str, Any]:
    """As a filter, that a column has one of these numbers, which are sorted; said by their bounds where few others lie
    between. That is quicker, and gives the rows of those too.

    >>> one_of("work", [3, 4]), one_of("work", range(200))
    ({'work__in': [3, 4]}, {'work__gte': 0, 'work__lte': 199})
    """
    if len(numbers) > _FEW and numbers[-1] - numbers[0] < _DENSE * len(numbers):
        return {f"{column}__gte": numbers[0], f"{column}__lte": numbers[-1]}
    return {f"{column}__in": list(numbers)}


def _rows(of: QuerySet[Any], numbers: list[int], *columns: str) -> Iterator[Any]:
    return of.filter(**one_of("pk", numbers)).values_list("pk", *columns).iterator()


def _ship(name: str) -> list[str]:
    """The words of a relationship with its signs between them, so that "Holmes/Watson" is told from "Holmes & Watson",
    and with room after them, so that two of one relationship are told from two of two."""
    people, sign = ship_words(name)
    words = [word for one in people for word in (*one, sign or "|")]
    return [*words[:-1], *("|" * FAR_APART)]


def _fact(kind: str, number: int, above: tuple[int, ...], names: list[str]) -> TagFact:
    is_pairing = kind == "relationship" and "/" in names[0]
    folded = [_ship(name) if kind == "relationship" else folded_words(name) for name in names]
    words = [" ".join(one) for one in folded if one]
    prose = kind in ("freeform", "warning", "category")
    stemmed = [" ".join(stems(one, "en")) for one in folded if one] if prose else []
    return TagFact(kind, number, above, words, stemmed, is_pairing)
