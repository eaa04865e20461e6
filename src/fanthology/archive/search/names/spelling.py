"""How a name is spelled for comparison, and how well what somebody typed fits it. Knows no index and no database.

Accents, case, apostrophes and punctuation do not matter. Of a name without spaces between words (Chinese, Japanese,
Korean) every ending is a word, so that it is found by any part.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from fanthology.fic.text.folding import fold

LONGEST = 300
"""So many letters of a name are looked at."""
MOST_WORDS = 8
"""So many words of what is typed are looked for one by one."""
LEAST_MENDED = 4
"""A typed word of so many letters may have one mistake: it may be one of five that lost a letter."""

_LONGEST_WORD = 40
_APOSTROPHE = re.compile("['’‘ʼ`]")
# Letters that no decomposition takes apart into a plain one and its sign.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_UNSPACED = re.compile("[\u1100-\u11ff\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# A syllable of Korean is taken apart into its letters; nobody begins at its second.
_INNER = re.compile("[\u1160-\u11ff]")


class Fit(IntEnum):
    """How well what was typed fits a name, the best first."""

    SAME = 0
    BEGINNING = 1
    WORDS = 2
    NEAR = 3
    NEAR_BEGINNINGS = 4


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, folded, and its words."""

    whole: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name, folded, and every word that it may be found by."""

    whole: str
    words: frozenset[str]


def typed(text: str) -> Typed:
    """What was typed, as names are compared with it.

    >>> typed(" L’Étoile  du")
    Typed(whole='letoile du', words=('letoile', 'du'))
    """
    whole = _folded(text)
    return Typed(whole, tuple(word[:_LONGEST_WORD] for word in whole.split()[:MOST_WORDS]))


@lru_cache(maxsize=4096)
def spelling(name: str) -> Spelling:
    """A name, as it is found.

    >>> sorted(spelling("Spider-Man d'Or").words)
    ['d', 'dor', 'man', 'or', 'spider', 'spiderman']
    """
    words = {form[:_LONGEST_WORD] for part in name[:LONGEST].split() for form in _forms(part)}
    return Spelling(_folded(name), frozenset(words))


def fit(asked: Typed, name: Spelling) -> Fit | None:
    """How well what was typed fits a name; None if it does not.

    >>> fit(typed("spkie"), spelling("Spike")).name, fit(typed("van"), spelling("Ludwig van Beethoven")).name
    ('NEAR', 'WORDS')
    """
    if not asked.words:
        return None
    if name.whole == asked.whole:
        return Fit.SAME
    if name.whole.startswith(asked.whole):
        return Fit.BEGINNING
    ways: tuple[tuple[Fit, Callable[[str, str], bool]], ...] = (
        (Fit.WORDS, _begins),
        (Fit.NEAR, _nearly_is),
        (Fit.NEAR_BEGINNINGS, _nearly_begins),
    )
    for found, way in ways:
        if all(any(way(word, other) for other in name.words) for word in asked.words):
            return found
    return None


def _folded(text: str) -> str:
    return fold(text[:LONGEST]).translate(_PLAIN)


def _forms(part: str) -> Iterator[str]:
    """The words of what stands between two spaces: "Spider-Man" is also one word, "d'Or" two."""
    for way in (part, _APOSTROPHE.sub(" ", part)):
        words = _folded(way).split()
        yield from words
        yield "".join(words)
        for word in words:
            yield from _endings(word)


def _endings(word: str) -> Iterator[str]:
    for start in range(1, len(word) if _UNSPACED.search(word) else 0):
        if not _INNER.match(word, start):
            yield word[start:]


def _begins(word: str, other: str) -> bool:
    return other.startswith(word)


def _nearly_is(word: str, other: str) -> bool:
    return other.startswith(word) or (len(word) >= LEAST_MENDED and _one_mistake(word, other, operator.eq))


def _nearly_begins(word: str, other: str) -> bool:
    return other.startswith(word) or (len(word) >= LEAST_MENDED and _one_mistake(word, other, str.startswith))


def _one_mistake(word: str, other: str, ends: Callable[[str, str], bool]) -> bool:
    """Whether a word is another but for one letter that is wrong, missing, too much, or has changed places with the
    next. ``ends`` compares what comes after it: the rest of the other word, the rest of this one."""
    at = next((place for place, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), None)
    if at is None:
        return len(word) - len(other) <= 1
    mine, theirs = word[at:], other[at:]
    return (
        ends(theirs[1:], mine[1:])
        or ends(theirs[1:], mine)
        or ends(theirs, mine[1:])
        or (mine[:2] == theirs[1::-1] and len(mine) > 1 and len(theirs) > 1 and ends(theirs[2:], mine[2:]))
    )
