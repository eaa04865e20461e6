"""Who belongs with whom, ``/`` and ``&``: from the company people keep in scenes, the words around them, and custom."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal

from fanthology.fic.canon import Fandom, Relationship
from fanthology.fic.enrich.calibration import PAIR, PRIMARY_PAIR, ROMANCE, confidence
from fanthology.fic.enrich.company import Pair, pairs
from fanthology.fic.enrich.finding import Finding, Sign
from fanthology.fic.enrich.lexicon import Lexicon
from fanthology.fic.enrich.narrator import narrator_of
from fanthology.fic.enrich.people import Person
from fanthology.fic.enrich.telling import Telling

_BRACKETED = re.compile(r"\s*\([^()]*\)$")
_KINDS: tuple[Literal["/", "&"], ...] = ("/", "&")
_LEAST = 0.5
_LEAST_SHARE = 0.35  # of the first pair's company, for a further pair to be told
_MOST_FURTHER = 3
_MOST_WORDS = 4


def relationship_findings(telling: Telling, lexicon: Lexicon, cast: tuple[Person, ...]) -> tuple[Finding, ...]:
    """A Finding for the two people who belong together most, in the role ``primary``, and for others as clear."""
    ranked = sorted(
        (one for one in pairs(telling, cast, narrator_of(telling, cast)) if one.together),
        key=lambda one: -_standing(lexicon, one),
    )
    if not ranked:
        return ()
    best = _standing(lexicon, ranked[0])
    second = _standing(lexicon, ranked[1]) if len(ranked) > 1 else 0.0
    found = [_finding(telling, lexicon, ranked[0], best - second, "primary")]
    for one in ranked[1 : _MOST_FURTHER + 1]:
        if one.close and _standing(lexicon, one) > _LEAST_SHARE * best:
            further = _finding(telling, lexicon, one, _standing(lexicon, one) - best, None)
            if further.confidence >= _LEAST:
                found.append(further)
    return tuple(found)


def pair_values(lexicon: Lexicon, pair: Pair) -> tuple[float, ...]:
    """What pairs are compared by: blocks together, blocks that name both, how often the less and both are named, words
    of love, and whether canon has the two as ``/`` or ``&``."""
    named = sorted(pair.named)
    return (
        math.log1p(pair.together),
        math.log1p(pair.close),
        math.log1p(named[0]),
        math.log1p(sum(named)),
        math.log1p(pair.love),
        1.0 if _usual(lexicon, pair, "/") else 0.0,
        1.0 if _usual(lexicon, pair, "&") else 0.0,
    )


def romance_values(lexicon: Lexicon, pair: Pair) -> tuple[float, ...]:
    """What tells ``/`` from ``&``: words of love, how dense they are, and what canon has."""
    density = pair.love / (pair.together + 3)
    usual = (1.0 if _usual(lexicon, pair, kind) else 0.0 for kind in _KINDS)
    return (math.log1p(pair.love), density, *usual)


def _standing(lexicon: Lexicon, pair: Pair) -> float:
    """How much the two belong together, in whatever way."""
    return sum(slope * value for slope, value in zip(PAIR, pair_values(lexicon, pair), strict=True))


def _usual(lexicon: Lexicon, pair: Pair, kind: Literal["/", "&"]) -> Relationship | None:
    """The canon's own entry for the two, if they are of one fandom and it has one."""
    fandom = _fandom(lexicon, pair)
    names = {one.name for one in pair.people}
    if fandom is None:
        return None
    return next((one for one in fandom.relationships if one.kind == kind and set(one.between) == names), None)


def _fandom(lexicon: Lexicon, pair: Pair) -> Fandom | None:
    first, second = (one.fandom for one in pair.people)
    return lexicon.fandoms[first] if first is not None and first == second else None


def _finding(telling: Telling, lexicon: Lexicon, pair: Pair, lead: float, role: Literal["primary"] | None) -> Finding:
    usual = _usual(lexicon, pair, "/")
    romance = confidence(ROMANCE, romance_values(lexicon, pair))
    kind: Literal["/", "&"] = "/" if romance >= 0.5 else "&"
    known = min(one.sure for one in pair.people) * (1.0 if all(one.fandom is not None for one in pair.people) else 0.7)
    placed = confidence(PRIMARY_PAIR, (lead, math.log1p(pair.close)))
    sure = known * placed * max(romance, 1 - romance)
    block = telling.places[pair.block].block if pair.block is not None else None
    return Finding(
        "relationship",
        relationship_name([one.name for one in pair.people], kind, usual or _usual(lexicon, pair, "&")),
        round(sure, 3),
        role=role,
        speaks_for=_signs(telling, pair, block, kind),
        speaks_against=() if kind == "&" or pair.words else (Sign("no word of love", None, 0),),
    )


def _signs(telling: Telling, pair: Pair, block: str | None, kind: Literal["/", "&"]) -> tuple[Sign, ...]:
    """The first place that names both, with how many do, and the words of love around them."""
    shown = next((spot for spot in pair.people[1].spots if spot.block == pair.block), None)
    shown = shown or next((spot for spot in pair.people[0].spots if spot.block == pair.block), None)
    quote = telling.quote(shown.start, shown.end) if shown else ""
    signs = [Sign(quote, block, max(1, pair.close))] if quote else []
    if kind == "/":
        signs += [Sign(word, None, count) for word, count in pair.words.most_common(_MOST_WORDS)]
    return tuple(signs)


def _surname_first(name: str) -> tuple[str, str]:
    bare = _BRACKETED.sub("", name)
    return bare.rpartition(" ")[2].casefold(), bare.casefold()


def relationship_name(people: Sequence[str], kind: Literal["/", "&"], usual: Relationship | None = None) -> str:
    """A relationship's name as AO3 writes it: by surname, or in the canon's own order where it has one.

    >>> relationship_name(["Faye Valentine", "Spike Spiegel"], "/"), relationship_name(["Spike (BtVS)", "Oz"], "&")
    ('Spike Spiegel/Faye Valentine', 'Oz & Spike')
    """
    ordered = usual.between if usual else sorted(people, key=_surname_first)
    bare = [_BRACKETED.sub("", name) for name in ordered]
    return ("/" if kind == "/" else " & ").join(bare)
