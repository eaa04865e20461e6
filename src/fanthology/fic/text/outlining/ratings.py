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

# the ratings that are nothing else but ratings, and the letters where the words around them say that they are meant so
_PLAIN = re.compile(
    r"(?<![\w/@.-])(?P<plain>nc\s?-?\s?17|pg\s?-?\s?1[35]|(?-i:PG))(?![\w@/-])(?!\.\w)|"
    r"(?:\b(?:an?|hard|soft|strong|mild|light|definite(?:ly)?|solid|solidly|probably|about|maybe|it['’]s|this is|say|"
    r"strictly|"
    r"only|around|for|barely|just)\s|^\W{0,3})(?P<letter>(?-i:[RGM]))(?:-?(?:rated|rating|ish))?(?=\s?(?:[,;!)/]|"
    r"\.(?:\s|$)|$|"
    r"for\b|because\b|due\b|rat(?:ing|ed)\b))(?<!\w\.[RGM])",
    re.IGNORECASE,
)
_CODED = re.compile(
    r"(?:rated:?\s|rating:?\s|strong\s|mild\s|hard\s|soft\s)?(nc\s?-?17|pg-?1[35]|pg|[rg]|k\+)", re.IGNORECASE
)
_DENIED = re.compile(r"\b(?:not|isn['’]t|under|below|than|no|never|from|until)\s(?:\w+\s)?$", re.IGNORECASE)


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


def rating_named(text: str) -> tuple[str, str] | None:
    """The rating that a note or a line of a header names without saying that it is one, and the words around it.

    >>> rating_named("It's PG-13, mostly for what Toby says."), rating_named("a hard R."), rating_named("Dr. R.")
    (('PG-13', "It's PG-13"), ('R', 'a hard R'), None)
    """
    for match in _PLAIN.finditer(text[:4000]):
        before = text[max(0, match.start() - 24) : match.start()]
        if not _DENIED.search(before):
            written = text[max(text.rfind(" ", 0, max(0, match.start() - 1)) + 1, 0) : match.end()]
            return match["plain"] or match["letter"], written.strip()
    return None


def rating_in_codes(line: str) -> str | None:
    """The rating in a line of codes, as they stand under titles: ``Vignette, MSR, R.``

    >>> rating_in_codes("Holmes/Watson, r"), rating_in_codes("DS9 - Rated PG - Humor"), rating_in_codes("Yes, G said.")
    ('r', 'PG', None)
    """
    pieces = [piece for piece in re.split(r"\s{0,4}[,;|()\[\]]\s{0,4}|\s+--?\s+", line[:100].strip(" .")) if piece]
    if not 2 <= len(pieces) <= 8 or len(line) > 100:
        return None
    for piece in pieces:
        if (match := _CODED.fullmatch(piece)) and (len(match[1]) > 1 or match[1].isupper() or "/" in line):
            others = [other for other in pieces if other is not piece]
            return match[1] if all(len(other.split()) <= 3 for other in others) else None
    return None
