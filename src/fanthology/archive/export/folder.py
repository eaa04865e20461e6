"""A folder that is brought up to date: only what changed is written, what is gone is removed, and all of it at the end.

Files are made ready in a folder inside, which costs room only for what changed, and moved into place when everything
is there: a disk that is full leaves the former export whole. ``manifest.json`` says what belongs to the export; no
other file is ever touched.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import ENOSPC
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import IO, NamedTuple, Self

from fanthology.fic.errors import FanthologyError
from fanthology.fic.writers.save import reason_of

from . import manifest
from .manifest import MANIFEST, Entry

_STAGE = ".fanthology-export"


class Done(NamedTuple):
    """What an export came to: files in it, and how many of them were written or removed this time."""

    files: int
    written: int
    removed: int


class Folder:
    """An export of one ``kind`` ("site", "open-doors", ...) in a folder, for the length of a ``with``.

    Entering raises FanthologyError for a folder that holds anything else. Leaving without `finish` changes nothing.
    """

    def __init__(self, path: Path, kind: str) -> None:
        self.path = path
        self.kind = kind
        self._stage = path / _STAGE
        self._written = 0

    def __enter__(self) -> Self:
        with self._told():
            self._was_there = self.path.exists()
            self._require_own()
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.path, os.O_RDONLY)
            self._take_lock()
            shutil.rmtree(self._stage, ignore_errors=True)
            self._stage.mkdir()
            self._names = sqlite3.connect(self._stage / "names.sqlite3", isolation_level=None)
            self._names.execute("PRAGMA synchronous=OFF")
            # names that differ by case alone are one file on many systems: such a pair is a fault here
            self._names.execute("CREATE TABLE files (path TEXT PRIMARY KEY COLLATE NOCASE, sha256 TEXT, size INTEGER)")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._names.close()
        shutil.rmtree(self._stage, ignore_errors=True)
        if not self._was_there:
            with suppress(OSError):
                self.path.rmdir()  # only if nothing came into it
        os.close(self._lock)

    def put(self, path: str, data: bytes) -> None:
        """Make a file part of the export."""
        with self._told():
            if self._enter(path, hashlib.sha256(data).hexdigest(), len(data)):
                self._new(path).write_bytes(data)

    @contextmanager
    def writing(self, path: str) -> Iterator[IO[bytes]]:
        """A file too large to hold, to write to; it becomes part of the export when the ``with`` ends."""
        part = self._stage / f"part-{token_hex(4)}"
        with self._told():
            with part.open("wb") as file:
                yield file
            if self._enter(path, *_digest(part)):
                part.replace(self._new(path))

    def paths(self, like: str) -> Iterator[str]:
        """The names in the export that fit a pattern of SQLite's GLOB, in their order."""
        for (path,) in self._names.execute("SELECT path FROM files WHERE path GLOB ? ORDER BY path", (like,)):
            yield path

    def finish(self, **facts: object) -> Done:
        """Move everything into place, and remove what no longer belongs. ``facts`` go into the manifest."""
        with self._told():
            gone = self._gone()
            self._write_manifest(facts, ())
            if self._written or gone:
                # until all is in place the manifest names what comes and what goes: a run that is cut short loses track
                # of neither
                self._write_manifest(facts, gone, name="both.json")
                (self._stage / "both.json").replace(self.path / MANIFEST)
                self._move()
                self._remove(gone)
            if not _same(self._stage / MANIFEST, self.path / MANIFEST):
                (self._stage / MANIFEST).replace(self.path / MANIFEST)
            files = self._names.execute("SELECT count(*) FROM files").fetchone()[0]
        return Done(files, self._written, len(gone))

    def _require_own(self) -> None:
        if not self.path.exists():
            return
        if not self.path.is_dir():
            raise FanthologyError(f"{self.path} is a file. Name a folder.")
        if all(one.name == _STAGE for one in self.path.iterdir()):
            return
        if manifest.kind_of(self.path / MANIFEST) != self.kind:
            raise FanthologyError(
                f"{self.path} holds other files. Name a new folder, or one that holds an earlier export of this kind."
            )

    def _take_lock(self) -> None:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise FanthologyError(f"Another export is being written to {self.path}. Wait until it has ended.") from None

    def _enter(self, path: str, sha256: str, size: int) -> bool:
        """Enter a file in the list of what belongs; False if it is there already as it should be."""
        self._names.execute("INSERT INTO files VALUES (?, ?, ?)", (path, sha256, size))
        try:
            there = self.path / path
            return there.stat().st_size != size or _digest(there)[0] != sha256
        except FileNotFoundError:
            return True

    def _new(self, path: str) -> Path:
        """Where a file that changed waits until all is ready."""
        self._written += 1
        target = self._stage / "new" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _gone(self) -> list[Entry]:
        belongs = "SELECT 1 FROM files WHERE path = ?"
        old = manifest.entries(self.path / MANIFEST)
        return [one for one in old if not self._names.execute(belongs, (one.path,)).fetchone()]

    def _write_manifest(self, facts: dict[str, object], more: Sequence[Entry], name: str = MANIFEST) -> None:
        rows = self._names.execute("SELECT path, sha256, size FROM files ORDER BY path")
        with (self._stage / name).open("w", encoding="utf-8", newline="\n") as file:
            manifest.write(file, self.kind, facts, more, (Entry(*row) for row in rows))

    def _move(self) -> None:
        new = self._stage / "new"
        for place, _, names in os.walk(new):
            target = self.path / Path(place).relative_to(new)
            target.mkdir(parents=True, exist_ok=True)
            for name in names:
                (Path(place) / name).replace(target / name)

    def _remove(self, gone: list[Entry]) -> None:
        for one in gone:
            (self.path / one.path).unlink(missing_ok=True)
            for parent in (self.path / one.path).parents:
                if parent == self.path:
                    break
                with suppress(OSError):
                    parent.rmdir()  # only if it is empty

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Trouble with the disk as a sentence."""
        try:
            yield
        except OSError as error:
            raise FanthologyError(self._sentence(error)) from error
        except sqlite3.OperationalError as error:
            full = OSError(ENOSPC, str(error)) if "full" in str(error) else OSError(0, str(error))
            raise FanthologyError(self._sentence(full)) from error

    def _sentence(self, error: OSError) -> str:
        left = " The export that was there is as it was." if manifest.kind_of(self.path / MANIFEST) else ""
        return f"The export to {self.path} could not be written: {reason_of(error)}.{left}"


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size


def _same(one: Path, other: Path) -> bool:
    return other.exists() and _digest(one) == _digest(other)
