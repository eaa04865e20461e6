"""Getting an archive back from a backup: into a folder of its own, which takes its name when all of it is there."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from fanthology.archive.catalogue import boxes, originals
from fanthology.archive.catalogue.withdrawing import LEDGER
from fanthology.fic.errors import FanthologyError

from . import snapshots
from .backing_up import SECRET
from .pieces import Pieces
from .places import Place
from .sealing import Seal
from .snapshots import Snapshot

DATABASE = "archive.sqlite3"
_SUFFIX = ".restoring"
_FOLDERS = ("canon", "audit")
_FILES = (SECRET, LEDGER)

Progress = Callable[[int, int], None]
"""Told how many files are back, of how many."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; ``withdrawn`` are the lines of everything that was withdrawn up to the last backup."""

    snapshot: Snapshot
    withdrawn: tuple[str, ...]


def restore(
    place: Place, seal: Seal, home: Path, name: str | None = None, progress: Progress | None = None
) -> Restored:
    """Put a snapshot, the newest if none is named, into an empty or new folder.

    Every byte is checked on its way. Raises FanthologyError, and leaves the folder as it was, if anything is missing or
    damaged, the snapshot is of a newer program, or the folder is in use; killed, it can be run again.
    """
    _refuse_used(home)
    snapshot = snapshots.read(place, seal, name or _newest(place))
    withdrawn = tuple(snapshots.read_withdrawals(place, seal))
    made = home.with_name(f".{home.name}{_SUFFIX}")
    shutil.rmtree(made, ignore_errors=True)
    try:
        made.mkdir(mode=0o700, parents=True)
        _fill(made, Pieces(place, seal), snapshot, progress)
        if withdrawn:
            (made / LEDGER).write_text("".join(f"{line}\n" for line in withdrawn), encoding="utf-8")
        _sync(made)
        if home.exists():
            home.rmdir()
        made.rename(home)
        originals.sync_folder(home.parent)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        raise FanthologyError(f"The archive was not restored: {error.strerror or error} ({error.filename}).") from error
    except FanthologyError:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return Restored(snapshot, withdrawn)


def _newest(place: Place) -> str:
    there = snapshots.names(place)
    if not there:
        raise FanthologyError(f"There is no backup in {place.written}. A backup that was cut short is none.")
    return there[-1]


def _refuse_used(home: Path) -> None:
    try:
        used = home.exists() and any(home.iterdir())
    except OSError as error:
        raise FanthologyError(f"{home} cannot be looked into ({error.strerror}).") from error
    if used:
        raise FanthologyError(
            f"There is something in {home} already. Restore into a new folder, with --home DIR before the command."
        )


def _fill(made: Path, pieces: Pieces, snapshot: Snapshot, progress: Progress | None) -> None:
    database = made / DATABASE
    _write(pieces, snapshot.database, database)
    _refuse_newer(database, snapshot)
    for written, digest in snapshot.files.items():
        _write(pieces, digest, made / _known(written))
    total = snapshot.counts.get("originals", 0) + snapshot.counts.get("containers", 0)
    for number, (digest, place) in enumerate(_mentioned(database, made), start=1):
        _write(pieces, digest, place)
        if progress:
            progress(number, total)


def _mentioned(database: Path, made: Path) -> Iterator[tuple[str, Path]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        for table, kept in (("catalogue_source", originals.path), ("catalogue_container", boxes.place)):
            # an older backup knows nothing of discarding
            columns = {row[1] for row in opened.execute(f"PRAGMA table_info({table})")}
            kept_only = "WHERE discarded_at IS NULL" if "discarded_at" in columns else ""
            for (digest,) in opened.execute(f"SELECT sha256 FROM {table} {kept_only} ORDER BY sha256"):  # noqa: S608  (our names)
                yield digest, made / kept(digest).relative_to(settings.HOME)


def _write(pieces: Pieces, digest: str, place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        pieces.write_file(digest, file)


def _known(written: str) -> PurePosixPath:
    """A small file's place. A backup may have been tampered with, so only places that are known are written."""
    path = PurePosixPath(written)
    if written in _FILES or (len(path.parts) == 2 and path.parts[0] in _FOLDERS and path.name not in ("", "..")):
        return path
    raise FanthologyError(f"The snapshot holds {written!r}, which is no file of an archive. Nothing was restored.")


def _refuse_newer(database: Path, snapshot: Snapshot) -> None:
    """Raises FanthologyError for a database with tables of a newer program."""
    known = set(MigrationLoader(None).disk_migrations or {})
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        applied = set(opened.execute("SELECT app, name FROM django_migrations"))
    if applied - known:
        raise FanthologyError(
            f"The snapshot {snapshot.name} was made by a newer Fanthology ({snapshot.program}); restore it with that."
        )


def _sync(made: Path) -> None:
    os.sync()
    originals.sync_folder(made)
