"""How a task tells how far it is, and hears whether it is to end."""

from __future__ import annotations

import time
from collections.abc import Callable

from .models import Task

_EVERY = 0.5


class StoppedError(Exception):
    """Somebody stopped the task."""


class CutOffError(Exception):
    """The site is being stopped; the task is to begin anew with the next start."""


class Telling:
    """Writes how far a task is, now and then. Raises StoppedError or CutOffError out of the work that tells it."""

    def __init__(self, pk: int, ending: Callable[[], bool]) -> None:
        self._pk, self._ending, self._last = pk, ending, 0.0

    def __call__(self, done: int, total: int) -> None:
        if self._ending():
            raise CutOffError
        now = time.monotonic()
        if now - self._last <= _EVERY and done != total:
            return
        self._last = now
        if not Task.objects.filter(pk=self._pk, state=Task.State.RUNNING).update(done=done, total=total):
            raise StoppedError
