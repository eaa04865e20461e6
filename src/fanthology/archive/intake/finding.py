"""What a run finds, counted as it is found: nobody knows beforehand how much that is."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from .batch import MOST_BYTES
from .loading import Found, Loaded, Notice
from .pool import FEW, processes_for


class Finding:
    """An iterator over what is found. ``count`` is the number of items so far, ``ended`` whether that is all.

    >>> finding = Finding(iter([]))
    >>> list(finding), finding.count, finding.ended
    ([], 0, True)
    """

    def __init__(self, found: Iterator[Found]) -> None:
        self._found = found
        self._looked_at: deque[Found] = deque()
        self.count = 0
        self.ended = False

    def __iter__(self) -> Iterator[Found]:
        while self._looked_at or self._look():
            yield self._looked_at.popleft()

    def _look(self) -> bool:
        """Find one more and keep it at hand; False if there is none."""
        if self.ended:
            return False
        one = next(self._found, None)
        if one is None:
            self.ended = True
            return False
        self.count += not isinstance(one, Notice)
        self._looked_at.append(one)
        return True

    def processes(self) -> int:
        """How many reading processes are worth starting: looks ahead as far as that takes."""
        size = 0
        while self.count <= FEW and size < MOST_BYTES and self._look():
            size += len(one.data) if isinstance(one := self._looked_at[-1], Loaded) else 0
        return processes_for(self.count if self.ended else FEW + 1)

    def goes_on(self) -> bool:
        """True if there is an item that was not given."""
        while not self._looked_at and self._look():
            if isinstance(self._looked_at[-1], Notice):
                self._looked_at.pop()
        return bool(self._looked_at)
