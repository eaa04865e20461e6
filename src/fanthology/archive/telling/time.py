"""How long something takes to read, in words."""

from __future__ import annotations

_SIGNS = {"zh": 1.6, "ja": 2.0, "th": 4.0, "lo": 4.0, "km": 4.0, "my": 4.0}
"""Where words are counted by their signs: how many of them are read in the time of a word."""


def minutes(words: int, pace: int, language: str | None = None) -> int:
    """The minutes that so many words take at a pace in words a minute, rounded up.

    >>> minutes(2600, 250), minutes(800, 250, "zh-Hant"), minutes(0, 250)
    (11, 2, 0)
    """
    signs = _SIGNS.get((language or "").split("-")[0].lower(), 1.0)
    return -int(-words // (pace * signs))


def time_words(taken: int) -> str:
    """
    >>> time_words(0), time_words(1), time_words(59), time_words(61), time_words(200)
    ('less than a minute', '1 minute', '59 minutes', '1 hour', '3 hours 20 minutes')
    """
    if taken < 60:
        return f"{taken} minute{'' if taken == 1 else 's'}" if taken else "less than a minute"
    hours, rest = divmod(5 * round(taken / 5) if taken > 90 else 60, 60)
    told = f"{hours:,} hour{'' if hours == 1 else 's'}"
    return f"{told} {rest} minutes" if rest and hours < 10 else told
