"""Who appears in a story and who is only mentioned, the most named first."""

from __future__ import annotations

from fanthology.fic.enrich.finding import Finding, Sign
from fanthology.fic.enrich.people import Person
from fanthology.fic.enrich.telling import Telling

ORIGINAL = " (original character)"
_STRONG, _WEAK, _OWN = 0.97, 0.88, 0.7
_LIKELY_MENTIONED = 0.75
_MOST_SIGNS = 6


def character_findings(telling: Telling, cast: tuple[Person, ...]) -> tuple[Finding, ...]:
    """A Finding for everyone of the cast; the first sign for it is what the person does, where that was seen."""
    return tuple(_finding(telling, person) for person in cast)


def _finding(telling: Telling, person: Person) -> Finding:
    appears = person.appears
    return Finding(
        "character",
        person.name if person.fandom is not None else person.name + ORIGINAL,
        round(_confidence(person, appears), 3),
        role="appears" if appears else "mentioned",
        speaks_for=_signs(telling, person, appears),
    )


def _confidence(person: Person, appears: bool) -> float:
    if person.fandom is None:
        return _OWN * min(1.0, 0.7 + 0.02 * len(person.spots))
    known = person.sure * (_STRONG if person.strong else _WEAK)
    if not appears:
        return known * _LIKELY_MENTIONED
    deeds = person.count("acts", "addressed")
    return known * min(1.0, 0.8 + 0.05 * deeds)


def _signs(telling: Telling, person: Person, appears: bool) -> tuple[Sign, ...]:
    """Each form of the name with how often it stands, after the words that show the person doing something."""
    signs = []
    if appears:
        deeds = [spot for spot in person.spots if spot.doing == "acts"]
        shown = (deeds or [spot for spot in person.spots if spot.doing == "addressed"] or person.spots)[0]
        words = telling.quote(shown.start, shown.end)
        signs.append(Sign(words, telling.places[shown.block].block, max(1, person.count("acts", "addressed"))))
    for form, count in person.forms.most_common(_MOST_SIGNS):
        at = next((spot for spot in person.spots if telling.text[spot.start : spot.end] == form), person.spots[0])
        signs.append(Sign(form, telling.places[at.block].block, count))
    return tuple(signs)
