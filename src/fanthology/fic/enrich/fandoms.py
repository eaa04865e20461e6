"""Which fandoms a story is of, from whom and what it names; "none known" is an answer.

The fandom that explains the names best comes first. What it leaves unexplained is asked again: a crossover is a story
whose other names one more fandom explains. Only the text is asked, never the tags that the story states.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fanthology.fic.enrich.calibration import FIRST_FANDOM, FURTHER_FANDOM, LEAST_SURE, confidence
from fanthology.fic.enrich.finding import Finding, Sign
from fanthology.fic.enrich.mentions import Mentions
from fanthology.fic.enrich.names import straight
from fanthology.fic.enrich.weighing import Features, Weight, features, weights

_MOST_FANDOMS = 3
_MOST_SIGNS = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fandom with the confidence that the story is of it; ``further`` if another one explains more of it."""

    weight: Weight
    features: Features
    sure: float
    further: bool

    @property
    def fandom(self) -> int:
        return self.weight.fandom


def chosen(mentions: Mentions) -> list[Candidate]:
    """The fandoms that a story seems to be of: mostly one, sometimes none or several.

    The first is given whatever its confidence, so that a caller may look at it; `fandom_findings` tells only what is
    at least LEAST_SURE.
    """
    found: list[Candidate] = []
    while len(found) < _MOST_FANDOMS:
        best = next_best(mentions, found)
        if best is None or (found and best.sure < LEAST_SURE):
            break
        found.append(best)
        if best.sure < LEAST_SURE:
            break
    return found


def next_best(mentions: Mentions, before: Sequence[Candidate]) -> Candidate | None:
    """The fandom that explains best what the fandoms ``before`` it leave unexplained."""
    taken = {name for one in before for name in mentions.by_fandom[one.fandom]}
    told = {one.fandom for one in before}
    ranked = [one for one in weights(mentions, taken) if one.fandom not in told]
    if not ranked:
        return None
    seen = features(mentions.lexicon, ranked[0], ranked[1:], [one.weight for one in before])
    sure = confidence(FURTHER_FANDOM if before else FIRST_FANDOM, seen.values())
    return Candidate(ranked[0], seen, sure, bool(before))


def fandom_findings(mentions: Mentions, fandoms: Sequence[Candidate]) -> tuple[Finding, ...]:
    """A Finding for each fandom of which the confidence is at least LEAST_SURE."""
    told = [one for one in fandoms if one.sure >= LEAST_SURE]
    explained = {
        word
        for one in told
        for name in mentions.by_fandom[one.fandom]
        for word in straight(mentions.lexicon.names[name]).split()
    }
    against = _strangers(mentions, explained)
    return tuple(
        Finding(
            "fandom",
            mentions.lexicon.fandoms[one.fandom].name,
            round(one.sure, 3),
            role=None if one.further else "primary",
            speaks_for=tuple(_sign(mentions, name) for name in one.weight.names[:_MOST_SIGNS]),
            speaks_against=against,
        )
        for one in told
    )


def _sign(mentions: Mentions, name: int) -> Sign:
    match = mentions.first(name)
    place = mentions.telling.place(match.start)
    quote = mentions.telling.text[match.start : match.end]
    return Sign(quote, place.block if place else None, mentions.counts[name])


def _strangers(mentions: Mentions, explained: set[str]) -> tuple[Sign, ...]:
    """Names that stand often in the story and that none of the fandoms knows."""
    signs = []
    for word, count in mentions.leading.most_common(_MOST_SIGNS):
        if count > 2 and word not in explained:
            written = re.escape(word).replace("'", "['’]")
            at = re.search(rf"\b{written}\b", mentions.telling.text)
            place = mentions.telling.place(at.start()) if at else None
            signs.append(Sign(at[0] if at else word, place.block if place else None, count))
    return tuple(signs)
