"""Letters that were lost to a spacing accent or to U+FFFD, found again in a lexicon of accented words.

Old converters wrote a lone accent where a letter had been (`na´ve`), newer ones U+FFFD. The letter can be known only
from the word: it is mended when exactly one word of ``data/accented.txt`` fits, each damaged character standing for
exactly one lost letter and every other letter as it is. A question mark inside a word is never mended: it may be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import NamedTuple
from unicodedata import normalize

from fanthology.fic.story import Repair

LOST = "\ufffd"
WILD_ACCENTS = "´¨¸"
"""Accents that converters left behind whatever the letter was."""
OWN_ACCENTS = {"`": "\u0300", "^": "\u0302", "~": "\u0303"}
"""ASCII signs that have other uses: they stand only for a letter that bears that very accent."""
DAMAGE = WILD_ACCENTS + "".join(OWN_ACCENTS) + LOST

_REMAINDERS = """
    ban bat bless cole cur fat fin flat for gal lam lan let lite man mat mile miles not pal pass past pat per
    port prim quart rag rat ret ros rot sal scar sever tat tart touch tude van veil vis
"""
ENGLISH_REMAINDERS = frozenset(_REMAINDERS.split())
"""What is left of a word that lost its first or last letter may be a whole word, and the accent its quotation mark."""

POSSESSIVES = ("'s", "’s", "´s", "s'", "s’")
GLUE = frozenset("@/\\|=<>{}#$%&+")
"""Next to a word, these make it an address, a path or code."""

_DAMAGED = re.compile(f"[{re.escape(DAMAGE)}]+")
_LETTERS_BEFORE = re.compile(r"[^\W\d_]*\Z")
_SMALLEST_REMAINDER = 3
_LONGEST_WORD = 40
_GAP = "\0"


class Damage(NamedTuple):
    """A word with gaps for the lost letters: where it stands, its skeleton, and the sign found in each gap."""

    start: int
    end: int
    skeleton: str
    signs: str


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """Skeleton (a lower-case word with a gap for each lost letter) to the words that fit it.

    >>> lexicon()["na\\0ve"]
    ('naïve',)
    """
    text = files("fanthology.fic.text").joinpath("data/accented.txt").read_text(encoding="utf-8")
    fits: dict[str, tuple[str, ...]] = {}
    for word in text.split():
        for skeleton in _skeletons(word.lower()):
            fits[skeleton] = (*fits.get(skeleton, ()), word)
    return fits


def _skeletons(word: str) -> Iterator[str]:
    accented = [index for index, letter in enumerate(word) if not letter.isascii()]
    for count in range(1, len(accented) + 1):
        for gaps in combinations(accented, count):
            yield "".join(_GAP if index in gaps else letter for index, letter in enumerate(word))


def mend_lost_letters(text: str) -> Iterator[Repair]:
    """The repairs for every damaged word that one lexicon word fits.

    >>> [(repair.was, repair.now) for repair in mend_lost_letters("So na´ve, don´t you think?")]
    [('na´ve', 'naïve')]
    """
    present = "".join(sign for sign in DAMAGE if sign in text)
    if not present:
        return
    done = 0
    for match in re.finditer(f"[{re.escape(present)}]+", text):
        if match.start() < done:
            continue
        damage = _word_around(text, match.start())
        if damage is None:
            continue
        done = damage.end
        now = _restored(text, damage)
        if now is not None:
            rule = "replacement-character" if LOST in damage.signs else "spacing-accent"
            yield Repair((damage.start, damage.end), text[damage.start : damage.end], now, rule)


def _word_around(text: str, position: int) -> Damage | None:
    """The word that has damage at ``position``; None where the neighbours say that it is no word of prose."""
    head = _LETTERS_BEFORE.search(text, max(0, position - _LONGEST_WORD), position)
    start = head.start() if head else position
    end, skeleton, signs = position, text[start:position].lower(), ""
    while end < len(text) and end - start <= _LONGEST_WORD:
        run = _DAMAGED.match(text, end)
        if run and run.group() in _ONE_LETTER:
            skeleton, signs, end = skeleton + _GAP, signs + run.group()[0], run.end()
        elif text[end].isalpha() or _joins(text, end):
            skeleton, end = skeleton + text[end].lower(), end + 1
        else:
            break
    # `fiancé´s`: the sign before a final s may be the apostrophe, so `_restored` asks for the bare word too
    before, after = text[start - 1 : start], text[end : end + 1]
    if any(sign in GLUE or sign.isdigit() or sign in DAMAGE for sign in (before, after) if sign):
        return None
    return Damage(start, end, skeleton, signs) if len(skeleton) > len(signs) else None


_ONE_LETTER = frozenset(DAMAGE) | {LOST * 2}
"""Two U+FFFD in a row are the two bytes of one letter in UTF-8."""


def _joins(text: str, index: int) -> bool:
    return text[index] == "-" and text[index + 1 : index + 2].isalpha()


def _restored(text: str, damage: Damage) -> str | None:
    """The whole word, in the case it was written in, or None if no word or several fit."""
    if _may_be_quoted(damage):
        return None
    for skeleton, ending in _stems(damage.skeleton):
        fits = {word for word in lexicon().get(skeleton, ()) if _signs_fit(word, skeleton, damage.signs)}
        if len(fits) > 1:
            return None
        if fits:
            written = text[damage.start : damage.end]
            return _in_case_of(written, skeleton, fits.pop()) + written[len(written) - len(ending) :]
    return None


def _stems(skeleton: str) -> Iterator[tuple[str, str]]:
    """The skeleton itself, then without an ending: a possessive whose apostrophe is damaged too, or a plural."""
    yield skeleton, ""
    if skeleton.endswith(_GAP + "s"):
        yield skeleton[:-2], _GAP + "s"
    if skeleton.endswith("s") and len(skeleton) > _SMALLEST_REMAINDER + 1:
        yield skeleton[:-1], "s"


def _signs_fit(word: str, skeleton: str, signs: str) -> bool:
    gaps = [index for index, letter in enumerate(skeleton) if letter == _GAP]
    return all(
        sign not in OWN_ACCENTS or OWN_ACCENTS[sign] in normalize("NFD", word[index])
        for index, sign in zip(gaps, signs, strict=False)
    )


def _may_be_quoted(damage: Damage) -> bool:
    """True if the only damage is at an edge, where a quotation mark stands as well as a letter."""
    body = damage.skeleton.strip(_GAP)
    if _GAP in body:
        return False
    edge_signs = set(damage.signs) & set(OWN_ACCENTS)
    return bool(edge_signs) or len(body) < _SMALLEST_REMAINDER or body in ENGLISH_REMAINDERS


def _in_case_of(written: str, skeleton: str, word: str) -> str:
    """``word`` with the letters that survived as they are and the lost ones in the case around them."""
    letters = [letter for letter in written if letter.isalpha() and letter not in DAMAGE]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return word.upper()
    survivors = iter(letters)
    return "".join(
        word[index] if letter == _GAP else letter if letter == "-" else next(survivors)
        for index, letter in enumerate(skeleton)
    )
