"""Ratings as people write them, mapped to the five standard names.

Whole tokens are matched, never a prefix: a word that only begins with M or R is no rating.
"""

from __future__ import annotations

import re

from fanthology.fic.story import RATINGS

_LEVELS = {
    "Explicit": ("nc17", "x", "xxx", "ma", "explicit", "18+", "adult", "adults", "nc18"),
    "Mature": ("r", "m", "mature", "17+", "16+", "fr18"),
    "Teen And Up Audiences": (
        "pg13", "pg15", "pg14", "t", "teen", "teens", "15+", "12+", "13+", "14+", "fr13", "fr15", "teenandup",
    ),
    "General Audiences": ("g", "pg", "k", "k+", "general", "everyone", "fr7", "frc", "allages", "u"),
}  # fmt: skip
_LEVEL_OF = {token: name for name, tokens in _LEVELS.items() for token in tokens}
_TOKEN = re.compile(
    r"(?<![\w+])(nc\s?-?\s?1[78]|pg\s?-?\s?1[345]|1[2-8]\s?\+|k\+|teen and up|all ages|fr(?:1[358]|7|c)|"
    r"explicit|mature|teens?|general|everyone|adults?|xxx|pg|ma|[gkmrtxu])(?:ish)?(?![\w+])",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:rated|rating(?: of| is|:)?|rate (?:this|it)(?: an?| at| as)?|call (?:this|it)(?: an?)?|story is(?: an?)?)\s+"
    r"(?:about |a |an |strong |mild |soft |hard )?\"?\(?(nc\s?-?\s?17|pg\s?-?\s?1[35]|pg|ma|[grx]|k\+?|t|"
    r"m)(?:ish)?\b\+?",
    re.IGNORECASE,
)


def rating_of(value: str) -> str:
    """The standard name of a rating value; the highest of several; "Not Rated" if no token is known.

    >>> [rating_of(v) for v in ("PG -13", "R/NC-17", "[PG-13]", "PGish", "15+", "Mild", "K+")]
    ['Teen And Up Audiences', 'Explicit', 'Teen And Up Audiences', 'General Audiences', 'Teen And Up Audiences', \
'Not Rated', 'General Audiences']
    """
    head = re.split(r"\s(?:for|because|due to|just)\b", value[:200], maxsplit=1)[0]
    levels = [level for level in map(_level, _TOKEN.findall(head)) if level]
    return max(levels, key=RATINGS.index, default="Not Rated")


def _level(token: str) -> str | None:
    return _LEVEL_OF.get(re.sub(r"[\s-]", "", token.lower()))


def rating_in_sentence(text: str) -> re.Match[str] | None:
    """A rating said in a sentence: "Rated PG", "I'd rate this PG-13". Group 1 is the rating as written.

    >>> rating_in_sentence("I'd rate this PG-13 for language.").group(1)
    'PG-13'
    >>> rating_in_sentence("They rated a mention.") is None
    True
    """
    for match in _SENTENCE.finditer(text):
        token = match.group(1)
        if len(token) > 1 or token.isupper():
            return match
    return None
