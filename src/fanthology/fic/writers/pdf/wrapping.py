"""Words that are longer than a line: where they may be broken, so that no letter of them falls off the paper."""

from __future__ import annotations

import re
import unicodedata

# Scripts that are written without blanks, from Thai on, are broken by their own rules.
_LONG = re.compile("[^\\s\u0e00-\U0010ffff]{40,}")
_PIECE = 16
_BREAK = "\u200b"


def breakable(text: str) -> str:
    """A text whose very long words have places to break, that show nothing.

    >>> breakable("So " + "a" * 40).split("\\u200b")
    ['So aaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaa', 'aaaaaaaa']
    """
    return _LONG.sub(lambda found: _broken(found[0]), text)


def _broken(word: str) -> str:
    pieces = [""]
    for sign in word:
        # a mark stays with its letter
        if len(pieces[-1]) >= _PIECE and not unicodedata.category(sign).startswith("M"):
            pieces.append("")
        pieces[-1] += sign
    return _BREAK.join(pieces)
