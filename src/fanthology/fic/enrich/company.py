"""Which two people keep company in a story's scenes, and how much of love is in the words around them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import ahocorasick_rs

from fanthology.fic.enrich.people import Person
from fanthology.fic.enrich.telling import Telling
from fanthology.fic.enrich.wordlists import words_of

_NEAR = 3  # blocks before and after a name in which its bearer is taken to be there still
_FEWEST_PEOPLE, _MOST_PEOPLE = 2, 8
_PLAIN = 3.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people: ``named`` is how often each is, a narrator as often as anyone; ``together`` counts the blocks where
    both are there, ``close`` those that name both, ``love`` weighs the words of love where both are there, ``words``
    counts these words, ``block`` is where both are named first."""

    people: tuple[Person, Person]
    named: tuple[int, int]
    together: int
    close: int
    love: float
    words: Counter[str]
    block: int | None


def pairs(telling: Telling, cast: Sequence[Person], narrator: Person | None) -> list[Pair]:
    """Every two people of those who appear most, with the company they keep."""
    leading = [one for one in cast if one.appears or one is narrator][:_MOST_PEOPLE]
    others = [one for one in cast if one not in leading and one.count() > one.count("talked-of")]
    leading += others[: max(0, _FEWEST_PEOPLE - len(leading))]
    if narrator is not None and narrator not in leading:
        leading = [*leading[:-1], narrator]
    there = [_there(telling, one, always=one is narrator) for one in leading]
    named = [{spot.block for spot in one.spots if spot.doing != "talked-of"} for one in leading]
    crowd: Counter[int] = Counter(block for blocks in there for block in blocks)
    love = _love(telling)
    most = max((len(one.spots) for one in leading), default=0)
    found = []
    for first, second in combinations(range(len(leading)), 2):
        both = there[first] & there[second]
        closely = _closely(named[first], named[second], both)
        weighed, words = _weighed(love, both, crowd)
        block = min(closely or both, default=None)
        people = (leading[first], leading[second])
        counts = tuple(most if one is narrator else len(one.spots) for one in people)
        found.append(Pair(people, (counts[0], counts[1]), len(both), len(closely), weighed, words, block))
    return found


def _there(telling: Telling, person: Person, always: bool) -> set[int]:
    """The blocks, by index, in which a person is there: near where named, in the same scene."""
    if always:
        return set(range(len(telling.places)))
    found: set[int] = set()
    places = telling.places
    for spot in person.spots:
        if spot.doing == "talked-of":
            continue
        here = places[spot.block]
        for block in range(max(0, spot.block - _NEAR), min(len(places), spot.block + _NEAR + 1)):
            if block not in found and places[block].scene == here.scene and places[block].chapter == here.chapter:
                found.add(block)
    return found


def _closely(first: set[int], second: set[int], both: set[int]) -> set[int]:
    return {block for block in first & both if {block - 1, block, block + 1} & second}


def _weighed(love: dict[int, list[str]], both: set[int], crowd: Counter[int]) -> tuple[float, Counter[str]]:
    """How much love is in the blocks where both are; shared with whoever else is there."""
    weighed = 0.0
    words: Counter[str] = Counter()
    for block, said in love.items():
        if block in both:
            share = 1 / max(1, crowd[block] - 1)
            weighed += share * sum(_PLAIN if word in _plain() else 1.0 for word in said)
            words.update(said)
    return weighed, words


def _love(telling: Telling) -> dict[int, list[str]]:
    """The words of love of each block that has any."""
    text = telling.text
    found: dict[int, list[str]] = defaultdict(list)
    starts = iter(enumerate(telling.places))
    at, after = -1, next(starts, None)
    for number, start, end in _automaton().find_matches_as_indexes(text):
        if text[start - 1 : start].isalpha() or text[end : end + 1].isalpha():
            continue
        while after is not None and after[1].start <= start:
            at, after = after[0], next(starts, None)
        found[at].append(_words()[number])
    return found


@cache
def _words() -> tuple[str, ...]:
    return tuple(sorted(words_of("romance")))


@cache
def _plain() -> frozenset[str]:
    return words_of("plain_love")


@cache
def _automaton() -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(_words(), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
