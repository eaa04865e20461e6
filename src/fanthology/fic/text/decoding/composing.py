"""Two rounds of repairs as one: the second was made of what the first left; both are told as changes to the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fanthology.fic.story import Repair


class _Change(NamedTuple):
    """A repair, where it stands in the text between the rounds, and whether it is of the first round."""

    start: int
    end: int
    first: bool
    repair: Repair


def compose(source: str, first: Sequence[Repair], between: str, second: Sequence[Repair]) -> tuple[Repair, ...]:
    """The repairs that turn ``source`` into what ``second`` makes of ``between``, which ``first`` made of ``source``.

    Both are sorted and disjoint, and so is the result. Where a repair of the second round touches what the first put
    in, the two are one.

    >>> first = [Repair((2, 5), "=3D", "=", "a")]
    >>> compose("A =3D B", first, "A = B", [Repair((2, 5), "= B", "is B", "b")])
    (Repair(span=(2, 7), was='=3D B', now='is B', rule='a'),)
    """
    everything = [*_placed(first), *(_Change(*repair.span, False, repair) for repair in second)]
    everything.sort(key=lambda change: change[:2])
    made: list[Repair] = []
    shift = 0
    for group in _touching(everything):
        start, end = group[0].start, max(change.end for change in group)
        begun = start + shift
        for change in group:
            if change.first:
                shift += len(change.repair.was) - len(change.repair.now)
        span = (begun, end + shift)
        now = _now(between, group, start, end)
        if source[slice(*span)] != now:
            made.append(Repair(span, source[slice(*span)], now, _rule(group)))
    return tuple(made)


def _placed(repairs: Iterable[Repair]) -> Iterator[_Change]:
    shift = 0
    for repair in repairs:
        start = repair.span[0] + shift
        yield _Change(start, start + len(repair.now), True, repair)
        shift += len(repair.now) - len(repair.was)


def _touching(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """Runs of changes of which each overlaps one before it; one of nothing overlaps what it is strictly inside."""
    group: list[_Change] = []
    reach = 0
    for change in changes:
        if group and not (change.start < reach and change.end > group[0].start):
            yield group
            group, reach = [], 0
        group.append(change)
        reach = max(reach, change.end)
    if group:
        yield group


def _now(between: str, group: Sequence[_Change], start: int, end: int) -> str:
    pieces: list[str] = []
    at = start
    for change in group:
        if not change.first:
            pieces += between[at : change.start], change.repair.now
            at = change.end
    return "".join((*pieces, between[at:end]))


def _rule(group: Sequence[_Change]) -> str:
    """Where damage was mended it gives the rule, and of two rounds the first."""
    ranked = min(group, key=lambda change: (not change.repair.mends, not change.first))
    return ranked.repair.rule
