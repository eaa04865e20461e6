"""Putting a finished file in its place, whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from fanthology.fic.errors import FanthologyError

_REASONS = {
    errno.ENOSPC: "the disk is full. Make room and try again",
    errno.EDQUOT: "your disk quota is used up. Make room and try again",
    errno.EACCES: "you may not write there. Choose another folder",
    errno.EPERM: "you may not write there. Choose another folder",
    errno.EROFS: "that disk cannot be written to. Choose another folder",
    errno.ENOENT: "its folder does not exist. Make the folder first, or choose another",
    errno.ENOTDIR: "its folder does not exist. Make the folder first, or choose another",
    errno.EISDIR: "it is a folder. Give the name of a file",
    errno.ENAMETOOLONG: "its name is too long. Choose a shorter one",
}


def save(path: Path, data: bytes) -> None:
    """Write a file by way of a new one beside it, so that whoever looks sees the old file or the whole new one.

    Raises FanthologyError, and leaves nothing half-written, when there is no room or no permission.
    """
    with saving(path) as file:
        file.write(data)


@contextmanager
def saving(path: Path) -> Iterator[BinaryIO]:
    """The same for what is written bit by bit: the new file, which takes its place at the end, if nothing was raised.
    That it cannot be written there at all is raised at once."""
    part = path.with_name(f".fanthology-{token_hex(8)}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        # plain open, not tempfile: the file gets the mode that the person's umask asks for
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise FanthologyError(f"{path} could not be written: {reason_of(error)}.") from error
    finally:
        with suppress(OSError):
            part.unlink()


def is_folder(path: Path) -> bool:
    """Whether a folder is there. Of a name that is too long for any, `Path.is_dir` raises an error instead."""
    try:
        return path.is_dir()
    except OSError:
        return False


def reason_of(error: OSError) -> str:
    """Why something could not be written and what to do about it: the end of a sentence.

    >>> reason_of(OSError(errno.ENOSPC, "No space left on device"))
    'the disk is full. Make room and try again'
    """
    return _REASONS.get(error.errno or 0, error.strerror or "the system refused")
