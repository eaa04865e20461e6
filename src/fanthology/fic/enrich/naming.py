"""How people and fandoms are called in texts: the forms of a name, and how much each of them says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from fanthology.fic.canon import Character, Fandom
from fanthology.fic.canon.canon import Medium
from fanthology.fic.enrich.wordlists import words_of

Strength: TypeAlias = Literal["full", "alias", "weak", "sign"]

_BRACKETED = re.compile(r"\s*\([^()]*\)$")
_NICKNAMED = re.compile(r"\s*\"[^\"]*\"\s*")
_WORD = re.compile(r"[^\W\d_]+")
_TITLES = words_of("titles")
_TURNED: tuple[Medium, ...] = ("anime", "game")
"""Media whose people are called family name first by some and last by others."""
_LEAST_SHOUTED = 4


def forms_of(character: Character, medium: Medium) -> dict[str, Strength]:
    """Everything a character is called, with how much each name says: with curly apostrophes and straight ones, with
    accents and without, in capitals as scripts have it.

    >>> forms_of(Character("John Watson", ("Dr. Watson",), ("John",)), "book")["Dr. Watson"]
    'alias'
    """
    called: dict[str, Strength] = {}
    whole = _NICKNAMED.sub(" ", _BRACKETED.sub("", character.name)).strip()
    for name in (whole, *character.aliases):
        if len(name) > 1 and name not in character.weak:
            called.setdefault(name, _strength(name))
            words = name.split()
            if medium in _TURNED and len(words) == 2 and called[name] == "full":
                called.setdefault(" ".join(reversed(words)), "full")
    for name in character.weak:
        called.setdefault(name, "weak")
    for name, strength in list(called.items()):
        for written in _written(name):
            called.setdefault(written, strength)
    return called


def _strength(name: str) -> Strength:
    if is_common(name):
        return "weak"
    words = [word for word in _WORD.findall(name) if word not in _TITLES and word != "the"]
    return "full" if len(words) > 1 else "alias"


def _written(name: str) -> Iterator[str]:
    """Other ways to write the same name."""
    curly = name.replace("'", "’")
    yield curly
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    yield plain
    if len(name) >= _LEAST_SHOUTED and name[:1].isupper():
        yield name.upper()
        yield curly.upper()


def own_names(fandom: Fandom) -> Iterator[str]:
    """What the fandom itself is called, where nobody in it is called so."""
    name = _BRACKETED.sub("", fandom.name).split(" - ")[0].split(":")[0].strip()
    if not any(name in (person.name, *person.aliases, *person.weak) for person in fandom.characters):
        yield name


def is_common(name: str) -> bool:
    """True for a name that is made only of words which stand in texts of every kind.

    >>> is_common("the Order"), is_common("Hogwarts")
    (True, False)
    """
    return all(word in _common() for word in _WORD.findall(name.casefold()) if len(word) > 2)


@cache
def _common() -> frozenset[str]:
    text = files("fanthology.fic.canon").joinpath("data/common_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
