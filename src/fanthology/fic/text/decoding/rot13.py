"""Passages that were turned by thirteen letters so that nobody reads the end of a story by accident.

Decoded only where no doubt is possible: several words on end that are common English when turned, and no common English
as they stand.
"""

from __future__ import annotations

import re
from codecs import decode
from collections.abc import Iterator

from fanthology.fic.story import Repair, Span

RULE = "rot13"

_WORDS = """
    the and of to a in that it he was his with as for her had not you on she is at him but from they all me have we my
    this one there so what were up out if would about them then said no into when by could their do your been an like
    will who did just now more know get some time back down are over only other which can than see too very after how
    where way before through going here any made never still again even come say eyes because something its our think
    us two really want look looked right go well much where why off around has want don't didn't it's i'm was
"""
_TELLING = ("gur ", "Gur ", " naq")
_FEWEST_TELLING = 2  # of "the" and "and", turned: without them a text is not looked at
FEWEST_WORDS = 8
LEAST_COMMON = 0.3  # of the words of a passage, once it is turned
_SHORT = 3  # words of a line that may have no common one
_LETTERS = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_LINE = re.compile(r"[^\n]*[A-Za-z][^\n]*")


def turned(text: str) -> str:
    """Every letter moved by thirteen places.

    >>> turned("Gur ohgyre qvq vg.")
    'The butler did it.'
    """
    return decode(text, "rot13")


_ALL = frozenset(_WORDS.split())
_COMMON = frozenset(word for word in _ALL if turned(word) not in _ALL and turned(word) not in ("or", "be"))


def mend_rot13(text: str) -> Iterator[Repair]:
    """The repairs of the lines that only make sense when turned.

    >>> [repair.now for repair in mend_rot13("Spoiler:\\nVg jnf gur ohgyre naq gur pbbx jub qvq vg.\\nSorry!")]
    ['It was the butler and the cook who did it.']
    """
    if "naq" not in text or sum(map(text.count, _TELLING)) < _FEWEST_TELLING:
        return
    lines = [match.span() for match in _LINE.finditer(text)]
    passage: list[Span] = []
    for span in [*lines, None]:
        if span and _may_be_turned(text[slice(*span)]):
            passage.append(span)
            continue
        yield from _mended(text, passage)
        passage = []


def _mended(text: str, passage: list[Span]) -> Iterator[Repair]:
    """The repairs of the lines of a passage, without the short ones at its ends that nothing speaks for."""
    while passage and not _common(text, passage[0]):
        del passage[0]
    while passage and not _common(text, passage[-1]):
        del passage[-1]
    words = sum(len(_LETTERS.findall(text, *span)) for span in passage)
    if words < FEWEST_WORDS or sum(_common(text, span) for span in passage) < LEAST_COMMON * words:
        return
    for start, end in passage:
        line = text[start:end]
        words_of = line.strip()
        first = start + line.index(words_of)
        yield Repair((first, first + len(words_of)), words_of, turned(words_of), RULE)


def _common(text: str, span: Span) -> int:
    """How many words of a line are common English once it is turned."""
    return sum(turned(word.lower()) in _COMMON for word in _LETTERS.findall(text, *span))


def _may_be_turned(line: str) -> bool:
    """True if no word of a line is common English, and some is when it is turned, or the line is short."""
    words = [word.lower() for word in _LETTERS.findall(line)]
    if any(word in _COMMON for word in words):
        return False
    return len(words) <= _SHORT or any(turned(word) in _COMMON for word in words)
