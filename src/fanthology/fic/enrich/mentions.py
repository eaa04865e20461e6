"""Who and what a story names: all matches of the lexicon, gathered once, asked by every kind of finding."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from fanthology.fic.enrich.doing import acts_after
from fanthology.fic.enrich.lexicon import Lexicon, Match, Meaning
from fanthology.fic.enrich.names import leading_names
from fanthology.fic.enrich.telling import Telling

# a capital there says nothing: a sentence, a line or a speech begins
_BEGINS = frozenset('.!?\n"“”‘*:…')
# what dawn and clouds do too
_NO_PERSON = re.compile(
    r" (?:broke|came|rose|fell|found|filled|covered|spread|turned|reached|touched|poured|flooded)\b"
)
_ENDS_ADDRESS = re.compile(r"[,.!?…'’\"”]|$")
_SURNAME = re.compile(r" ([A-Z][a-z]+(?:[’'-][A-Z][a-z]+)?)\b")


@dataclass(frozen=True, slots=True)
class Mentions:
    """``matches`` in order; ``counts`` says how often each name (by number in the lexicon) stands in the text;
    ``others`` how often a name that is one word has a surname that nobody in the lexicon has with it; ``leading`` is
    what the text names most, known or not; ``by_fandom`` has for each fandom that any name may
    come from its names and what they mean there."""

    telling: Telling
    lexicon: Lexicon
    matches: tuple[Match, ...]
    counts: Counter[int]
    others: dict[int, Counter[str]]
    leading: Counter[str]
    by_fandom: dict[int, dict[int, Meaning]]

    def first(self, name: int) -> Match:
        """The first match of a name."""
        return next(match for match in self.matches if match.name == name)


def mentions_in(telling: Telling, lexicon: Lexicon) -> Mentions:
    """The Mentions of a text. A name that is a common word too counts only if it stands somewhere as a name does."""
    text = telling.text
    found = tuple(lexicon.find(text))
    doubted = {match.name for match in found if lexicon.doubtful[match.name]}
    cleared = {match.name for match in found if match.name in doubted and _is_borne(text, match)}
    matches = tuple(match for match in found if match.name not in doubted or match.name in cleared)
    counts = Counter(match.name for match in matches)
    return Mentions(
        telling,
        lexicon,
        matches,
        counts,
        _others(text, lexicon, matches),
        leading_names(text),
        _by_fandom(lexicon, counts),
    )


def stands_as_name(text: str, match: Match) -> bool:
    """True where a capital is a sign of a name: inside a sentence, or in an address that ends at once."""
    before = text[max(0, match.start - 2) : match.start].rstrip(" ")
    if before and before[-1] not in _BEGINS:
        return True
    return bool(_ENDS_ADDRESS.match(text, match.end))


def _is_borne(text: str, match: Match) -> bool:
    """True where a word that may be common is surely somebody's name."""
    return stands_as_name(text, match) or (acts_after(text, match.end) and not _NO_PERSON.match(text, match.end))


def _others(text: str, lexicon: Lexicon, matches: Iterable[Match]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    begins = {match.start for match in matches}
    for match in matches:
        if lexicon.single[match.name] and (after := _SURNAME.match(text, match.end)) and after.start(1) not in begins:
            found[match.name][after[1]] += 1
    return found


def _by_fandom(lexicon: Lexicon, names: Iterable[int]) -> dict[int, dict[int, Meaning]]:
    found: dict[int, dict[int, Meaning]] = defaultdict(dict)
    for name in names:
        for meaning in lexicon.meanings[name]:
            kept = found[meaning.fandom].get(name)
            if kept is None or (kept.character is None and meaning.character is not None):
                found[meaning.fandom][name] = meaning
    return found
