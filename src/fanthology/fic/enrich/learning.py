"""What a fandom that canon lacks could be known by: names that keep company with one stated tag and no other."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from fanthology.fic.enrich.names import is_everyday, leading_names

LEAST_WORKS = 3
"""Of so few works nothing is learned: what stands in them may be anything."""

_OFTEN, _ELSEWHERE = 0.34, 0.05
_MOST = 60


@dataclass(frozen=True, slots=True)
class Stated:
    """What a work states of its fandoms and people, and its text."""

    fandoms: Sequence[str]
    characters: Sequence[str]
    text: str


@dataclass(slots=True)
class _Seen:
    works: int = 0
    names: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Learned:
    """A fandom, the people its works state, each with the names that mean them, and names that nobody stated."""

    fandom: str
    works: int
    characters: dict[str, list[str]]
    names: list[str]


def learn(works: Iterable[Stated], unknown: Iterable[str]) -> list[Learned]:
    """What could be known of these fandoms, those of the most works first.

    A name counts that stands in a third of a fandom's works and in hardly any of the others. Works of several fandoms
    teach nothing: nobody can say whose a name is.

    >>> oz = [Stated(["Oz"], ["Dorothy Gale"], "He saw Dorothy. Then Dorothy saw Toto, and Toto ran.")] * 3
    >>> other = [Stated(["Alice"], [], "He saw Alice, and Alice ran.")] * 3
    >>> learn([*oz, *other], ["Oz"])
    [Learned(fandom='Oz', works=3, characters={'Dorothy Gale': ['Dorothy']}, names=['Toto'])]
    """
    seen: dict[str, _Seen] = defaultdict(_Seen)
    everywhere: Counter[str] = Counter()
    total = 0
    for work in works:
        if len(work.fandoms) != 1:
            continue
        total += 1
        names = set(leading_names(work.text))
        everywhere.update(names)
        one = seen[work.fandoms[0]]
        one.works += 1
        one.names.update(names)
        one.characters.update(set(work.characters))
    wanted = [(name, seen[name]) for name in dict.fromkeys(unknown) if seen[name].works >= LEAST_WORKS]
    found = [_learned(name, one, everywhere, total) for name, one in wanted]
    return sorted((one for one in found if one.characters or one.names), key=lambda one: (-one.works, one.fandom))


def _learned(fandom: str, one: _Seen, everywhere: Counter[str], total: int) -> Learned:
    telling = [
        name
        for name, works in one.names.most_common()
        if works >= _OFTEN * one.works
        and works >= 2
        and everywhere[name] - works <= _ELSEWHERE * max(1, total - one.works)
    ][:_MOST]
    characters = {name: _meaning(name, telling) for name, _ in one.characters.most_common(_MOST)}
    taken = {name for names in characters.values() for name in names}
    return Learned(fandom, one.works, characters, [name for name in telling if name not in taken])


def _meaning(character: str, telling: Iterable[str]) -> list[str]:
    """The telling names that are words of a character's name."""
    words = set(character.replace("(", " ").replace(")", " ").split())
    return [name for name in telling if name in words and name != character]


def as_toml(learned: Learned) -> str:
    """A file of canon to be looked through: everyday names are weak, and what nobody stated is left for a person to put
    where it belongs.

    >>> print(as_toml(Learned("Oz", 3, {"Dorothy Gale": ["Dorothy"]}, ["Toto"])), end="")
    # Learned from 3 works. Look through it: the names below are people, places or things.
    name = "Oz"
    medium = "other"
    words = ["Toto"]
    <BLANKLINE>
    [[character]]
    name = "Dorothy Gale"
    weak = ["Dorothy"]
    """
    return "\n".join(_lines(learned)) + "\n"


def _lines(learned: Learned) -> Iterator[str]:
    yield f"# Learned from {learned.works} works. Look through it: the names below are people, places or things."
    yield f"name = {_quoted(learned.fandom)}"
    yield 'medium = "other"'
    yield f"words = [{', '.join(map(_quoted, learned.names))}]"
    for name, names in learned.characters.items():
        yield ""
        yield "[[character]]"
        yield f"name = {_quoted(name)}"
        for key, some in (("aliases", False), ("weak", True)):
            if kept := [one for one in names if is_everyday(one) is some]:
                yield f"{key} = [{', '.join(map(_quoted, kept))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
