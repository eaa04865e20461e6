"""Names that no fandom of a story knows: of its own people, or other ways to write a known name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fanthology.fic.enrich.lexicon import Meaning
from fanthology.fic.enrich.mentions import Mentions
from fanthology.fic.enrich.names import is_everyday, straight
from fanthology.fic.enrich.naming import is_common
from fanthology.fic.enrich.people import Person, Spot, Where

_LEAST = 4
_LEAST_DEEDS = 3
_MOST = 8
_SHORT, _LONG = 3, 5
_PLACE_WORDS = re.compile(r"\b(?:in|at|to|from|of|on|the|a|an|this|that|into|near) $")


def with_strangers(mentions: Mentions, fandoms: set[int], people: Sequence[Person]) -> list[Person]:
    """The people with those whom none of the fandoms knows. A name that is short for a known person's, or a slip of it,
    joins that person."""
    named = list(people)
    sure = min((one.sure for one in people), default=0.0)
    for word, spots in _found(mentions, _unknown(mentions, fandoms)).items():
        kin = [index for index, one in enumerate(named) if one.fandom is not None and _is_kin(word, one)]
        if len(kin) == 1:
            named[kin[0]] = _joined(named[kin[0]], word, spots)
            continue
        person = Person(word, None, None, sure, False, tuple(spots), Counter({word: len(spots)}))
        if not kin and person.count("acts", "addressed") >= _LEAST_DEEDS:
            named.append(person)
    return named


def is_stranger(mentions: Mentions, name: int, people: Iterable[Meaning]) -> bool:
    """True if a first name mostly stands with a surname that nobody known bears."""
    strange = sum(mentions.others.get(name, Counter()).values())
    return 2 * strange > mentions.counts[name] and all(one.strength != "full" for one in people)


def _unknown(mentions: Mentions, fandoms: set[int]) -> list[str]:
    """Leading names that the fandoms do not know."""
    lexicon = mentions.lexicon
    known = {
        word
        for name in mentions.counts
        if any(one.fandom in fandoms for one in lexicon.meanings[name])
        and not is_stranger(mentions, name, lexicon.meanings[name])
        for word in straight(lexicon.names[name]).split()
    }
    return [
        word
        for word, count in mentions.leading.items()
        if count >= _LEAST and word not in known and (is_everyday(word) or not is_common(word))
    ][:_MOST]


def _found(mentions: Mentions, words: Sequence[str]) -> dict[str, list[Spot]]:
    found: dict[str, list[Spot]] = defaultdict(list)
    if not words:
        return found
    text, where = mentions.telling.text, Where(mentions.telling)
    alike = "|".join(re.escape(word).replace("'", "['’]") for word in words)
    for match in re.finditer(rf"\b(?:{alike})\b", text):
        if not _PLACE_WORDS.search(text[max(0, match.start() - 6) : match.start()]):
            found[straight(match[0])].append(where.spot(match.start(), match.end()))
    return found


def _is_kin(word: str, person: Person) -> bool:
    """True for "Bev" or "Beverley" beside Beverly, "Skully" beside Scully."""
    words = {part for name in (person.name, *person.forms) for part in name.split() if part[:1].isupper()}
    return any(_is_alike(word, one) for one in words if len(one) >= _SHORT)


def _is_alike(word: str, known: str) -> bool:
    if word.casefold() == known.casefold():
        return True
    if known.startswith(word):
        return len(word) >= _SHORT and (not is_everyday(word) or len(known) - len(word) >= _SHORT)
    if word.startswith(known):
        return len(known) >= _LONG and len(word) - len(known) <= 2
    shorter, longer = sorted((word, known), key=len)
    return len(shorter) >= _LONG and word[0] == known[0] and not is_everyday(word) and _slips(shorter, longer) <= 1


def _slips(shorter: str, longer: str) -> int:
    """How many letters differ, 2 for two or more: one changed, or one more in the longer word."""
    if len(longer) - len(shorter) > 1:
        return 2
    at = next((index for index, letter in enumerate(shorter) if letter != longer[index]), len(shorter))
    rest = shorter[at + 1 :] if len(shorter) == len(longer) else shorter[at:]
    return 0 if shorter == longer else 1 if rest == longer[at + 1 :] else 2


def _joined(person: Person, word: str, spots: Iterable[Spot]) -> Person:
    every = tuple(sorted((*person.spots, *spots), key=lambda spot: spot.start))
    return replace(person, spots=every, forms=person.forms + Counter({word: len(every) - len(person.spots)}))
