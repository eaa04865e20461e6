"""From what a caller names (a path, or bytes) to bytes and a SourceInfo."""

from __future__ import annotations

import os
import stat
from hashlib import file_digest, sha256
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from fanthology.fic.errors import FanthologyError
from fanthology.fic.story import Rejection, SourceInfo

LARGEST = 64 * 1024 * 1024
"""Bytes. The longest stories known have some 10 MB; what is larger is no story, and would not fit in small memories."""


class UnreadableItemError(FanthologyError):
    """An item that the system does not let us read. The message says why and what to do."""


class Loaded(NamedTuple):
    """The bytes of an item, and what is known of it before it is read."""

    data: bytes
    source: SourceInfo


def load(item: Path | str | bytes, name: str | None) -> Loaded | Rejection:
    """The bytes of ``item``; a Rejection if there are too many of them to take into memory.

    Raises UnreadableItemError if there is no such file, it may not be read, or it keeps changing while it is read.
    """
    if isinstance(item, bytes):
        source = SourceInfo(name or "", "unknown", sha256(item).hexdigest(), len(item))
        return Loaded(item, source) if len(item) <= LARGEST else _too_large(source)
    shown = name or shown_path(item)
    try:
        for _ in range(2):
            loaded = _from_file(item, shown)
            if loaded:
                return loaded
    except (OSError, ValueError) as error:
        raise UnreadableItemError(_why(shown, error)) from error
    raise UnreadableItemError(f"{shown} changed while it was read, twice. Try again when nothing writes to it.")


def shown_path(path: Path | str) -> str:
    """A path as text that can be stored and printed: bytes of the name that are not UTF-8 are written ``\\\\xe9``.

    >>> shown_path("caf\\udce9.txt")
    'caf\\\\xe9.txt'
    """
    return os.fspath(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _from_file(path: Path | str, shown: str) -> Loaded | Rejection | None:
    """The file's bytes, or None if it changed under our hands."""
    if not stat.S_ISREG(Path(path).stat().st_mode):
        # a pipe would make us wait for ever
        raise UnreadableItemError(f"{shown} is not a file. Name a file, or a folder to import.")
    with FileIO(path) as file:
        before = os.fstat(file.fileno())
        if before.st_size > LARGEST:
            digest = file_digest(file, "sha256").hexdigest()
            return _too_large(SourceInfo(shown, "unknown", digest, before.st_size))
        data = file.readall()
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        return None
    return Loaded(data, SourceInfo(shown, "unknown", sha256(data).hexdigest(), len(data)))


def _too_large(source: SourceInfo) -> Rejection:
    size, limit = source.bytes // 2**20, LARGEST // 2**20
    return Rejection(source, "too-large", f"It has {size} MB; the most that is read as one item is {limit} MB.")


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (FileNotFoundError, "does not exist. Check the spelling."),
    (NotADirectoryError, "does not exist. Check the spelling."),
    (PermissionError, "could not be read: you have no permission to. Change its permissions, or run as its owner."),
    (ValueError, "is no name that a file can have."),
)


def _why(shown: str, error: Exception) -> str:
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return f"{shown} {reason}"
    detail = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{shown} could not be read: {detail}."
