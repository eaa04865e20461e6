"""The lengths that works are counted by."""

from __future__ import annotations

LENGTHS = (1_000, 5_000, 10_000, 50_000, 100_000)
"""Where one length ends and the next begins, in words."""


def length_of(words: int) -> int:
    """Which of the lengths a work has: 0 below the first of `LENGTHS`.

    >>> length_of(999), length_of(1000), length_of(200_000)
    (0, 1, 5)
    """
    return sum(words >= least for least in LENGTHS)


def length_words(which: str) -> str:
    """A length of the index in words.

    >>> length_words("0"), length_words("1"), length_words("5"), length_words("x")
    ('Under 1,000 words', '1,000 to 5,000 words', '100,000 words and more', 'x')
    """
    if not (which.isascii() and which.isdigit() and len(which) < 3 and int(which) <= len(LENGTHS)):
        return which
    number = int(which)
    if number == 0:
        return f"Under {LENGTHS[0]:,} words"
    if number == len(LENGTHS):
        return f"{LENGTHS[-1]:,} words and more"
    return f"{LENGTHS[number - 1]:,} to {LENGTHS[number]:,} words"
