"""Who may work on the originals at the same time: any number of imports, or one undo.

The operating system holds the lock, so a process that is killed lets go of it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from fanthology.archive.catalogue import boxes, originals
from fanthology.fic.errors import FanthologyError

from . import removals

LOCK = "intake.lock"


@contextmanager
def bringing() -> Iterator[None]:
    """Held while items come in. Whoever comes when nobody is at work first clears up after those that were killed."""
    with _lock_file().open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            originals.clear_unfinished()
            boxes.clear_unfinished()
            removals.finish_all()
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def removing() -> Iterator[None]:
    """Held while works are taken out. Raises FanthologyError while somebody brings items in."""
    with _lock_file().open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FanthologyError("An import is under way. Wait until it has ended, and try again.") from error
        removals.finish_all()
        yield


def _lock_file() -> Path:
    return Path(settings.HOME) / LOCK
