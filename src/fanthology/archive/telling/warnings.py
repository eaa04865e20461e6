"""What stands before a text: its rating and its archive warnings, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fanthology.archive.catalogue.gating import Gate
from fanthology.archive.catalogue.models import TagKind, Work

_SAID = {
    "no archive warnings apply": "The author says that none of the archive's warnings apply.",
    "creator chose not to use archive warnings": "The author chose not to warn: anything may be in it.",
    "choose not to use archive warnings": "The author chose not to warn: anything may be in it.",
}
"""Warnings that name nothing to be warned of, and what they mean."""
_REASONS = {
    Gate.RATED: "This work is rated {rating}.",
    Gate.SEEMS_EXPLICIT: "This work bears no rating. By its words it seems to be explicit; nobody has looked yet.",
    Gate.SEEMS_MATURE: "This work bears no rating. By its words it seems to be for adults; nobody has looked yet.",
    Gate.UNRATED: "This work bears no rating, so it may hold anything.",
}
_NOTHING_STATED = "No warnings are stated: anything may be in it."


@dataclass(frozen=True, slots=True)
class Warned:
    """A work's rating, what it warns of, and what its author says of warnings in general."""

    rating: str
    names: tuple[str, ...]
    sentences: tuple[str, ...]


def warnings_of(work: Work) -> Warned:
    """What to say before a work's text. One query."""
    return warned(work.rating, work.taggings.filter(tag__kind=TagKind.WARNING).values_list("tag__name", flat=True))


def warned(rating: str | None, warnings: Iterable[str]) -> Warned:
    """
    >>> warned("Mature", ["Major Character Death", "Creator Chose Not To Use Archive Warnings"]).names
    ('Major Character Death',)
    >>> warned(None, [])
    Warned(rating='Not stated', names=(), sentences=('No warnings are stated: anything may be in it.',))
    """
    names = list(warnings)
    told = tuple(dict.fromkeys(_SAID[name.casefold()] for name in names if name.casefold() in _SAID))
    plain = tuple(name for name in names if name.casefold() not in _SAID)
    return Warned(rating or "Not stated", plain, told if names else (_NOTHING_STATED,))


def gate_words(reason: Gate, work: Work) -> str:
    """Why a reader is asked before the text of a work.

    >>> gate_words(Gate.RATED, Work(rating="Mature"))
    'This work is rated Mature.'
    """
    return _REASONS[reason].format(rating=work.rating)
