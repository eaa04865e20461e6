"""Texts for comparison: without case, accents or punctuation."""

from __future__ import annotations

import re
import unicodedata

ARTICLES = ("the ", "a ", "an ")
_APOSTROPHES = re.compile("['’‘ʼ`]")
_NO_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """A text for comparison: no case, accents or punctuation. What is nothing but punctuation stays as it is.

    >>> fold("D’Artagnan, Émigré!"), fold("???")
    ('dartagnan emigre', '???')
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    words = _NO_WORD.sub(" ", _APOSTROPHES.sub("", plain.casefold())).strip()
    return words or " ".join(text.casefold().split())


def fold_title(title: str) -> str:
    """A title for comparison and sorting: folded, and without a leading article.

    >>> fold_title("The Naïve  Adventure"), fold_title("A"), fold_title("Another")
    ('naive adventure', 'a', 'another')
    """
    folded = fold(title)
    for article in ARTICLES:
        if folded.startswith(article):
            return folded[len(article) :]
    return folded
