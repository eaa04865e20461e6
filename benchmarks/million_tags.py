"""The tags of the archive of `million`, by number: which there are, which are synonyms, which a work bears."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeAlias

from made_up import RANDOM, Language, distinct, public_id, zipf

Row: TypeAlias = tuple[Any, ...]

WARNINGS = {
    "No Archive Warnings Apply": 60,
    "Creator Chose Not To Use Archive Warnings": 25,
    "Graphic Depictions Of Violence": 12,
    "Major Character Death": 7,
    "Rape/Non-Con": 3,
    "Underage Sex": 2,
}
CATEGORIES = {"M/M": 45, "F/M": 25, "Gen": 22, "F/F": 9, "Multi": 5, "Other": 3}
_THE_FANDOM = 0.435
"""How often the first fandom is drawn, so that with works of two fandoms 47 % of all bear it."""
_SYNONYM_EVERY, _SYNONYM_AT = 20, 13
"""Of every twenty tags of most kinds, the one at 13 is a synonym of the one before it."""
_WIDER_OF = 10
"""One fandom of ten is part of a wider one, which is named for ten of them."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The tags of a kind: they have numbers one after another, from ``first``."""

    name: str
    first: int
    count: int

    @property
    def next(self) -> int:
        return self.first + self.count

    def canonical(self, at: int) -> int | None:
        """The number of what the tag at this place is a synonym of."""
        return self.first + at - 1 if at % _SYNONYM_EVERY == _SYNONYM_AT else None


class Tags:
    """All tags of an archive of so many works."""

    def __init__(self, works: int) -> None:
        self.warnings = Kind("warning", 1, len(WARNINGS))
        self.categories = Kind("category", self.warnings.next, len(CATEGORIES))
        self.fandoms = Kind("fandom", self.categories.next, works // 50)
        self.wider = Kind("fandom", self.fandoms.next, -(-self.fandoms.count // (_WIDER_OF * _WIDER_OF)))
        self.characters = Kind("character", self.wider.next, works // 10)
        self.freeforms = Kind("freeform", self.characters.next, works * 3 // 10)
        self.pairs: list[tuple[int, int]] = []
        """The places of two characters, for each relationship."""
        self._first_pair = [0]
        """Where the relationships of each fandom begin."""
        for fandom in range(self.fandoms.count):
            self.pairs += self._pairs_of(fandom)
            self._first_pair.append(len(self.pairs))
        self.relationships = Kind("relationship", self.freeforms.next, len(self.pairs))

    def rows(self, language: Language) -> Iterator[Row]:
        """Number, public id, kind, name and what it is a synonym of, in the order of the numbers."""
        people = list(distinct(lambda: language.name(2, 2), self.characters.count))
        fandoms = list(distinct(lambda: language.name(1, 4), self.fandoms.count))
        named = [
            (self.warnings, list(WARNINGS)),
            (self.categories, list(CATEGORIES)),
            (self.fandoms, fandoms),
            (self.wider, [f"{fandoms[at]} - All Media Types" for at in range(self.wider.count)]),
            (self.characters, people),
            (self.freeforms, list(distinct(lambda: language.name(1, 4), self.freeforms.count))),
            (self.relationships, [self._pair_name(at, people) for at in range(len(self.pairs))]),
        ]
        with_synonyms = (self.fandoms, self.characters, self.freeforms)
        for kind, names in named:
            for at, name in enumerate(names):
                canonical = kind.canonical(at) if kind in with_synonyms else None
                yield kind.first + at, public_id(kind.first + at), kind.name, name, canonical

    def parents(self) -> Iterator[Row]:
        """The fandoms that are part of a wider one; never the first."""
        for at in range(3, self.fandoms.count, _WIDER_OF):
            if self.fandoms.canonical(at) is None:
                yield self.fandoms.first + at, self.wider.first + at // (_WIDER_OF * _WIDER_OF), "metatag"

    def of_a_work(self) -> list[int]:
        """Numbers of about twenty tags that go together, none twice."""
        fandoms = [self._fandom() for _ in range(2 if RANDOM.random() < 0.15 else 1)]
        pairs = [pair for fandom in fandoms for pair in self._drawn_pairs(fandom)]
        people = [place for pair in pairs for place in self.pairs[pair]]
        people += [self._character(fandoms[0]) for _ in range(RANDOM.randint(1, 3))]
        if RANDOM.random() < 0.1:
            people.append(self._character(self._fandom()))
        freeforms = (self.freeforms.first + zipf(self.freeforms.count, skip=10) for _ in range(RANDOM.randint(4, 18)))
        bearing = (
            *(self.fandoms.first + at for at in fandoms),
            *_closed(self.warnings, WARNINGS),
            *_closed(self.categories, CATEGORIES),
            *(self.relationships.first + at for at in pairs),
            *(self.characters.first + at for at in people),
            *freeforms,
        )
        return list(dict.fromkeys(bearing))

    def _fandom(self) -> int:
        return 0 if RANDOM.random() < _THE_FANDOM else 1 + zipf(self.fandoms.count - 1)

    def _first_character(self, fandom: int) -> int:
        """Where a fandom's characters begin: the first has hundreds, most have two or three."""
        return int(self.characters.count * (fandom / self.fandoms.count) ** 0.5)

    def _character(self, fandom: int) -> int:
        first = self._first_character(fandom)
        return first + zipf(self._first_character(fandom + 1) - first, skip=2)

    def _drawn_pairs(self, fandom: int) -> list[int]:
        first = self._first_pair[fandom]
        count = self._first_pair[fandom + 1] - first
        return [first + zipf(count, skip=2) for _ in range(RANDOM.choice((0, 1, 1, 1, 2, 3)))]

    def _pairs_of(self, fandom: int) -> list[tuple[int, int]]:
        """Its likely relationships, those between its main characters first."""
        first, end = self._first_character(fandom), self._first_character(fandom + 1)
        pairs = combinations(range(1, end - first + 1), 2)
        likely = sorted(pairs, key=lambda pair: pair[0] * pair[1])[: 4 * (end - first)]
        return [(first + one - 1, first + other - 1) for one, other in likely]

    def _pair_name(self, at: int, people: list[str]) -> str:
        one, other = self.pairs[at]
        return f"{people[one]} & {people[other]}" if at % 3 == 2 else f"{people[one]}/{people[other]}"


def _closed(kind: Kind, names: dict[str, int]) -> list[int]:
    """One or two of a closed list."""
    drawn = RANDOM.choices(range(kind.count), list(names.values()), k=RANDOM.choice((1, 1, 1, 2)))
    return [kind.first + at for at in drawn]
