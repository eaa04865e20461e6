"""The tense that a story is told in, and where it changes; a story told within a story."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal, TypeAlias

from fanthology.fic.enrich.finding import Finding, Sign
from fanthology.fic.enrich.narration import Passage
from fanthology.fic.enrich.telling import Telling
from fanthology.fic.enrich.wordlists import words_of

Tense: TypeAlias = Literal["past", "present"]

_STORY = re.compile(
    r"\b(?:the|this|my|a|your) (?:rest of the )?(?:story|tale)\b|\b(?:let me|lemme) (?:tell|get on)|\bgo on with|"
    r"\bwhere was I\b|\bonce upon a time\b|\bit (?:all )?(?:began|started) (?:when|with|on|one)\b|\band then what\b|"
    r"\bwhat happened (?:next|then)\b|\btell (?:me|us) (?:a|the|another)\b|\bjust listen\b",
    re.IGNORECASE,
)
_NO_PAST = frozenset(("need", "red", "bed", "indeed", "speed", "seed", "hundred", "feed", "shed", "led", "instead"))
_LEAST, _LEAST_IN_ONE = 4, 2
_ALL_PRESENT, _ALL_PAST = 0.5, 0.3
_LEAST_SHARE = 0.12
_LEAST_RUNS = 2


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of paragraphs in one tense."""

    tense: Tense
    block: str
    words: int
    text: str


def counts_of(passage: Passage) -> tuple[int, int]:
    """How many words of a narration stand in the present and in the past.

    >>> counts_of(Passage("she looks up and is gone", "b1", (1, 1)))
    (2, 0)
    """
    here = then = 0
    for word, count in passage.counts.items():
        tense = _tense_of(word)
        if tense == "present":
            here += count
        elif tense == "past":
            then += count
    return here, then


@lru_cache(maxsize=65_536)
def _tense_of(word: str) -> Tense | None:
    if word in words_of("present_verbs"):
        return "present"
    regular = word.endswith("ed") and len(word) > 3 and word not in _NO_PAST
    return "past" if regular or word in words_of("past_verbs") else None


def tense_findings(told: list[Passage]) -> tuple[Finding, ...]:
    """Past, present, or mixed, with where it changes between scenes."""
    present, past = _counts_of_all(told)
    if present + past < _LEAST:
        return ()
    share = present / (present + past)
    block = told[0].block
    signs = (Sign("in the present", block, present), Sign("in the past", block, past))
    if share >= _ALL_PRESENT:
        return (Finding("tense", "present", round(min(0.97, 0.55 + share / 2), 3), None, signs[:1], signs[1:]),)
    if share <= _ALL_PAST:
        against = signs[:1] if present else ()
        return (Finding("tense", "past", round(min(0.98, 1.0 - share), 3), None, signs[1:], against),)
    return (Finding("tense", "mixed", 0.6, None, (*signs, *_changes(told))),)


def _counts_of_all(told: list[Passage]) -> tuple[int, int]:
    counts = [counts_of(one) for one in told]
    return sum(present for present, _ in counts), sum(past for _, past in counts)


def frame_finding(telling: Telling, passages: list[Passage], scenes: list[Passage]) -> Finding | None:
    """A story within a story: stretches in the present, in which somebody speaks of one, around others in the past.

    ``passages`` are the paragraphs, ``scenes`` the same by scene.
    """
    if min(_counts_of_all(scenes)) < _LEAST:  # all in one tense: the paragraphs need not be looked at one by one
        return None
    runs = _runs(passages)
    frame = [one for one in runs if one.tense == "present"]
    told = [one for one in runs if one.tense == "past"]
    whole = sum(one.words for one in runs)
    if not whole or len(frame) < 1 or len(told) < 1 or len(runs) < _LEAST_RUNS:
        return None
    if min(sum(one.words for one in some) for some in (frame, told)) < _LEAST_SHARE * whole:
        return None
    told_of = [match for match in _STORY.finditer(telling.text) if _is_said(telling, match.start())]
    if not told_of:
        return None
    sure = 0.6 + 0.12 * min(len(told_of), 2) + (0.1 if len(runs) > _LEAST_RUNS else 0.0)
    signs = [Sign(f"the frame, in the present: {_opening(frame[0])}", frame[0].block, len(frame))]
    signs.append(Sign(f"the story told, in the past: {_opening(told[0])}", told[0].block, len(told)))
    signs += [_said(telling, match.start(), match.end()) for match in told_of[:3]]
    return Finding("pov", "frame narrative", round(sure, 3), None, tuple(signs))


def _runs(passages: list[Passage]) -> list[Told]:
    """Stretches of paragraphs in one tense. A paragraph that says too little goes with the one before."""
    tenses: list[tuple[Tense, Passage]] = []
    for one in passages:
        present, past = counts_of(one)
        sure: Tense | None = None
        if present + past >= _LEAST_IN_ONE and present != past:
            sure = "present" if present > past else "past"
        elif (present, past) in ((1, 0), (0, 1)) and one.words <= 30:
            sure = "present" if present else "past"
        last: Tense = tenses[-1][0] if tenses else "past"
        tenses.append((sure or last, one))
    found: list[Told] = []
    for tense, group in groupby(tenses, key=lambda pair: pair[0]):
        some = [passage for _, passage in group]
        found.append(Told(tense, some[0].block, sum(one.words for one in some), some[0].text))
    return _without_slips(found)


def _without_slips(runs: Sequence[Told]) -> list[Told]:
    """The same without stretches of a few words, which are slips of the pen."""
    kept: list[Told] = []
    for one in runs:
        if kept and (one.words < 12 or one.tense == kept[-1].tense):
            last = kept[-1]
            kept[-1] = Told(last.tense, last.block, last.words + one.words, last.text)
        else:
            kept.append(one)
    return kept


def _changes(told: list[Passage]) -> tuple[Sign, ...]:
    found: list[tuple[Tense, Sign]] = []
    for one in told:
        present, past = counts_of(one)
        if present + past < _LEAST:
            continue
        tense: Tense = "present" if present > past else "past"
        if not found or found[-1][0] != tense:
            found.append((tense, Sign(f"{tense}: {' '.join(one.text.split()[:8])}", one.block)))
    return tuple(sign for _, sign in found[:12]) if len(found) > 1 else ()


def _is_said(telling: Telling, at: int) -> bool:
    index = bisect_right(telling.spoken, at, key=lambda span: span[0]) - 1
    return index >= 0 and at < telling.spoken[index][1]


def _said(telling: Telling, start: int, end: int) -> Sign:
    place = telling.place(start)
    return Sign(telling.quote(start, end), place.block if place else None)


def _opening(told: Told) -> str:
    return " ".join(told.text.split()[:8])
