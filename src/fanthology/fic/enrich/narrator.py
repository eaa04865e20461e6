"""Who says “I” outside of speech, if it is someone of the cast."""

from __future__ import annotations

from fanthology.fic.enrich.people import Person
from fanthology.fic.enrich.telling import Telling

_LEAST_I = 0.012  # of the words of the narration


def first_person(telling: Telling) -> bool:
    """True if the narration says “I” as only a narrator does."""
    narration = telling.narration
    said = narration.count(" I ") + narration.count(" I'") + narration.count(" I’") + narration.count("\nI ")
    return said > _LEAST_I * (narration.count(" ") + 1)


def narrator_of(telling: Telling, cast: tuple[Person, ...]) -> Person | None:
    """The one of the cast who tells a story in the first person: spoken to by name, and never told of as acting."""
    if not cast or not first_person(telling):
        return None
    best = max(cast, key=lambda one: one.count("addressed") - 2 * one.count("acts"))
    return best if best.count("addressed") > 2 * best.count("acts") else None
