"""The lines of a file, the last one first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_BLOCK = 64 * 1024


def from_the_end(file: Path) -> Iterator[bytes]:
    """Every line without its end, the last one first, however long; one and a block of others are in memory."""
    with file.open("rb") as opened:
        left = opened.seek(0, os.SEEK_END)
        pieces: list[bytes] = []
        while left:
            size = min(_BLOCK, left)
            left -= size
            opened.seek(left)
            *rest, last = opened.read(size).split(b"\n")
            pieces.append(last)
            for line in reversed(rest):
                yield _joined(pieces)
                pieces = [line]
        yield _joined(pieces)


def _joined(pieces: list[bytes]) -> bytes:
    return b"".join(reversed(pieces))
