"""Who tells a story: I, you, or somebody outside it; and whose eyes it is seen through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fanthology.fic.enrich.finding import Finding, Role, Sign
from fanthology.fic.enrich.narration import Passage, joined, paragraphs, scenes
from fanthology.fic.enrich.narrator import narrator_of
from fanthology.fic.enrich.people import Person
from fanthology.fic.enrich.telling import Telling
from fanthology.fic.enrich.tense import frame_finding, tense_findings

Grammatical: TypeAlias = Literal["first", "second", "third"]

_I = ("I", "me", "my", "mine", "myself", "I'm", "I'd", "I'll", "I've", "My", "Me", "i")
_YOU = ("you", "your", "yours", "yourself", "You", "Your", "you're", "you've", "You're", "you'd", "you'll")
_THEY = (
    "he", "she", "his", "her", "him", "hers", "they", "their", "them", "himself", "herself", "He", "She", "His", "Her",
    "They", "Their", "he'd", "she'd", "He'd", "She'd", "he's", "she's",
)  # fmt: skip
_FIRST, _SECOND = 0.012, 0.025
"""Of the words of the narration: a narrator says “I” more often than that, and a thought that is not marked less."""

_THINKS = re.compile(r"\b(?:thought|thinks|wondered|wonders|mused|muses)\b")
_THINKER = re.compile(r"\b(?:[Hh]e|[Ss]he|[A-Z][a-z]\w*) $")
_ENDS = re.compile(r"[.!?\n]")

_LEAST_WORDS, _SHORT = 40, 15
_MOST_OF_IT, _PART_OF_IT = 0.7, 0.3
_LEAST_SEEN, _AHEAD = 3, 1.4
_PERSON_SURE = 0.97
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class Voice:
    """How a passage is told: the person, and how often its pronouns stand there."""

    person: Grammatical
    passage: Passage
    counts: tuple[int, int, int]


def voice_of(passage: Passage) -> Voice:
    """The person in which a passage is told.

    >>> words = "I saw her fall I ran and my hat blew away"
    >>> voice_of(Passage(words, "b1", (1, 1))).person
    'first'
    """
    first, second, third = (passage.count(wanted) for wanted in (_I, _YOU, _THEY))
    if first:
        first -= sum(word in _I for sentence in _thoughts(passage.text) for word in _WORD.findall(sentence))
    words = max(passage.words, 1)
    person: Grammatical = "third"
    if first >= 2 and first / words >= _FIRST:
        person = "first"
    elif second >= 2 and second / words >= _SECOND and second > third:
        person = "second"
    return Voice(person, passage, (first, second, third))


def _thoughts(text: str) -> Iterator[str]:
    """The sentences in which somebody else than the narrator thinks: their “I” is nobody's who tells."""
    end = 0
    for match in _THINKS.finditer(text):
        if match.start() >= end and _THINKER.search(text, max(0, match.start() - 24), match.start()):
            start = max(text.rfind(mark, 0, match.start()) for mark in ".!?\n") + 1
            stop = _ENDS.search(text, match.end())
            end = stop.start() if stop else len(text)
            yield text[start:end]


def narration_findings(telling: Telling, cast: tuple[Person, ...]) -> tuple[Finding, ...]:
    """Point of view, tense, and whether it is a story within a story."""
    passages = paragraphs(telling)
    told = scenes(passages)
    frame = frame_finding(telling, passages, told)
    if frame:
        return frame, Finding("tense", "mixed", frame.confidence, None, frame.speaks_for[:2])
    return *pov_findings(telling, cast, told), *tense_findings(told)


def pov_findings(telling: Telling, cast: tuple[Person, ...], told: list[Passage]) -> tuple[Finding, ...]:
    """In which person a story is told, and by whom or through whom, if that can be said; nothing for a text that tells
    next to nothing, such as a script."""
    voices = [voice_of(one) for one in told]
    words = sum(one.passage.words for one in voices)
    if words < _SHORT:
        return ()
    weights = _weights([one for one in voices if one.passage.words >= _LEAST_WORDS] or [_together(voices)])
    person, share = weights.most_common(1)[0]
    if share < _MOST_OF_IT and len([one for one in weights.values() if one >= _PART_OF_IT]) > 1:
        return (Finding("pov", "several", min(0.95, 0.6 + share / 3), None, _changes(voices)),)
    whose = narrator_of(telling, cast) if person == "first" else _seen_through(cast) if person == "third" else None
    name = f"{person} person" + (f", {_bare(whose.name)}" if whose else "")
    role: Role | None = None if whose is None else "narrator" if person == "first" else "viewpoint"
    sure = _PERSON_SURE * min(1.0, 0.75 + words / 800) * (0.85 + 0.15 * share)
    speaks_for = (*_pronouns(voices, person), *((_named(telling, whose),) if whose else ()))
    return (Finding("pov", name, round(sure, 3), role, speaks_for, _pronouns(voices, person, others=True)),)


def _together(voices: list[Voice]) -> Voice:
    return voice_of(joined([one.passage for one in voices]))


def _weights(voices: list[Voice]) -> Counter[Grammatical]:
    """The share of the narration that is told in each person."""
    told = sum(one.passage.words for one in voices)
    found: Counter[Grammatical] = Counter()
    for one in voices:
        found[one.person] += one.passage.words / told  # type: ignore[assignment]  # shares, not counts
    return found


def _changes(voices: list[Voice]) -> tuple[Sign, ...]:
    """Each scene that is told in another person than the one before."""
    found: list[Sign] = []
    for one in voices:
        if one.passage.words >= _LEAST_WORDS and (not found or not found[-1].quote.startswith(one.person)):
            opening = " ".join(one.passage.text.split()[:8])
            found.append(Sign(f"{one.person} person: {opening}", one.passage.block))
    return tuple(found[:12])


def _pronouns(voices: list[Voice], person: Grammatical, *, others: bool = False) -> tuple[Sign, ...]:
    names: dict[Grammatical, tuple[int, str]] = {
        "first": (0, "I, me, my"),
        "second": (1, "you"),
        "third": (2, "he, she"),
    }
    wanted = [names[one] for one in names if (one != person) == others and not (others and one == "third")]
    block = next((one.passage.block for one in voices if one.person == person), None)
    signs = [(words, sum(one.counts[at] for one in voices)) for at, words in wanted]
    return tuple(Sign(words, block, count) for words, count in signs if count)


def _seen_through(cast: tuple[Person, ...]) -> Person | None:
    """The one who acts and is named most, well ahead of everyone else; else nobody in particular."""
    seen = sorted(
        ((one.count("acts") + 0.5 * one.count("named"), one) for one in cast if one.appears), key=lambda p: -p[0]
    )
    if not seen or seen[0][0] < _LEAST_SEEN:
        return None
    return seen[0][1] if len(seen) < 2 or seen[0][0] >= _AHEAD * seen[1][0] else None


def _named(telling: Telling, whose: Person) -> Sign:
    spot = whose.spots[0]
    place = telling.place(spot.start)
    return Sign(telling.text[spot.start : spot.end], place.block if place else None, len(whose.spots))


def _bare(name: str) -> str:
    return re.sub(r"\s*\([^()]*\)$", "", name)
