"""The repairs of a Story: those of the text, and the edits of the typesetter, brought into positions of the source.

Now and then both touch the same characters (a dash that was mended, at the end of a line that is unwrapped). They
are then one change, from what stood in the source to what stands in the block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fanthology.fic.story import Repair
from fanthology.fic.text.document import Document
from fanthology.fic.text.typesetting.blocks import Edit


class _Placed(NamedTuple):
    """A repair, and where its replacement stands in the Document."""

    start: int
    end: int
    repair: Repair


_Change = _Placed | Edit


def changes(document: Document, decoded: str, edits: Sequence[Edit]) -> tuple[Repair, ...]:
    """All repairs, sorted and disjoint, with spans in ``decoded``; ``edits`` are sorted and disjoint too."""
    if not document.repairs:
        return tuple(
            Repair((edit.start, edit.end), decoded[edit.start : edit.end], edit.now, edit.rule) for edit in edits
        )
    everything: list[_Change] = [*_placed(document.repairs, decoded), *edits]
    everything.sort(key=lambda change: change[:2])
    return tuple(_one(document, decoded, group) for group in _overlapping(everything))


def _placed(repairs: Sequence[Repair], decoded: str) -> Iterator[_Placed]:
    """Repairs were made after newlines became one kind; what stood there is read from the source again."""
    shift = 0
    for repair in repairs:
        first, last = repair.span
        start = first + shift
        end = start + len(repair.now)
        shift = end - last
        yield _Placed(start, end, Repair(repair.span, decoded[first:last], repair.now, repair.rule))


def _overlapping(sorted_changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    """Runs of changes of which each overlaps one before it; a change of nothing overlaps what it is strictly inside."""
    group: list[_Change] = []
    reach = 0
    for change in sorted_changes:
        if group and not (change.start < reach and change.end > group[0].start):
            yield group
            group = []
        reach = max(reach, change.end) if group else change.end
        group.append(change)
    if group:
        yield group


def _one(document: Document, decoded: str, group: Sequence[_Change]) -> Repair:
    """One change from a group: where a repair takes part, it gives the rule, for the text was damaged there."""
    if len(group) == 1 and isinstance(group[0], _Placed):
        return group[0].repair
    start, end = group[0].start, max(change.end for change in group)
    first, last = _source_span(document, group, start, end)
    now: list[str] = []
    at = start
    for edit in (change for change in group if isinstance(change, Edit)):
        now += document.text[at : edit.start], edit.now
        at = edit.end
    now.append(document.text[at:end])
    rules = [change.repair.rule if isinstance(change, _Placed) else change.rule for change in group]
    rule = min(rules, key=lambda rule: rule.startswith("typeset-"))
    return Repair((first, last), decoded[first:last], "".join(now), rule)


def _source_span(document: Document, group: Sequence[_Change], start: int, end: int) -> tuple[int, int]:
    """Between the repairs the text is the source's own, character by character, so their spans anchor the group's.

    The last character of a lone edit is mapped, so that what was taken out right behind it stays outside.
    """
    placed = [change for change in group if isinstance(change, _Placed)]
    if not placed:
        return document.offsets.to_source(start), document.offsets.to_source(end - 1) + 1
    first, last = placed[0], placed[-1]
    return first.repair.span[0] - (first.start - start), last.repair.span[1] + (end - last.end)
