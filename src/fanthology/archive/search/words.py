"""How a text becomes the words of the index: folded, so that naïve is naive, and stemmed, so that running is run.

Both are done here, once for the index and for a question alike; the index takes the words as they come.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import tantivy

_LONGEST_WORD = 64
_OWN_S = re.compile(r"(?<=\w)['’ʼ][sS]\b")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f]")
# Thai, Lao, Myanmar and Khmer; kana; Han; Hangul: written without blanks, or with endings that are no words
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003134f"
)
_ONE_LETTER = re.compile(
    f"[{_UNSPACED}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e]*"
)

ENGLISH = "english"
STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "nl": "dutch",
    "en": ENGLISH,
    "fi": "finnish",
    "fr": "french",
    "de": "german",
    "el": "greek",
    "hu": "hungarian",
    "it": "italian",
    "no": "norwegian",
    "nb": "norwegian",
    "nn": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "es": "spanish",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
"""The languages whose endings are known, by their code. A work that does not say is taken for English."""


@cache
def _folder() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )


@cache
def _stemmer(name: str) -> tantivy.TextAnalyzer:
    blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return blanks.filter(tantivy.Filter.stemmer(name)).build()


def encodable(text: str) -> str:
    """The text without lone surrogates, which arguments of a command may hold and tantivy cannot take.

    >>> encodable("caf" + chr(0xDCE9))
    'caf?'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def composed(text: str) -> str:
    """The text with each accent joined to its letter.

    >>> composed("nai\\u0308ve") == "naïve"
    True
    """
    return unicodedata.normalize("NFC", text)


def folded_words(text: str) -> list[str]:
    """The words of a text: letters and digits only, lower case, without accents and apostrophes. No word is left out as
    too common: "to be or not to be" is a phrase. What is written without blanks is taken letter by letter.

    >>> folded_words("The naïve Roses' café, Holmes's and O’Brien's; don't")
    ['the', 'naive', 'roses', 'cafe', 'holmes', 'and', 'obrien', 'dont']
    >>> folded_words("東京の猫")
    ['東', '京', 'の', '猫']
    """
    text = _APOSTROPHE.sub("", _OWN_S.sub("", text)) if "'" in text or "’" in text else text
    if not text.isascii():
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
        text = _ONE_LETTER.sub(r" \g<0> ", text)
    words: list[str] = _folder().analyze(text)
    return words


_SHIP = re.compile(r"\s*([/&])\s*")
FAR_APART = 4


def ship_words(name: str) -> tuple[list[list[str]], str]:
    """The words of each of those whom a relationship is between, and its first sign; empty if it has none.

    >>> ship_words("Mina Harker/Lucy"), ship_words("Holmes & Watson"), ship_words("Mina")
    (([['mina', 'harker'], ['lucy']], '/'), ([['holmes'], ['watson']], '&'), ([['mina']], ''))
    """
    parts = _SHIP.split(name)
    return [words for part in parts[::2] if (words := folded_words(part))], parts[1] if len(parts) > 1 else ""


def stems(words: Iterable[str], language: str | None) -> list[str]:
    """Folded words without their endings, by the rules of the language.

    >>> stems(["running", "roses"], "en"), stems(["chansons"], "fr-CA"), stems(["running"], "ja")
    (['run', 'rose'], ['chanson'], ['running'])
    """
    name = stemmer_of(language)
    words = list(words)
    if name is None or not words:
        return words
    found: list[str] = _stemmer(name).analyze(" ".join(words))
    return found


def stemmer_of(language: str | None) -> str | None:
    """Whose endings are taken off a text of this language; None for one whose endings nobody here knows."""
    return STEMMERS.get(language.lower().split("-")[0]) if language else ENGLISH


def unspaced(word: str) -> bool:
    """Whether this is written in letters that are taken one by one.

    >>> unspaced("猫"), unspaced("cat")
    (True, False)
    """
    return bool(_ONE_LETTER.match(word))
