"""Fandoms from TOML files, one file each, checked: `docs/manual/canon.md` says what a file holds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fanthology.fic.canon.canon import GENDERS, MEDIA, PLACES, Character, Fandom, Relationship
from fanthology.fic.errors import FanthologyError

_LARGEST = 1_000_000
_FANDOM_KEYS = frozenset(
    (
        "name",
        "medium",
        "synonyms",
        "years",
        "shares",
        "character",
        "places",
        "groups",
        "things",
        "words",
        "relationship",
    )
)
_CHARACTER_KEYS = frozenset(("name", "aliases", "weak", "gender", "place"))
_RELATIONSHIP_KEYS = frozenset(("between", "kind", "names"))


class CanonError(FanthologyError):
    """A file of canon that cannot be used; the message says which and why."""


@cache
def built_in() -> tuple[Fandom, ...]:
    """The fandoms that come with the program, by name.

    >>> any(fandom.name == "Sherlock Holmes - Arthur Conan Doyle" for fandom in built_in())
    True
    """
    folder = files("fanthology.fic.canon").joinpath("data")
    return _checked_together(
        [parse_fandom(one.read_bytes(), one.name) for one in folder.iterdir() if one.name.endswith(".toml")]
    )


def with_folder(folder: Path) -> tuple[Fandom, ...]:
    """The same with an archive's own files; one of the same name takes the place of a built-in fandom.

    Raises CanonError for a file that cannot be used.
    """
    own = [parse_fandom(_bytes(path), path.name) for path in sorted(folder.glob("*.toml"))]
    names = {fandom.name for fandom in own}
    return _checked_together([*own, *(fandom for fandom in built_in() if fandom.name not in names)])


def parse_fandom(data: bytes, file: str) -> Fandom:
    """One fandom from the content of a file. Raises CanonError, in words that name the file and the place.

    >>> parse_fandom(b'name = "Oz"\\nmedium = "book"\\n[[character]]\\nname = "Dorothy Gale"', "oz.toml").name
    'Oz'
    >>> parse_fandom(b'name = "Oz"\\nmedium = "opera"', "oz.toml")
    Traceback (most recent call last):
    fanthology.fic.canon.loading.CanonError: oz.toml: medium is “opera”; it is one of: tv, film, book, comic, anime, ...
    """
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CanonError(f"{file} is not TOML in UTF-8: {error}.") from error
    check = _Check(file)
    check.keys("the file", table, _FANDOM_KEYS)
    fandom = Fandom(
        name=check.text(table, "name"),
        medium=check.choice(table, "medium", MEDIA),
        synonyms=check.texts(table, "synonyms"),
        years=check.years(table),
        shares=check.texts(table, "shares"),
        characters=tuple(_character(check, one) for one in check.tables(table, "character")),
        places=check.texts(table, "places"),
        groups=check.texts(table, "groups"),
        things=check.texts(table, "things"),
        words=check.texts(table, "words"),
        relationships=tuple(_relationship(check, one) for one in check.tables(table, "relationship")),
    )
    _check_people(check, fandom)
    return fandom


def _character(check: _Check, table: Mapping[str, Any]) -> Character:
    check.keys("a character", table, _CHARACTER_KEYS)
    return Character(
        name=check.text(table, "name"),
        aliases=check.texts(table, "aliases"),
        weak=check.texts(table, "weak"),
        gender=check.choice(table, "gender", GENDERS) if "gender" in table else None,
        place=check.choice(table, "place", PLACES) if "place" in table else "regular",
    )


def _relationship(check: _Check, table: Mapping[str, Any]) -> Relationship:
    check.keys("a relationship", table, _RELATIONSHIP_KEYS)
    return Relationship(
        between=check.texts(table, "between"),
        kind=check.choice(table, "kind", ("/", "&")) if "kind" in table else "/",
        names=check.texts(table, "names"),
    )


def _check_people(check: _Check, fandom: Fandom) -> None:
    names = [character.name for character in fandom.characters]
    for name in names:
        check.that(names.count(name) == 1, f"the character “{name}” is there twice")
    for character in fandom.characters:
        both = set(character.aliases) & {*character.weak, character.name}
        check.that(not both, f"“{character.name}” has “{next(iter(both), '')}” twice among the names")
    for one in fandom.relationships:
        check.that(len(one.between) >= 2, "a relationship is between two people at least")
        strangers = [name for name in one.between if name not in names]
        check.that(not strangers, f"a relationship names “{'”, “'.join(strangers)}”, who is no character of the file")


def _checked_together(fandoms: Iterable[Fandom]) -> tuple[Fandom, ...]:
    """The fandoms by name. Raises CanonError where two claim one name, or one shares a world with nobody."""
    ordered = sorted(fandoms, key=lambda fandom: fandom.name)
    claimed: dict[str, str] = {}
    for fandom in ordered:
        for name in (fandom.name, *fandom.synonyms):
            other = claimed.setdefault(name.casefold(), fandom.name)
            if other != fandom.name:
                raise CanonError(f"Two fandoms are called “{name}”: “{other}” and “{fandom.name}”.")
    known = {fandom.name for fandom in ordered}
    for fandom in ordered:
        for name in fandom.shares:
            if name not in known:
                raise CanonError(f"“{fandom.name}” shares a world with “{name}”, of which there is no file.")
    return tuple(ordered)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise CanonError(f"{path} could not be read: {error.strerror or error}.") from error
    if len(data) > _LARGEST:
        raise CanonError(f"{path} is too large to be a file about one fandom.")
    return data


class _Check:
    """Takes values out of tables, and says in words what is wrong with them."""

    def __init__(self, file: str) -> None:
        self._file = file

    def that(self, holds: bool, otherwise: str) -> None:
        if not holds:
            raise CanonError(f"{self._file}: {otherwise}.")

    def keys(self, what: str, table: Mapping[str, Any], known: frozenset[str]) -> None:
        strange = sorted(set(table) - known)
        self.that(not strange, f"{what} has “{'”, “'.join(strange)}”; there may be: {', '.join(sorted(known))}")

    def text(self, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key)
        self.that(isinstance(value, str) and bool(value.strip()) and value == value.strip(), f"{key} should be a text")
        return str(value)

    def texts(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        good = isinstance(value, list) and all(isinstance(one, str) and one and one == one.strip() for one in value)
        self.that(good, f"{key} should be a list of texts")
        self.that(len(set(value)) == len(value), f"{key} has an entry twice: {value}")
        return tuple(value)

    def choice(self, table: Mapping[str, Any], key: str, choices: tuple[Any, ...]) -> Any:
        value = table.get(key)
        self.that(value in choices, f"{key} is “{value}”; it is one of: {', '.join(choices)}")
        return value

    def tables(self, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        value = table.get(key, [])
        good = isinstance(value, list) and all(isinstance(one, dict) for one in value)
        self.that(good, f"{key} should be written as [[{key}]]")
        return list(value)

    def years(self, table: Mapping[str, Any]) -> tuple[int, int | None] | None:
        """``[1997, 2003]``, or ``[2016]`` for what goes on."""
        value = table.get("years")
        if value is None:
            return None
        good = isinstance(value, list) and len(value) in (1, 2) and all(type(one) is int for one in value)
        self.that(good and value == sorted(value), "years should be [first, last], or [first] for what goes on")
        return value[0], value[1] if len(value) == 2 else None
