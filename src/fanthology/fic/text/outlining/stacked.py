"""Headers whose labels have no mark behind them: each on a line of its own with the value below, or in a column."""

from __future__ import annotations

import re
from collections.abc import Callable

from fanthology.fic.text.outlining.fields import claim_label
from fanthology.fic.text.outlining.labels import Label, field_named, label_at
from fanthology.fic.text.outlining.lines import Lines
from fanthology.fic.text.outlining.zone import Front

_FEWEST_STACKED = 3
_FEWEST_BESIDE = 4
_MOST = 60  # labels of a header, and lines of a value: each line of a text made of nothing else is looked at for one
_COLUMNED = re.compile(r"\s{0,4}([A-Za-z][A-Za-z/']{1,13})\s{1,12}(\S.{0,300})$")
_ANY = "page"  # the field of what says nothing of the story
_NAMES = frozenset(("title", "creator"))


def stacked(front: Front, at: int) -> int | None:
    """Labels over their values, some of them underlined, with a blank line between: ``TITLE``, ``The Moor``."""
    return _claimed(front, _row(front, at, _over_value), _FEWEST_STACKED)


def columned(front: Front, at: int) -> int | None:
    """Labels in front of their values, line by line, all of them known: ``title   the moor``."""
    last = front.lines.run_end(at, front.end)
    found = _row(front, at, _beside_value)
    return _claimed(front, found, _FEWEST_BESIDE) if found and found[-1].last == last else None


def _claimed(front: Front, found: list[Label], fewest: int) -> int | None:
    """Take labels, if they are so many that it can be no chance, and name title or author."""
    fields = {label.field for label in found}
    if len(fields) < fewest or not fields & _NAMES or front.labels:
        return None
    for label in found:
        claim_label(front.claims, front.lines, label, front.noted)
    front.titled |= "title" in fields
    front.bylined |= "creator" in fields
    front.labels += len(found)
    return _heading_over_story(front.lines, found[-1].last, front.end)


def _heading_over_story(lines: Lines, at: int, end: int) -> int:
    """One past a label that is left without a value, as the first line of the story follows: ``Story``, underlined."""
    there = lines.next_filled(at, min(end, at + 4))
    if lines.rule(there + 1) and lines.blank(there + 2) and field_named(lines.stripped(there).rstrip(":")):
        lines.paint(there, there + 2, "furniture")
        return there + 2
    return at


def _row(front: Front, at: int, read: Callable[[Lines, int, int], Label | None]) -> list[Label]:
    found: list[Label] = []
    while len(found) < _MOST and (label := read(front.lines, at, front.end)):
        if label.field == _ANY and len(found) < 2:
            break
        found.append(label)
        at = front.lines.next_filled(label.last, min(front.end, label.last + 4)) if read is _over_value else label.last
    return found


def _over_value(lines: Lines, at: int, end: int) -> Label | None:
    name = lines.stripped(at).rstrip(":")
    field = field_named(name) if at < end and 2 <= len(name) <= 24 else None
    first = at + 2 if lines.rule(at + 1) else at + 1
    last = first
    while last < min(end, first + _MOST) and not lines.blank(last):
        last += 1
    if first == at + 2 and field is None and re.fullmatch(r"[A-Z][\w' ]{1,22}", name):
        field = _ANY
    if field is None or last in (first, first + _MOST) or label_at(lines.raw[first]) is not None:
        return None
    return Label(field, name, lines.words(first, last), at, last)


def _beside_value(lines: Lines, at: int, end: int) -> Label | None:
    match = _COLUMNED.match(lines.raw[at]) if at < end else None
    field = field_named(match[1]) if match else None
    return Label(field, match[1], match[2].strip(), at, at + 1) if match and field else None
