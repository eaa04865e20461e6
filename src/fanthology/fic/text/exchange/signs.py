"""Inline mark-up as signs in plain text: ``_emphasis_ *strong* +underlined+ ~struck~``; a backslash takes a sign's
meaning away, and at the end of a line stands for nothing (so that a line can be empty)."""

from __future__ import annotations

import html as entities
import re
from typing import NamedTuple

SIGNS = {"em": "_", "strong": "*", "u": "+", "s": "~"}
_TAG_OF = {sign: tag for tag, sign in SIGNS.items()}
_SPECIAL = re.compile(r"[\\_*+~]")
_TOKEN = re.compile(r"\\\r?\n|\\$|\\.|[_*+~]|\r?\n", re.DOTALL)
_TAG = re.compile(r"<br/>\n?|<(/?)(\w+)[^<>]*>")


class Cut(NamedTuple):
    """A stretch of the source that is a sign, and the text that it stands for."""

    start: int
    end: int
    now: str


def to_signs(html: str) -> str:
    """The inside of a block, which has no elements but those with a sign, as text with signs.

    >>> to_signs("a <em>fine</em> day_dream<br/>\\n<strong>now</strong>")
    'a _fine_ day\\\\_dream\\n*now*'
    """
    pieces: list[str] = []
    at = 0
    for match in _TAG.finditer(html):
        pieces += escaped(html[at : match.start()]), SIGNS.get(match[2], "") if match[2] else "\n"
        at = match.end()
    pieces.append(escaped(html[at:]))
    lines = "".join(pieces).split("\n")
    return "\n".join(line or "\\" for line in lines)


def escaped(html: str) -> str:
    """Text of html as plain text without signs."""
    return _SPECIAL.sub(r"\\\g<0>", entities.unescape(html))


def from_signs(text: str, at: int) -> tuple[str, list[Cut]]:
    """The html of text with signs, and its signs; ``at`` is where the text stands in its source.

    >>> from_signs("a _fine_ day", 7)
    ('a <em>fine</em> day', [Cut(start=9, end=10, now=''), Cut(start=14, end=15, now='')])
    """
    pieces: list[str] = []
    cuts: list[Cut] = []
    open_ones: list[str] = []
    done = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        pieces.append(_html(text[done : match.start()]))
        done = match.end()
        if token[0] == "\\":
            cuts.append(Cut(at + match.start(), at + match.start() + 1, ""))
            rest = token[1:]
            pieces.append("<br/>\n" if rest.endswith("\n") else _html(rest))
        elif token.endswith("\n"):
            pieces.append("<br/>\n")
        else:
            cuts.append(Cut(at + match.start(), at + match.end(), ""))
            pieces.append(_toggled(_TAG_OF[token], open_ones))
    pieces.append(_html(text[done:]))
    pieces += (f"</{tag}>" for tag in reversed(open_ones))
    return "".join(pieces), cuts


def _toggled(tag: str, open_ones: list[str]) -> str:
    if tag not in open_ones:
        open_ones.append(tag)
        return f"<{tag}>"
    closed = ""
    while True:
        last = open_ones.pop()
        closed += f"</{last}>"
        if last == tag:
            return closed


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
