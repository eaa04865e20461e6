"""Maps positions of a text to positions of the same text mended."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from fanthology.fic.story import Repair
from fanthology.fic.text.document import Mark


class Places:
    """Where each position of a text is after its repairs; one inside a mended word maps to the word's start (or, when
    it is nearer, to its end).

    >>> places = Places((Repair((2, 5), "a´e", "á", "x"),))
    >>> places.of(1), places.of(5), places.of(7)
    (1, 3, 5)
    """

    def __init__(self, repairs: tuple[Repair, ...]) -> None:
        self._starts = [repair.span[0] for repair in repairs]
        self._repairs = repairs
        self._shifts = [0]
        for one in repairs:
            self._shifts.append(self._shifts[-1] + len(one.now) - len(one.was))

    def of(self, position: int) -> int:
        """A position of the text before, in the text after."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position
        start, end = self._repairs[index].span
        if position >= end:
            return position + self._shifts[index + 1]
        inside = position - start
        near_end = 2 * inside > end - start
        return start + self._shifts[index] + (len(self._repairs[index].now) if near_end else 0)

    def mark(self, mark: Mark) -> Mark:
        """A mark of the text before, for the text after."""
        return replace(mark, start=self.of(mark.start), end=self.of(mark.end))
