"""The containers: every one byte for byte, in a file named by its SHA-256, as the originals are.

They are the keeper's alone, and may be as large as the disk lets them: they are copied as streams.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable
from hashlib import sha256 as _sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from fanthology.archive.catalogue.models import Container
from fanthology.archive.catalogue.originals import TEMPORARY, cannot_write, path, sync_folder
from fanthology.fic.errors import FanthologyError

FOLDER = "containers"
_AT_ONCE = 1024 * 1024


def place(sha256: str) -> Path:
    """Where the container of this hash is kept. Raises ValueError for what is no hash."""
    return folder() / path(sha256).parent.name / path(sha256).name


def folder() -> Path:
    """The folder that holds them all; it may not be there yet."""
    return Path(settings.HOME) / FOLDER


def digest(file: BinaryIO) -> tuple[str, int]:
    """The SHA-256 and the size of an open file, which is then at its start again."""
    hashed, size = _sha256(), 0
    file.seek(0)
    while data := file.read(_AT_ONCE):
        hashed.update(data)
        size += len(data)
    file.seek(0)
    return hashed.hexdigest(), size


def put(file: BinaryIO) -> tuple[str, int]:
    """Keep an open file, which is then at its start again; gives its SHA-256 and its size.

    Raises FanthologyError when it cannot be written, and lets errors of reading pass; nothing is then left behind.
    """
    try:
        folder().mkdir(mode=0o700, exist_ok=True)
        part = folder() / f"{secrets.token_hex(8)}{TEMPORARY}"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise FanthologyError(cannot_write(error)) from error
    try:
        with os.fdopen(descriptor, "wb") as copy:
            sha256, size = _copied(file, copy)
        _settle(part, place(sha256))
    finally:
        part.unlink(missing_ok=True)
    return sha256, size


def _copied(file: BinaryIO, copy: BinaryIO) -> tuple[str, int]:
    hashed, size = _sha256(), 0
    file.seek(0)
    while data := file.read(_AT_ONCE):
        hashed.update(data)
        size += len(data)
        try:
            copy.write(data)
        except OSError as error:
            raise FanthologyError(cannot_write(error)) from error
    file.seek(0)
    try:
        copy.flush()
        os.fsync(copy.fileno())
    except OSError as error:
        raise FanthologyError(cannot_write(error)) from error
    return hashed.hexdigest(), size


def _settle(part: Path, final: Path) -> None:
    try:
        final.parent.mkdir(exist_ok=True)
        part.replace(final)
        sync_folder(final.parent)
        sync_folder(folder())
    except OSError as error:
        raise FanthologyError(cannot_write(error)) from error


def is_kept(sha256: str, size: int) -> bool:
    """True if the container of this hash is in the folder, whole."""
    try:
        return place(sha256).stat().st_size == size
    except FileNotFoundError:
        return False


def remove(hashes: Iterable[str]) -> None:
    """Take these containers away. One that is not here is passed over."""
    for sha256 in hashes:
        with contextlib.suppress(FileNotFoundError):
            place(sha256).unlink()


def clear_unfinished() -> None:
    """Remove what runs that were killed left behind: halves, and whole files that no row mentions. Only when nobody
    else is at work."""
    for file in folder().glob(f"*{TEMPORARY}"):
        file.unlink(missing_ok=True)
    kept = {file.parent.name + file.name: file for file in folder().glob("??/*")}
    known = set(Container.objects.filter(discarded_at=None).values_list("sha256", flat=True)) if kept else set()
    for sha256 in kept.keys() - known:
        kept[sha256].unlink(missing_ok=True)
