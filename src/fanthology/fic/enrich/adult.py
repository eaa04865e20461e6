"""Whether an unrated work should stay behind the gate for adults until someone has looked: a reason to, no rating."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import files

import ahocorasick_rs

from fanthology.fic.enrich.finding import Finding, Sign
from fanthology.fic.enrich.telling import Telling

_THRESHOLDS = {"explicit": (9.0, 4), "mature": (14.0, 4)}
"""For each name the weight of its words in a passage of `_PASSAGE` letters from which it is likely, and how many of
them must be different."""

_FILES = {"explicit": "explicit", "mature": "violent"}
_PASSAGE = 4_000
_MOST_SIGNS = 6


def adult_findings(telling: Telling) -> tuple[Finding, ...]:
    """``explicit`` or ``mature``, by the passage that says most; nothing for a text where no passage says enough.

    Swearing alone, or a word here and there, is no evidence: what counts is how many different words stand together.
    """
    for name, (enough, different) in _THRESHOLDS.items():
        start, found = _thickest(telling.text, name)
        weights = _weights(name)
        total = sum(weights[word] * min(number, 3) for word, number in found.items())
        strong = sum(1 for word in found if weights[word] > 1)
        if total < enough or len(found) < different or strong < 2:
            continue
        sure = round(min(0.95, 0.5 + 0.03 * (total - enough)), 3)
        place = telling.place(start)
        signs = tuple(
            Sign(word + "…", place.block if place else None, number) for word, number in found.most_common(_MOST_SIGNS)
        )
        return (Finding("adult", name, sure, None, signs),)
    return ()


def _thickest(text: str, name: str) -> tuple[int, Counter[str]]:
    """Where the passage with the most weight begins, and its words."""
    weights, words = _weights(name), tuple(_weights(name))
    passages: dict[int, Counter[str]] = {}
    low = text.lower()
    for number, start, _ in _automaton(name).find_matches_as_indexes(low):
        if not low[start - 1 : start].isalpha():
            passages.setdefault(start // _PASSAGE, Counter())[words[number]] += 1
    if not passages:
        return 0, Counter()
    at, found = max(
        passages.items(), key=lambda one: sum(weights[word] * min(number, 3) for word, number in one[1].items())
    )
    return min(at * _PASSAGE, len(text) - 1), found


@cache
def _weights(name: str) -> dict[str, int]:
    text = files("fanthology.fic.enrich").joinpath(f"data/{_FILES[name]}.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {word: int(line[0]) for line in lines for word in line[1:]}


@cache
def _automaton(name: str) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(list(_weights(name)), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
