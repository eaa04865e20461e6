"""Adding lines to a file that only grows, so that what was added is there after a power cut."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def append(file: Path, lines: Iterable[str]) -> None:
    """Add lines, and have the disk keep them. What a killed process left half written stays on a line of its own.

    Only one process at a time may do this. Raises OSError.
    """
    text = "".join(f"{line}\n" for line in lines)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as opened:
        if opened.seek(0, os.SEEK_END):
            opened.seek(-1, os.SEEK_END)
            text = text if opened.read(1) == b"\n" else f"\n{text}"
        opened.write(text.encode("utf-8", "backslashreplace"))
        opened.flush()
        os.fsync(opened.fileno())
