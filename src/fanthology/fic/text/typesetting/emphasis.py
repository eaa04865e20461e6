"""Emphasis as plain text writes it: ``*so*``, ``_so_``, ``/so/``, ``//thought//`` and ``**so**``.

A pair of marks is emphasis only when it hugs whole words inside one paragraph. Dates, paths, addresses, footnote stars
and words with a star for a letter are none; where it is not clear, the text stays as it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST = 800  # characters: what is longer is two stray marks, not emphasis


class Emphasis(NamedTuple):
    """A range between two marks, the marks included, that is to be set as ``tag``."""

    start: int
    end: int
    mark: str
    tag: str


def _hugging(mark: str, before: str, after: str) -> re.Pattern[str]:
    sign = re.escape(mark[0])
    inside = rf"(?=[^\s{sign}])[^{sign}]{{1,{LONGEST}}}(?<=[^\s{sign}])"
    sought = re.escape(mark)  # it comes first in the pattern: such a pattern is found many times faster
    return re.compile(rf"{sought}(?<![{before}{sign}]{sought})({inside}){sought}(?![{after}{sign}])")


_MARKS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("**", "strong", _hugging("**", r"\w", r"\w")),
    ("*", "em", _hugging("*", r"\w", r"\w")),
    ("_", "em", _hugging("_", r"\w/@:.\\", r"\w@/\\")),
    ("//", "em", _hugging("//", r"\w:.\\", r"\w")),
    ("/", "em", _hugging("/", r"\w:.~<)\]\\", r"\w<\\")),
)
_HAS_WORD = re.compile(r"[^\W_]")
_LOOKS_LIKE_A_PATH = re.compile(r"[\w.-]+\.\w+|.*://.*", re.DOTALL)
_SIGNED = "/s/"  # before a name it says that the name was signed


def emphases(text: str) -> list[Emphasis]:
    """The emphasis in one paragraph, outer before inner, never crossing.

    >>> [text[1:-1] for text in ("*never*", "_at last_") for _ in emphases(text)]
    ['never', 'at last']
    >>> emphases("9/28/94 and/or f*ck 5 * 3 * 2 http://a.b/c_d_e snake_case_name")
    []
    """
    found: list[Emphasis] = []
    for mark, tag, pattern in _MARKS:
        if mark not in text:
            continue
        for match in pattern.finditer(text):
            if _HAS_WORD.search(match[1]) and not _LOOKS_LIKE_A_PATH.fullmatch(match[1]) and match[0] != _SIGNED:
                found.append(Emphasis(match.start(), match.end(), mark, tag))
    return _nested(found) if len(found) > 1 else found


def _nested(found: list[Emphasis]) -> list[Emphasis]:
    """Without those that cross another one, start inside its marks or repeat its tag."""
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Emphasis] = []
    open_ones: list[Emphasis] = []
    for one in found:
        while open_ones and open_ones[-1].end <= one.start:
            open_ones.pop()
        if open_ones:
            outer = open_ones[-1]
            inside = outer.start + len(outer.mark) <= one.start and one.end <= outer.end - len(outer.mark)
            if not inside or any(other.tag == one.tag for other in open_ones):
                continue
        kept.append(one)
        open_ones.append(one)
    return kept
