"""What is known of fandoms: characters and their names, places, things, usual relationships. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Medium: TypeAlias = Literal["tv", "film", "book", "comic", "anime", "game", "theatre", "music", "legend", "other"]
Gender: TypeAlias = Literal["female", "male", "other"]
Place: TypeAlias = Literal["main", "regular", "minor"]
"""How central a character is to the fandom's own stories."""

MEDIA: tuple[Medium, ...] = ("tv", "film", "book", "comic", "anime", "game", "theatre", "music", "legend", "other")
GENDERS: tuple[Gender, ...] = ("female", "male", "other")
PLACES: tuple[Place, ...] = ("main", "regular", "minor")


@dataclass(frozen=True, slots=True)
class Character:
    """A person of a fandom. ``name`` is AO3's canonical name without the fandom in brackets.

    ``aliases`` are other names that mean this person wherever they stand in this fandom ("Willow", "Rosenberg");
    ``weak`` are those that are also common words or everybody's names ("Red", "Will"): they count only in company.
    """

    name: str
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    gender: Gender | None = None
    place: Place = "regular"


@dataclass(frozen=True, slots=True)
class Relationship:
    """Who usually belongs with whom, by the names of `Character`; ``kind`` is ``/`` or ``&``. ``names`` are the fans'
    own: "Spuffy", "MSR"."""

    between: tuple[str, ...]
    kind: Literal["/", "&"] = "/"
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fandom:
    """A fandom. ``name`` is AO3's canonical tag; ``synonyms`` are what people write instead.

    ``shares`` names fandoms of the same world, whose characters are no sign against this one. ``places``, ``groups``,
    ``things`` and ``words`` (invented ones) give the fandom away.
    """

    name: str
    medium: Medium
    synonyms: tuple[str, ...] = ()
    years: tuple[int, int | None] | None = None
    shares: tuple[str, ...] = ()
    characters: tuple[Character, ...] = ()
    places: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    relationships: tuple[Relationship, ...] = ()

    @property
    def signs(self) -> tuple[str, ...]:
        """Everything but people that gives the fandom away."""
        return (*self.places, *self.groups, *self.things, *self.words)
