"""Who is in a story: every name joined to its person, with each place where it stands and what its bearer does there.

One name in two fandoms, or of two people of one fandom, goes to the one whom the other names speak for. People whom no
fandom knows and who are named often, and act, are the story's own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from fanthology.fic.canon import Character
from fanthology.fic.enrich.calibration import LEAST_SURE
from fanthology.fic.enrich.doing import acts_after
from fanthology.fic.enrich.fandoms import Candidate
from fanthology.fic.enrich.lexicon import Lexicon, Match, Meaning
from fanthology.fic.enrich.mentions import Mentions, stands_as_name
from fanthology.fic.enrich.people import Person, Spot, Where
from fanthology.fic.enrich.strangers import is_stranger, with_strangers

_STRENGTH = {"full": 8.0, "alias": 4.0, "weak": 1.0, "sign": 0.0}
_PLACE = {"main": 2.0, "regular": 1.0, "minor": 0.0}


def cast_of(mentions: Mentions, fandoms: Sequence[Candidate]) -> tuple[Person, ...]:
    """Everyone of the fandoms whom the story names, and the story's own people, the most named first."""
    told = [one for one in fandoms if one.sure >= LEAST_SURE]
    if not told:
        return ()
    meant = _meant(mentions, {one.fandom for one in told})
    spots = _spots(mentions, meant)
    sure = {one.fandom: one.sure for one in told}
    people = [_person(mentions, who, found, sure[who[0]]) for who, found in spots.items()]
    people = with_strangers(mentions, {one.fandom for one in told}, people)
    return tuple(sorted(people, key=lambda one: (-len(one.spots), one.name)))


def _meant(mentions: Mentions, fandoms: set[int]) -> dict[int, Meaning]:
    """Whom each name means."""
    lexicon = mentions.lexicon
    options: dict[int, list[Meaning]] = {}
    for name in mentions.counts:
        people = [one for one in lexicon.meanings[name] if one.fandom in fandoms and one.character is not None]
        if people and _is_name(lexicon.names[name]) and not is_stranger(mentions, name, people):
            options[name] = people
    support: Counter[tuple[int, int | None]] = Counter()
    for name, people in options.items():
        if len(people) == 1:
            support[people[0].fandom, people[0].character] += mentions.counts[name]
    return {name: max(people, key=lambda one: _likely(lexicon, one, support)) for name, people in options.items()}


def _is_name(written: str) -> bool:
    return any(letter.isupper() for letter in written)


def _likely(lexicon: Lexicon, meaning: Meaning, support: Counter[tuple[int, int | None]]) -> tuple[float, int]:
    index = meaning.character or 0
    place = _PLACE[_character(lexicon, meaning.fandom, index).place]
    seen = support[meaning.fandom, meaning.character]
    return (_STRENGTH[meaning.strength] + place + min(seen, 12), -index)


def _character(lexicon: Lexicon, fandom: int, character: int) -> Character:
    return lexicon.fandoms[fandom].characters[character]


def _spots(mentions: Mentions, meant: dict[int, Meaning]) -> dict[tuple[int, int], list[tuple[Match, Spot]]]:
    found: dict[tuple[int, int], list[tuple[Match, Spot]]] = defaultdict(list)
    text, lexicon = mentions.telling.text, mentions.lexicon
    where = Where(mentions.telling)
    for match in mentions.matches:
        meaning = meant.get(match.name)
        if meaning is None or meaning.character is None:
            continue
        doubted = lexicon.doubtful[match.name] and not stands_as_name(text, match)
        if doubted and not acts_after(text, match.end):
            continue
        found[meaning.fandom, meaning.character].append((match, where.spot(match.start, match.end)))
    return found


def _person(mentions: Mentions, who: tuple[int, int], found: Sequence[tuple[Match, Spot]], sure: float) -> Person:
    lexicon = mentions.lexicon
    fandom, character = who
    forms = Counter(lexicon.names[match.name] for match, _ in found)
    strengths = {
        one.strength for match, _ in found for one in lexicon.meanings[match.name] if (one.fandom, one.character) == who
    }
    strong = bool(strengths & {"full", "alias"})
    name = _character(lexicon, fandom, character).name
    return Person(name, fandom, character, sure, strong, tuple(spot for _, spot in found), forms)
