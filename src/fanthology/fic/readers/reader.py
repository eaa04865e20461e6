"""What a reader is: one record per format in `fanthology.fic.readers.READERS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fanthology.fic.story import ReaderInfo, Rejection, SourceInfo, Story

Detect = Callable[[bytes, str], float]
"""How sure it is, from 0 to 1, that some bytes are this format. The item's name may only break a tie."""

Read = Callable[[bytes, SourceInfo, ReaderInfo, bool], Story | Rejection]
"""Reads bytes that are not empty and not binary. The last argument admits what looks like no story.

The SourceInfo has everything but the encoding, which the reader finds.
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """A format and the functions that know it. ``version`` is raised whenever the same bytes may read differently."""

    name: str
    version: str
    formats: tuple[str, ...]
    detect: Detect
    read: Read

    @property
    def info(self) -> ReaderInfo:
        """What a Story says of the reader that made it."""
        return ReaderInfo(self.name, self.version)
