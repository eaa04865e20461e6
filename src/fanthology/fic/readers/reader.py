"""What a reader is: one record per format in `fanthology.fic.readers.READERS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fanthology.fic.readers.look import Look
from fanthology.fic.story import Outcome, ReaderInfo, SourceInfo

SURE = 1.0
"""How sure a reader is that knows a format by marks of its own. At most one reader may be sure of an item."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a reader gets: bytes that are not empty, and what is known of them.

    ``source`` has everything but the encoding, which the reader finds. ``admit`` admits what looks like no story.
    ``beside`` holds files that describe this one and lay beside it, by their endings: ``{".json": b"..."}``.
    """

    data: bytes = field(repr=False)
    source: SourceInfo
    reader: ReaderInfo
    admit: bool = False
    beside: Mapping[str, bytes] = field(default_factory=dict, repr=False)


Detect = Callable[[Look], float]
"""How sure it is, from 0 to 1, that an item is this format. The item's name may only break a tie."""

Read = Callable[[Item], Outcome]
"""Reads an item. What is wrong with it is a Rejection, never an exception."""

TextOf = Callable[[bytes], str]
"""The decoded text that the spans of this format's Readings point into."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A format and the functions that know it. ``version`` is raised whenever the same bytes may read differently.

    ``binary`` formats are not text to begin with, so they are asked before it is looked whether the bytes are text.
    """

    name: str
    version: str
    formats: tuple[str, ...]
    detect: Detect
    read: Read
    text_of: TextOf
    binary: bool = False

    @property
    def info(self) -> ReaderInfo:
        """What a Story says of the reader that made it."""
        return ReaderInfo(self.name, self.version)
