"""Passages of a text that is corrected now and then: how one is held on to, and found again. Knows no database.

An Anchor names a Block by its id, which is made from the block's words, and keeps some words of it and of its
neighbours. Where the id is gone, the block that is most alike in the same surroundings is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

QUOTE, AROUND = 200, 80
"""How many characters of a block, and of its neighbours, an anchor keeps."""
ALIKE = 0.45
"""From here on a block counts as the corrected form of another."""
_BLOCK = re.compile(r'<[a-z][a-z0-9]* id="([^"]+)"')
TAG = re.compile(r'<(?:[^>"]|"[^"]*")*>')


class TextBlock(NamedTuple):
    """A Block of a chapter as a page has it: its id, its text as a browser counts it, and its HTML."""

    id: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """``block`` is the ``number``-th of its chapter. ``quote`` are its first words, ``before`` the last ones of the
    block before it, ``after`` the first ones of the next."""

    block: str
    number: int
    quote: str
    before: str = ""
    after: str = ""


def blocks_of(html: str) -> list[TextBlock]:
    """The blocks of a chapter's HTML, as `catalogue.chapter_html` makes it. Joined, they are the HTML again.

    >>> [one[:2] for one in blocks_of('<p id="a">One &amp; <em>two</em></p>\\n<p id="b">three</p>')]
    [('a', 'One & two'), ('b', 'three')]
    """
    starts = [(match.start(), match[1]) for match in _BLOCK.finditer(html)]
    ends = [*(start for start, _ in starts), len(html)][1:]  # a chapter may have no text
    pieces = ((name, html[start:end]) for (start, name), end in zip(starts, ends, strict=True))
    return [TextBlock(unescape(name), unescape(TAG.sub("", piece.removesuffix("\n"))), piece) for name, piece in pieces]


def anchor_at(blocks: Sequence[TextBlock], number: int) -> Anchor:
    """The anchor of the block with this number."""
    before = _plain(blocks[number - 1].text)[-AROUND:] if number else ""
    after = _plain(blocks[number + 1].text)[:AROUND] if number + 1 < len(blocks) else ""
    block = blocks[number]
    return Anchor(block.id, number, _plain(block.text)[:QUOTE], before, after)


def number_of(blocks: Sequence[TextBlock], block: str) -> int | None:
    """Which block has this id; None if none has."""
    return next((number for number, one in enumerate(blocks) if one.id == block), None)


def nearest(anchor: Anchor, blocks: Sequence[TextBlock], least: float = ALIKE) -> int | None:
    """The number of the block that an anchor means now; None if nothing there is alike enough.

    >>> blocks = blocks_of('<p id="a">It rained all night.</p><p id="b">Nobody slept at the inn.</p>')
    >>> nearest(Anchor("gone", 0, "Nobody slept at the Inn!"), blocks), nearest(Anchor("gone", 0, "Snow"), blocks)
    (1, None)
    """
    base = anchor.block.partition("-")[0]  # blocks of the same words are counted behind a hyphen
    same = [number for number, one in enumerate(blocks) if one.id.partition("-")[0] == base]
    if len(same) == 1 or not anchor.quote:
        return same[0] if same else None
    wanted, around = _signs(anchor.quote), (_signs(anchor.before[-AROUND:]), _signs(anchor.after))
    best, most = None, least
    for number in same or range(len(blocks)):
        own = _share(wanted, _signs(_plain(blocks[number].text)[:QUOTE]))
        if own + _MOST_AROUND > most:
            likeness = own + _around(around, blocks, number) - _far(number - anchor.number, len(blocks))
            best, most = (number, likeness) if likeness > most else (best, most)
    return best


_MOST_AROUND = 0.3


def _around(around: tuple[frozenset[str], frozenset[str]], blocks: Sequence[TextBlock], number: int) -> float:
    """How well the neighbours of a block are those that an anchor had."""
    here = anchor_at(blocks, number)
    return _MOST_AROUND / 2 * (_share(around[0], _signs(here.before)) + _share(around[1], _signs(here.after)))


def _far(away: int, of: int) -> float:
    """A little less for what is not where it was: of several that are as alike, the nearer one is meant."""
    return 0.05 * min(1.0, abs(away) / max(1, of))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _signs(text: str) -> frozenset[str]:
    """Every three characters that follow each other, whatever the script."""
    folded = f" {text.casefold()} "
    return frozenset(folded[at : at + 3] for at in range(len(folded) - 2))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0
