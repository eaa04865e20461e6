"""A description in one's own words: "the one where Watson finds a cat in the piano"."""

from __future__ import annotations

import re
from collections.abc import Callable

from .reading import LONGEST_QUERY
from .tree import AnyOf, Node, Parsed, Problem, Word

MOST_WORDS = 60
_COMMON = 0.3
_PIECE = re.compile(r'"(?P<phrase>[^"]+)"|(?P<word>[^\W_]+(?:[\'’-][^\W_]+)*)')
_STRAIGHT = str.maketrans("“”„«»", '"""""')


def parse_loosely(text: str, share: Callable[[str], float]) -> Parsed:
    """Any of the words of a description, but those that so many works have that they say nothing. ``share`` is how many
    of all works have a word, 1.0 being all.

    >>> shares = {"the": 0.9, "in": 0.9, "cat": 0.1, "piano": 0.01}
    >>> [part.text for part in parse_loosely("the cat in the piano", shares.__getitem__).node.parts]
    ['cat', 'piano']
    """
    found: dict[str, Node] = {}
    common: dict[str, Node] = {}
    known = 0
    for piece in _PIECE.finditer(text[:LONGEST_QUERY].translate(_STRAIGHT)):
        if piece["phrase"]:
            known += 1
            found[piece[0]] = Word(piece["phrase"], None, "exact")
        else:
            word = piece["word"].casefold()
            frequent = share(word)
            known += 0 < frequent <= _COMMON
            (common if frequent > _COMMON else found)[word] = Word(piece["word"])
    parts = tuple(found.values()) if known > 1 else (*found.values(), *common.values())
    told = f"Only the first {MOST_WORDS} words were searched."
    problems = (Problem(told, 0, 0),) if len(parts) > MOST_WORDS else ()
    parts = parts[:MOST_WORDS]
    return Parsed(AnyOf(parts) if len(parts) > 1 else next(iter(parts), None), problems)
