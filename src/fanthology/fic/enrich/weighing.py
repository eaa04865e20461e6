"""What speaks for each fandom: how telling the names are, how much of the story they explain, how far it is ahead."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from fanthology.fic.enrich.lexicon import Lexicon, Meaning
from fanthology.fic.enrich.mentions import Mentions
from fanthology.fic.enrich.names import is_everyday, straight

_SAYS = {"full": 7.0, "alias": 5.0, "weak": 3.0, "sign": 3.0}
"""How much more likely (as a logarithm) a story of the fandom has such a name than another story."""
_EVERYDAY = {"full": 7.0, "alias": 2.6, "weak": 2.2, "sign": 2.0}
_PLACE = {"main": 1.0, "regular": 0.85, "minor": 0.65}
_COMMON_SIGN = 0.5
_MOST_SIGNS = 9.0
_MOST_COMMON = 1.5
_MOST_LEAD = 2.0
_LEAST_SHARE = 0.25  # of its score, where a fandom knows none of the leading names
_DOUBT = 0.7  # one half of it speaks for, one against, where a story names hardly anybody
_OTHER_PERSON = 0.35  # what is left of a first name that has a stranger's surname


@dataclass(frozen=True, slots=True)
class Weight:
    """A fandom that something speaks for. ``score`` sums how telling the names are; ``people`` is how many of its
    characters are named; ``cover`` is the share (0 to 1) of what the story names most that it explains, ``heart`` that
    of its central characters alone; ``rare`` is the part of the score that comes from names that not everybody bears;
    ``names`` are those that spoke, the most telling first."""

    fandom: int
    score: float
    people: int
    cover: float
    heart: float
    rare: float
    names: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence in a fandom is made from; ``lead`` is over other worlds, ``lead_at_home`` over fandoms of the
    same world."""

    strength: float
    people: float
    cover: float
    heart: float
    lead: float
    lead_at_home: float
    rare: float

    def values(self) -> tuple[float, ...]:
        return (self.strength, self.people, self.cover, self.heart, self.lead, self.lead_at_home, self.rare)


def weights(mentions: Mentions, taken: Collection[int] = ()) -> list[Weight]:
    """What speaks for each fandom, the most first. Names in ``taken`` are explained already and speak for none.

    Fandoms that could stand first by no share of the leading names are left out.
    """
    scores = []
    for fandom, names in mentions.by_fandom.items():
        left = {name: meaning for name, meaning in names.items() if name not in taken} if taken else names
        score = _score(mentions, left)
        if score.sum > 0:
            scores.append((fandom, left, score))
    least = _LEAST_SHARE * max((score.sum for _, _, score in scores), default=0.0)
    roots = {word: math.sqrt(count) for word, count in mentions.leading.items()}
    found = [_weight(mentions.lexicon, *one, roots) for one in scores if one[2].sum >= least]
    return sorted(found, key=lambda one: (-standing(one), one.fandom))


def standing(weight: Weight) -> float:
    """By what fandoms are compared."""
    return weight.score * (_LEAST_SHARE + (1 - _LEAST_SHARE) * weight.cover)


@dataclass(frozen=True, slots=True)
class _Score:
    sum: float
    people: int
    rare: float
    names: tuple[int, ...]


def _score(mentions: Mentions, names: Mapping[int, Meaning]) -> _Score:
    """How telling the names are: of each person the most telling one, and the signs up to a limit."""
    lexicon = mentions.lexicon
    people: dict[int, tuple[float, int]] = {}
    signs: dict[str, tuple[float, int]] = {}
    common: dict[str, tuple[float, int]] = {}
    for name, meaning in names.items():
        said = _says(mentions, name, meaning)
        if meaning.character is not None:
            people[meaning.character] = max(people.get(meaning.character, (0.0, name)), (said, name))
        else:
            kept = common if meaning.strength == "weak" else signs
            key = lexicon.names[name].casefold()
            kept[key] = max(kept.get(key, (0.0, name)), (said, name))
    total = (
        sum(said for said, _ in people.values())
        + min(_MOST_SIGNS, sum(said for said, _ in signs.values()))
        + min(_MOST_COMMON, sum(said for said, _ in common.values()))
    )
    rare = sum(said for said, name in people.values() if not is_everyday(lexicon.names[name]))
    rare += min(_MOST_SIGNS, sum(said for said, _ in signs.values()))
    ordered = sorted((*people.values(), *signs.values(), *common.values()), reverse=True)
    return _Score(total, len(people), rare, tuple(name for _, name in ordered))


def _says(mentions: Mentions, name: int, meaning: Meaning) -> float:
    lexicon, count = mentions.lexicon, mentions.counts[name]
    written = lexicon.names[name]
    if meaning.character is None:
        base = _COMMON_SIGN if meaning.strength == "weak" else _SAYS["sign"]
        return _shared(base, lexicon.worlds[name]) * min(1.0, 0.7 + 0.1 * math.log2(count))
    base = (_EVERYDAY if is_everyday(written) else _SAYS)[meaning.strength]
    base *= _PLACE[lexicon.fandoms[meaning.fandom].characters[meaning.character].place]
    base = _shared(base, lexicon.worlds[name]) * min(1.0, 0.5 + 0.17 * math.log2(count))
    strangers = mentions.others.get(name)
    if strangers and meaning.strength != "full":
        strange = min(1.0, 3 * sum(strangers.values()) / count)
        base *= 1 - (1 - _OTHER_PERSON) * strange
    return base


def _shared(base: float, worlds: float) -> float:
    return max(base - 0.8 * math.log(worlds), 0.25 * base)


def _weight(
    lexicon: Lexicon, fandom: int, names: Mapping[int, Meaning], score: _Score, roots: Mapping[str, float]
) -> Weight:
    """The Weight, with the share of the leading names that this fandom knows and that its people bear."""
    known: set[str] = set()
    hearts: set[str] = set()
    characters = lexicon.fandoms[fandom].characters
    for name, meaning in names.items():
        words = straight(lexicon.names[name]).split()
        known.update(words)
        if meaning.character is not None and characters[meaning.character].place != "minor":
            hearts.update(words)
    total = _DOUBT + sum(roots.values())
    cover = (_DOUBT / 2 + sum(root for word, root in roots.items() if word in known)) / total
    heart = (_DOUBT / 2 + sum(root for word, root in roots.items() if word in hearts)) / total
    return Weight(fandom, score.sum, score.people, cover, heart, score.rare, score.names)


def features(lexicon: Lexicon, weight: Weight, rivals: Collection[Weight], before: Collection[Weight] = ()) -> Features:
    """The Features of one fandom among rivals; those ``before`` it, which explain more, are rivals in its own world."""
    fandom = lexicon.fandoms[weight.fandom]
    abroad = at_home = 0.0
    for rival in (*before, *rivals):
        other = lexicon.fandoms[rival.fandom]
        if other.name in fandom.shares or fandom.name in other.shares:
            at_home = max(at_home, standing(rival))
        elif rival not in before:
            abroad = max(abroad, standing(rival))
    own = standing(weight)
    return Features(
        strength=math.log1p(weight.score),
        people=math.log1p(weight.people),
        cover=weight.cover,
        heart=weight.heart,
        lead=min(_MOST_LEAD, math.log((own + 1) / (abroad + 1))),
        lead_at_home=min(_MOST_LEAD, math.log((own + 1) / (at_home + 1))),
        rare=math.log1p(weight.rare),
    )
