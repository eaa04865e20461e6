"""One writer at a time, over all processes of an archive."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def writer_lock(folder: Path, *, wait: bool = False) -> Iterator[bool]:
    """Take the lock of the index in ``folder``; yields whether it was taken, and waits for it only if told to.

    The operating system holds it, so a process that is killed lets go of it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "writer.lock").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
