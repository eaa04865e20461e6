"""How much somebody took lately, counted by all web processes together in one small file that never grows.

Each has a bucket that fills at a steady pace up to a brim, and takes out of it. A bucket is one moment: when it will be
full again (the "generic cell rate algorithm"). The file is a table of slots, found by a keyed hash; whoever it is about
is nowhere in it. A slot whose bucket is full again is free for the next.
"""

from __future__ import annotations

import fcntl
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

_SLOT = struct.Struct("<Qd")
_GROUPS = 4096
_WAYS = 4
"""A hash may lie in any slot of its group. If all are taken, the one that is nearest to full gives way."""
_GROUP = struct.Struct("<" + "Qd" * _WAYS)
SIZE: Final = _GROUPS * _GROUP.size


@dataclass(frozen=True, slots=True)
class Pace:
    """How many may be taken a minute for long, and how many at once after a rest."""

    a_minute: int
    at_once: int

    def times(self, factor: int) -> Pace:
        return Pace(self.a_minute * factor, self.at_once * factor)


class Buckets:
    """The table in one file. Safe for many processes and threads."""

    def __init__(self, place: Path) -> None:
        """Raises OSError if the file cannot be made."""
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
        self._file = os.fdopen(descriptor, "r+b", buffering=0)
        self._lock = threading.Lock()
        with suppress(OSError):  # room is taken now, so that a disk that fills up later does not matter
            os.posix_fallocate(descriptor, 0, SIZE)

    def take(self, who: int, pace: Pace, now: float) -> float:
        """Take one from the bucket of ``who``, a hash of 64 bits. Returns 0, or for how many seconds it is empty.

        Raises OSError if the disk does not let it be counted.
        """
        return self._wait(who, pace, now, taking=True)

    def wait(self, who: int, pace: Pace, now: float) -> float:
        """The same without taking anything: for how many seconds the bucket is empty."""
        return self._wait(who, pace, now, taking=False)

    def _wait(self, who: int, pace: Pace, now: float, taking: bool) -> float:
        each = 60 / pace.a_minute
        brim = each * pace.at_once
        start = (who % _GROUPS) * _GROUP.size
        with self._held(start):
            slots = self._slots(start)
            place = _place_of(slots, who)
            tag, full_at = slots[place]
            if tag != who or full_at < now:
                full_at = now
            full_at = min(full_at, now + brim) + each  # no bucket is emptier than empty, even if the clock was set back
            wait = full_at - now - brim
            if wait > 1e-9:
                return wait
            if taking:
                os.pwrite(self._file.fileno(), _SLOT.pack(who, full_at), start + place * _SLOT.size)
            return 0.0

    def _slots(self, start: int) -> list[tuple[int, float]]:
        read = os.pread(self._file.fileno(), _GROUP.size, start).ljust(_GROUP.size, b"\0")
        found = _GROUP.unpack(read)
        return list(zip(found[::2], found[1::2], strict=True))

    @contextmanager
    def _held(self, start: int) -> Iterator[None]:
        """The lock of the file is between processes only, the other one between threads."""
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX, _GROUP.size, start)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _GROUP.size, start)


@lru_cache(maxsize=2)
def buckets(place: Path) -> Buckets:
    """The table in a file, opened once in a process."""
    return Buckets(place)


def _place_of(slots: list[tuple[int, float]], who: int) -> int:
    own = next((place for place, (tag, _) in enumerate(slots) if tag == who), None)
    return own if own is not None else min(range(_WAYS), key=lambda place: slots[place][1])
