"""What people write, to the name that AO3 has for it: "BtVS", "Buffy: TVS", "Willow", "W/S", "Spuffy"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from fanthology.fic.canon.canon import Character, Fandom, Medium, Relationship
from fanthology.fic.text.folding import fold

_BRACKETED = re.compile(r"\s*\([^()]*\)$")
_BETWEEN = re.compile(r"\s*(?:/|\s&\s|\sx\s)\s*", re.IGNORECASE)


class CanonicalNames:
    """Looks names up. Where two people or worlds bear a name, and nothing tells which is meant, there is no answer."""

    def __init__(self, fandoms: Iterable[Fandom]) -> None:
        self.fandoms = tuple(fandoms)
        self._by_name = {fandom.name: fandom for fandom in self.fandoms}
        self._folded_people: dict[str, dict[str, str]] = {}
        self._fandoms = _unambiguous((fold(said), one.name) for one in self.fandoms for said in _called(one))

    def fandom(self, written: str) -> str | None:
        """The canonical name of a fandom.

        >>> from fanthology.fic.canon import built_in
        >>> names_of(built_in()).fandom("btvs"), names_of(built_in()).fandom("My Own World")
        ('Buffy the Vampire Slayer', None)
        """
        if written in self._by_name:
            return written
        return self._fandoms.get(fold(written)) or self._fandoms.get(fold(_BRACKETED.sub("", written)))

    def medium(self, written: str) -> Medium | None:
        """What a fandom is told in, if it is known.

        >>> from fanthology.fic.canon import built_in
        >>> names_of(built_in()).medium("btvs"), names_of(built_in()).medium("My Own World")
        ('tv', None)
        """
        name = self.fandom(written)
        return self._by_name[name].medium if name else None

    def character(self, written: str, fandoms: Iterable[str] = ()) -> str | None:
        """The canonical name of a character of one of these fandoms, by canonical name.

        >>> from fanthology.fic.canon import built_in
        >>> names_of(built_in()).character("Spike", ["Cowboy Bebop (Anime)"])
        'Spike Spiegel'
        >>> names_of(built_in()).character("Spike") is None
        True
        """
        found = {people[fold(written)] for fandom in fandoms if fold(written) in (people := self._people(fandom))}
        return found.pop() if len(found) == 1 else None

    def relationship(self, written: str, fandoms: Iterable[str] = ()) -> str | None:
        """The canonical name of a relationship in one of these fandoms.

        >>> from fanthology.fic.canon import built_in
        >>> names_of(built_in()).relationship("Spike/Faye", ["Cowboy Bebop (Anime)"])
        'Spike Spiegel/Faye Valentine'
        """
        wanted = tuple(fandoms)
        found = {name for fandom in wanted if (name := self._fan_named(written, fandom))}
        if found:
            return found.pop() if len(found) == 1 else None
        between = [self.character(one, wanted) for one in _BETWEEN.split(written)]
        people = [one for one in between if one]
        if len(people) < 2 or len(people) != len(between):
            return None
        usual = next((one for name in wanted for one in self._usual(name) if {*one.between} == {*people}), None)
        if usual:
            people = list(usual.between)
        return _together(people if usual else sorted(people), "&" if "&" in written else "/")

    def who(self, name: str) -> list[tuple[Fandom, Character]]:
        """Everybody of that canonical name, with the fandom."""
        return [(fandom, one) for fandom in self.fandoms for one in fandom.characters if one.name == name]

    def called(self, written: str) -> list[tuple[Fandom, Character]]:
        """Everybody who is called so in any fandom."""
        wanted = fold(written)
        return [
            (fandom, one)
            for fandom in self.fandoms
            for one in fandom.characters
            if any(fold(said) == wanted for said in _names(one))
        ]

    def namesakes(self, character: Character) -> list[tuple[Fandom, Character]]:
        """Others who are called as this one is, by any of the names."""
        ours = {fold(said) for said in _names(character)}
        return [
            (fandom, one)
            for fandom in self.fandoms
            for one in fandom.characters
            if one.name != character.name and ours & {fold(said) for said in _names(one)}
        ]

    def _usual(self, fandom: str) -> tuple[Relationship, ...]:
        return self._by_name[fandom].relationships if fandom in self._by_name else ()

    def _fan_named(self, written: str, fandom: str) -> str | None:
        for one in self._usual(fandom):
            if fold(written) in {fold(name) for name in one.names}:
                return _together(one.between, one.kind)
        return None

    def _people(self, fandom: str) -> dict[str, str]:
        if fandom not in self._folded_people:
            people = self._by_name[fandom].characters if fandom in self._by_name else ()
            self._folded_people[fandom] = _unambiguous((fold(said), one.name) for one in people for said in _names(one))
        return self._folded_people[fandom]


# By the identity of the fandoms, which are kept: hashing them all takes longer than looking a name up.
_MADE: dict[int, CanonicalNames] = {}


def names_of(fandoms: tuple[Fandom, ...]) -> CanonicalNames:
    """The CanonicalNames of some fandoms, made once."""
    found = _MADE.get(id(fandoms))
    if found is None:
        found = _MADE[id(fandoms)] = CanonicalNames(fandoms)
    return found


def _together(people: Iterable[str], kind: str) -> str:
    """The name of a relationship. Whom AO3 tells from others by a fandom in brackets needs none of it here."""
    return (" & " if kind == "&" else "/").join(_BRACKETED.sub("", one) for one in people)


def _called(fandom: Fandom) -> Iterable[str]:
    """What a fandom is called: its name, also without what AO3 puts behind it, and its synonyms."""
    return (fandom.name, _BRACKETED.sub("", fandom.name), fandom.name.partition(" - ")[0], *fandom.synonyms)


def _names(character: Character) -> Iterable[str]:
    return (character.name, _BRACKETED.sub("", character.name), *character.aliases, *character.weak)


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each name with what it stands for, without those that stand for several."""
    found: dict[str, set[str]] = defaultdict(set)
    for said, name in pairs:
        found[said].add(name)
    return {said: names.pop() for said, names in found.items() if len(names) == 1}
