"""Made-up words, names and numbers, the same every time: what the archive of `million` is made of.

Everything is drawn as fandoms, tags and words are spread in life: a few of them are everywhere (Zipf).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from fanthology.archive.catalogue.public_ids import ALPHABET, LENGTH

RANDOM = random.Random(1895)
_ONSETS = ("b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "br", "dr", "gl", "st", "th")
_RHYMES = ("a", "e", "i", "o", "u", "an", "el", "or", "im", "us", "ay", "ea", "ock", "ill", "ern", "and")
_COPRIME = 7_000_000_000_003
_IDS: int = len(ALPHABET) ** LENGTH


def zipf(count: int, skip: int = 0) -> int:
    """A number below ``count``, the small ones most often. ``skip`` leaves out the most frequent places, so that none
    stands out as much."""
    first = skip + 0.5
    return int(first * ((count + first) / first) ** RANDOM.random() - first)


def word() -> str:
    """A word of one to four syllables."""
    return "".join(RANDOM.choice(_ONSETS) + RANDOM.choice(_RHYMES) for _ in range(RANDOM.choice((1, 2, 2, 3, 4))))


def distinct(make: Callable[[], str], count: int) -> Iterator[str]:
    """So many different ones of what is made; what comes again gets a number."""
    seen: dict[str, int] = {}
    for _ in range(count):
        made = make()
        seen[made] = seen.get(made, 0) + 1
        yield made if seen[made] == 1 else f"{made} {seen[made]}"


def public_id(number: int) -> str:
    """An id that looks drawn, each number's own."""
    left, signs = number * _COPRIME % _IDS, ""
    for _ in range(LENGTH):
        left, at = divmod(left, len(ALPHABET))
        signs += ALPHABET[at]
    return signs


class Language:
    """A language of 30,000 words, of which the first are used most."""

    def __init__(self) -> None:
        drawn: dict[str, None] = {}
        while len(drawn) < 30_000:
            drawn[word()] = None
        self.words = list(drawn)
        self._ratio = (len(self.words) + 1.5) / 1.5

    def text(self, fewest: int, most: int) -> str:
        """Words as they are used."""
        # as `zipf` does, without a call for each word
        drawn = [RANDOM.random() for _ in range(RANDOM.randint(fewest, most))]
        return " ".join([self.words[int(1.5 * self._ratio**chance - 1.5)] for chance in drawn])

    def name(self, fewest: int, most: int) -> str:
        """A few words that are drawn evenly, each with a capital letter."""
        return " ".join(one.capitalize() for one in RANDOM.choices(self.words, k=RANDOM.randint(fewest, most)))
