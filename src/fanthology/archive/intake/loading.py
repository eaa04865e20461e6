"""From what a person names to the bytes of each item, taken safely."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TypeAlias

from fanthology.fic.readers.loading import LARGEST, UnreadableItemError, shown_path
from fanthology.fic.readers.loading import load as load_item
from fanthology.fic.readers.walk import WalkProblem, walk
from fanthology.fic.story import Rejection


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent by a browser: the name it had there, and its content."""

    name: str
    file: IO[bytes]


Item: TypeAlias = Path | Upload
Found: TypeAlias = Path | Upload | WalkProblem


@dataclass(frozen=True, slots=True)
class Loaded:
    """An item's bytes in memory."""

    name: str
    data: bytes = field(repr=False)
    sha256: str


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """An item whose bytes were not taken; ``reason`` is empty if that failed, else why it was passed over."""

    name: str
    message: str
    reason: str = ""


def find(items: Iterable[Item]) -> Iterator[Found]:
    """Every file in what was named, in order, and what stood in the way."""
    run: list[Path] = []
    for item in items:
        if isinstance(item, Path):
            run.append(item)
            continue
        yield from walk(run)
        run = []
        yield item
    yield from walk(run)


def load(found: Found) -> Loaded | NotLoaded:
    """The bytes of one item, or why they were not taken. Raises nothing: one bad item sinks nothing."""
    if isinstance(found, WalkProblem):
        return NotLoaded(shown_path(found.path), storable(found.message), "" if found.serious else "unsupported")
    name = storable(found.name) if isinstance(found, Upload) else shown_path(found)
    try:
        outcome = load_item(_content(found) if isinstance(found, Upload) else found, name)
    except (UnreadableItemError, OSError) as error:
        return NotLoaded(name, storable(str(error)))
    if isinstance(outcome, Rejection):
        return NotLoaded(name, outcome.message, outcome.reason)
    return Loaded(name, outcome.data, outcome.source.sha256)


def storable(text: str) -> str:
    """A text that came with an item, as it can be stored and printed.

    >>> storable("na\\udcefve.txt")
    'na\\\\xefve.txt'
    """
    return shown_path(text).encode("utf-8", "backslashreplace").decode() if not text.isascii() else os.fspath(text)


def _content(upload: Upload) -> bytes:
    return upload.file.read(LARGEST + 1)
