"""Two copies of a text side by side: what is the same, what was changed, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["same", "changed", "left", "right", "skipped"]
Run: TypeAlias = tuple[str, bool]
"""Some words, and whether only this side has them."""

MOST_PARAGRAPHS = 3_000
_LONGEST_WORDS = 1_500
_AROUND = 1  # unchanged paragraphs shown beside a change
_TOKEN = re.compile(r"\s+|[^\s]+")
_ALIKE = 0.35


@dataclass(frozen=True, slots=True)
class Line:
    """A pair of paragraphs. A side that has none is empty; ``skipped`` stands for so many that are the same."""

    kind: Kind
    left: tuple[Run, ...] = ()
    right: tuple[Run, ...] = ()
    skipped: int = 0


def compare(left: Sequence[str], right: Sequence[str]) -> list[Line]:
    """The paragraphs of two texts side by side; long stretches that are the same are only counted.

    >>> lines = compare(["Same.", "The cat sat."], ["Same.", "The dog sat."])
    >>> lines[1].kind, lines[1].left
    ('changed', (('The ', False), ('cat', True), (' sat.', False)))
    """
    left, right = left[:MOST_PARAGRAPHS], right[:MOST_PARAGRAPHS]
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    lines: list[Line] = []
    for what, start, end, first, last in matcher.get_opcodes():
        if what == "equal":
            lines += _same(left[start:end])
        else:
            lines += _pairs(left[start:end], right[first:last])
    return lines


def _same(paragraphs: Sequence[str]) -> Iterator[Line]:
    if len(paragraphs) <= 2 * _AROUND + 1:
        shown, skipped, rest = paragraphs, 0, paragraphs[:0]
    else:
        shown, rest = paragraphs[:_AROUND], paragraphs[-_AROUND:]
        skipped = len(paragraphs) - 2 * _AROUND
    for paragraph in shown:
        yield Line("same", ((paragraph, False),), ((paragraph, False),))
    if skipped:
        yield Line("skipped", skipped=skipped)
    for paragraph in rest:
        yield Line("same", ((paragraph, False),), ((paragraph, False),))


def _pairs(left: Sequence[str], right: Sequence[str]) -> Iterator[Line]:
    """Changed paragraphs beside each other where they are alike, each alone where they are not."""
    at = 0
    for paragraph in left:
        partner = next((j for j in range(at, min(at + 4, len(right))) if _are_alike(paragraph, right[j])), None)
        if partner is None:
            yield Line("left", left=((paragraph, True),))
            continue
        for lone in right[at:partner]:
            yield Line("right", right=((lone, True),))
        yield _changed(paragraph, right[partner])
        at = partner + 1
    for lone in right[at:]:
        yield Line("right", right=((lone, True),))


def _are_alike(one: str, other: str) -> bool:
    words, others = set(one.split()), set(other.split())
    return bool(words and others) and len(words & others) >= _ALIKE * max(len(words), len(others))


def _changed(one: str, other: str) -> Line:
    words, others = _TOKEN.findall(one), _TOKEN.findall(other)
    if len(words) > _LONGEST_WORDS or len(others) > _LONGEST_WORDS:
        return Line("changed", ((one, True),), ((other, True),))
    left: list[Run] = []
    right: list[Run] = []
    for what, start, end, first, last in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        changed = what != "equal"
        if start < end:
            left.append(("".join(words[start:end]), changed))
        if first < last:
            right.append(("".join(others[first:last]), changed))
    return Line("changed", tuple(left), tuple(right))
