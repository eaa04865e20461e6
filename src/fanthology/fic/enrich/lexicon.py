"""Every name and sign of every fandom in one automaton: a story is looked through once, for however many fandoms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

import ahocorasick_rs

from fanthology.fic.canon import Fandom, built_in
from fanthology.fic.enrich.naming import Strength, forms_of, is_common, own_names

_JOINS = ("’", "'", "-", "_")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for in one fandom: a character (by index in it), or a sign of it (None)."""

    fandom: int
    character: int | None
    strength: Strength


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in a text."""

    start: int
    end: int
    name: int


@dataclass(slots=True)
class Lexicon:
    """``names`` are what is looked for, ``meanings`` what each may stand for. `find` gives matches in order, the
    longest where several begin, none inside a word."""

    fandoms: tuple[Fandom, ...]
    names: list[str]
    meanings: list[tuple[Meaning, ...]]
    single: list[bool] = field(init=False)
    """Of each name whether it is one word with a capital."""
    doubtful: list[bool] = field(init=False)
    """Of each name whether it may be a common word where it stands."""
    worlds: list[float] = field(init=False)
    """Of each name how many worlds know it; fandoms that share a world count little more than one."""
    _automaton: ahocorasick_rs.AhoCorasick = field(init=False)

    def __post_init__(self) -> None:
        self.single = [name[:1].isupper() and " " not in name for name in self.names]
        self.doubtful = [one and is_common(name) for one, name in zip(self.single, self.names, strict=True)]
        self.worlds = [_worlds(self.fandoms, {one.fandom for one in meanings}) for meanings in self.meanings]
        kind = ahocorasick_rs.MatchKind.LeftmostLongest
        self._automaton = ahocorasick_rs.AhoCorasick(self.names, matchkind=kind, store_patterns=False)

    def find(self, text: str) -> Iterator[Match]:
        for name, start, end in self._automaton.find_matches_as_indexes(text):
            # not part of a longer word; a possessive ’s may follow
            before = text[start - 1] if start else " "
            if not (before.isalnum() or before in _JOINS or text[end : end + 1].isalnum()):
                yield Match(start, end, name)


def _worlds(fandoms: tuple[Fandom, ...], knowing: set[int]) -> float:
    if len(knowing) == 1:
        return 1.0
    worlds: list[set[str]] = []
    for number in sorted(knowing):
        circle = {fandoms[number].name, *fandoms[number].shares}
        joined = next((world for world in worlds if world & circle), None)
        if joined is None:
            worlds.append(circle)
        else:
            joined |= circle
    return len(worlds) + 0.25 * (len(knowing) - len(worlds))


@cache
def built_in_lexicon() -> Lexicon:
    """The Lexicon of the built-in fandoms."""
    return lexicon_of(built_in())


def lexicon_of(fandoms: Iterable[Fandom]) -> Lexicon:
    """The Lexicon of some fandoms."""
    ordered = tuple(fandoms)
    meanings: dict[str, dict[tuple[int, int | None], Meaning]] = defaultdict(dict)
    for number, fandom in enumerate(ordered):
        for index, character in enumerate(fandom.characters):
            for name, strength in forms_of(character, fandom.medium).items():
                meanings[name].setdefault((number, index), Meaning(number, index, strength))
        for sign in (*fandom.signs, *own_names(fandom)):
            telling: Strength = "weak" if is_common(sign) else "sign"
            for name in {sign, sign[:1].upper() + sign[1:]}:
                meanings[name].setdefault((number, None), Meaning(number, None, telling))
    names = sorted(meanings)
    return Lexicon(ordered, names, [tuple(meanings[name].values()) for name in names])
