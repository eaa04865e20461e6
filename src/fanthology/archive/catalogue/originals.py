"""The originals: every Source byte for byte, in a file named by its SHA-256.

A file under its final name is always whole: it is written under another name, synced, and renamed. See
docs/decisions/0003.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
from collections.abc import Iterable
from hashlib import sha256 as _sha256
from pathlib import Path

from django.conf import settings

from fanthology.fic.errors import FanthologyError

FOLDER = "sources"
TEMPORARY = ".part"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_HASH = re.compile(r"[0-9a-f]{64}")


def path(sha256: str) -> Path:
    """Where the bytes of this hash are kept. Raises ValueError for what is no hash."""
    if not _HASH.fullmatch(sha256):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return Path(settings.HOME) / FOLDER / sha256[:2] / sha256[2:]


def put(data: bytes, sha256: str | None = None) -> str:
    """Keep these bytes and give their SHA-256. Keeping the same bytes again changes nothing.

    Raises FanthologyError when they cannot be written; nothing is then left under the final name.
    """
    sha256 = sha256 or _sha256(data).hexdigest()
    place = path(sha256)
    if _is_kept(place, len(data)):
        return sha256
    try:
        _make_folder(place.parent)
        _write(place, data)
    except OSError as error:
        raise FanthologyError(cannot_write(error)) from error
    return sha256


def digest(data: bytes) -> str:
    """The SHA-256 under which these bytes are kept."""
    return _sha256(data).hexdigest()


def get(sha256: str) -> bytes:
    """The bytes of this hash. Raises FanthologyError if they are not here."""
    try:
        return path(sha256).read_bytes()
    except FileNotFoundError as error:
        raise FanthologyError(
            f"The original {sha256[:12]}… is not in the archive's folder. Restore it from a copy of the folder."
        ) from error


def remove(hashes: Iterable[str]) -> None:
    """Take these originals away. One that is not here is passed over."""
    for sha256 in hashes:
        place = path(sha256)
        with contextlib.suppress(FileNotFoundError):
            place.unlink()


def clear_unfinished() -> int:
    """Remove what writers that were killed left behind, and say how many files. Only when no writer is at work."""
    folder = Path(settings.HOME) / FOLDER
    left = [*folder.glob(f"*{TEMPORARY}"), *folder.glob(f"??/*{TEMPORARY}")]
    for file in left:
        file.unlink(missing_ok=True)
    return len(left)


def cannot_write(error: OSError) -> str:
    """Why the archive's folder could not be written to and what to do, in plain words."""
    if error.errno in FULL:
        return (
            f"The disk that holds the archive ({settings.HOME}) is full. What was brought in so far is safe. "
            "Make room and run the same command again."
        )
    return (
        f"The archive's folder {settings.HOME} could not be written to ({error.strerror or error}). What was brought "
        "in so far is safe. Put that right and run the same command again."
    )


def sync_folder(folder: Path) -> None:
    """Make a rename or a removal in this folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_kept(place: Path, size: int) -> bool:
    try:
        return place.stat().st_size == size
    except FileNotFoundError:
        return False


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        (Path(settings.HOME) / FOLDER).mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)
        sync_folder(folder.parent.parent)


def _write(place: Path, data: bytes) -> None:
    part = place.with_name(f"{place.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
        sync_folder(place.parent)
    finally:
        part.unlink(missing_ok=True)
