"""A passage found again in a text that was corrected: the same words where they stand now, or those most like them.

Knows no database.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from difflib import Match, SequenceMatcher
from typing import NamedTuple

from .anchors import Anchor, TextBlock, nearest

SHORT = 16
"""Fewer characters stand in many places; they are looked for only where they were."""
TELLING = 30
"""So many characters of a line hardly stand in a chapter twice."""
ALIKE = 0.5
"""Of the words of a passage so many have to be left."""
_AROUND = 3
_MOST_CHANGED = 12
"""So many words at an end of a passage may have been changed and are still marked."""
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|\w+|[^\w\s]")


class Found(NamedTuple):
    """From a character of one block to a character of another, or the same."""

    first: int
    start: int
    last: int
    end: int


class _Joined:
    """The texts of blocks as one, a line each, as the words of a passage are kept."""

    def __init__(self, blocks: Sequence[TextBlock]) -> None:
        self.leads = [len(one.text) - len(one.text.lstrip("\n")) for one in blocks]
        lines = [one.text.strip("\n") for one in blocks]
        self.text = "\n".join(lines)
        self.starts = [0]
        for line in lines[:-1]:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def found(self, at: int, to: int) -> Found:
        first, last = self.block_at(at), self.block_at(to - 1)
        return Found(
            first, at - self.starts[first] + self.leads[first], last, to - self.starts[last] + self.leads[last]
        )

    def block_at(self, at: int) -> int:
        return bisect_right(self.starts, at) - 1


def find_again(words: str, anchor: Anchor, start: int, blocks: Sequence[TextBlock]) -> Found | None:
    """Where the words of a passage are, which began with the ``start``-th character of the block that the anchor
    means; None if the half of them is gone.

    >>> from .anchors import blocks_of
    >>> blocks = blocks_of('<p id="a">Rain.</p><p id="b">It rained all the night.</p><p id="c">Nobody slept then.</p>')
    >>> find_again("rained all night.\\nNobody slept", Anchor("gone", 1, "It rained all night."), 3, blocks)
    Found(first=1, start=3, last=2, end=12)
    """
    if not blocks or not words.strip():
        return None
    joined, likely = _Joined(blocks), nearest(anchor, blocks)
    return _same(words, joined, likely, anchor.number, start) or _alike(words, joined, likely)


def _same(words: str, joined: _Joined, likely: int | None, number: int, start: int) -> Found | None:
    there = [match.start() for match in re.finditer(re.escape(words), joined.text)]
    if len(words.strip()) < SHORT:
        near = () if likely is None else (likely - 1, likely, likely + 1)
        there = [at for at in there if joined.block_at(at) in near]
    before = joined.starts[min(number if likely is None else likely, len(joined.starts) - 1)] + start
    at = min(there, key=lambda at: abs(at - before), default=None)
    return None if at is None else joined.found(at, at + len(words))


def _alike(words: str, joined: _Joined, likely: int | None) -> Found | None:
    if (near := _near(words, joined, likely)) is None:
        return None
    length = words.count("\n") + 1 + _AROUND
    begin = joined.starts[max(0, near - length)]
    after = near + length + 1
    window = joined.text[begin : joined.starts[after] if after < len(joined.starts) else None]
    wanted, here = _WORD.findall(words), list(_WORD.finditer(window))
    kept = _together(SequenceMatcher(None, wanted, [one[0] for one in here], autojunk=False).get_matching_blocks())
    left = sum(sign.isalnum() for one in kept for sign in wanted[one.a : one.a + one.size])
    if not kept or left < ALIKE * sum(sign.isalnum() for sign in wanted) or not left:
        return None
    first, last = kept[0], kept[-1]
    changed = len(wanted) - last.a - last.size
    from_ = max(0, first.b - (first.a if first.a <= _MOST_CHANGED else 0))
    to = min(len(here), last.b + last.size + (changed if changed <= _MOST_CHANGED else 0)) - 1
    return joined.found(begin + here[from_].start(), begin + here[to].end())


def _near(words: str, joined: _Joined, likely: int | None) -> int | None:
    """About which block a passage may be: where one of its lines is, else where its block is."""
    for line in words.split("\n"):
        if len(line) >= TELLING and (at := joined.text.find(line)) >= 0:
            return joined.block_at(at)
    return likely


def _together(matches: Sequence[Match]) -> list[Match]:
    """The longest run of the same words with those beside it, as far as they are not strewn over the text."""
    runs = [one for one in matches if one.size]
    if not runs:
        return []
    core = max(range(len(runs)), key=lambda at: runs[at].size)
    low = high = core
    while low and _close(runs[low - 1], runs[low]):
        low -= 1
    while high + 1 < len(runs) and _close(runs[high], runs[high + 1]):
        high += 1
    return runs[low : high + 1]


def _close(one: Match, other: Match) -> bool:
    return other.b - one.b - one.size <= 2 * (other.a - one.a - one.size) + _MOST_CHANGED
