"""Answers that are kept for a while: the same list is asked for again and again, by page, by order, by everybody."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Remembered(Generic[_T]):
    """The newest answers, by what was asked."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, _T] = OrderedDict()

    def of(self, asked: Hashable, find: Callable[[], _T]) -> _T:
        """The answer to what was asked, found if it is not remembered."""
        with self._lock:
            if asked in self._answers:
                self._answers.move_to_end(asked)
                return self._answers[asked]
        answer = find()
        with self._lock:
            self._answers[asked] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer

    def forget(self) -> None:
        """Have every answer found anew."""
        with self._lock:
            self._answers.clear()
