"""Making a backup while the site runs, and forgetting old ones."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from fanthology import __version__
from fanthology.archive.catalogue import boxes, originals
from fanthology.archive.catalogue.withdrawing import LEDGER
from fanthology.fic.errors import FanthologyError

from . import pieces as kept_pieces
from . import snapshots
from .pieces import OF_DATABASE, Pieces, digest_of
from .places import Place
from .sealing import Seal
from .snapshots import Snapshot

SECRET = "secret-key"
SMALL_FILES = ("canon/*.toml", "audit/*.jsonl", LEDGER)
"""What else of the archive's folder belongs to it. The index can be built anew; locks and half-written files cannot be
wanted back."""
_COUNTED = (("works", "catalogue_work"), ("originals", "catalogue_source"), ("containers", "catalogue_container"))
_LOCK = "keeping.lock"
_COPY = "backup-"
_TRIES = 3

Progress = Callable[[int, int], None]
"""Told how many files are dealt with, of how many."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: its snapshot, the bytes that were sent, and how many pieces were new."""

    snapshot: Snapshot
    sent: int
    kept: int


class _GoneError(Exception):
    """An original that the copy of the database mentions was taken away meanwhile."""


def back_up(place: Place, seal: Seal, progress: Progress | None = None) -> Made:
    """Back the open archive up. What the place has already is not sent again.

    Raises FanthologyError, and leaves no snapshot, if anything cannot be read or kept.
    """
    with _alone():
        for _ in range(_TRIES):
            try:
                return _try(place, seal, progress)
            except _GoneError:
                continue
            except OSError as error:
                why = f"{error.strerror or error} ({error.filename})"
                raise FanthologyError(f"The backup was not made: {why}.") from error
    raise FanthologyError("Works were taken out of the archive all the while. Run the backup again when that is done.")


def forget(place: Place, seal: Seal, keep: int) -> tuple[int, int]:
    """Forget all but the newest snapshots, and remove the pieces that none of those needs. Returns how many snapshots
    and pieces went. Raises FanthologyError; what is needed is never removed."""
    if keep < 1:
        raise FanthologyError("At least one snapshot has to be kept.")
    with _alone():
        every = snapshots.names(place)
        gone, left = every[:-keep], every[-keep:]
        needed = {piece for name in left for piece in snapshots.pieces_of(place, seal, name)}
        place.remove(f"{snapshots.FOLDER}{name}.manifest" for name in gone)
        place.remove(f"{snapshots.FOLDER}{name}.pieces" for name in gone)
        idle = [name for name in place.names(kept_pieces.FOLDER) if name.rpartition("/")[2] not in needed]
        place.remove(idle)
    return len(gone), len(idle)


def _try(place: Place, seal: Seal, progress: Progress | None) -> Made:
    pieces = Pieces(place, seal)
    home = Path(settings.HOME)
    clear_unfinished()
    with tempfile.TemporaryDirectory(prefix=_COPY, dir=home) as folder:
        copy = Path(folder, "archive.sqlite3")
        _copy_database(copy)
        counts = _put_files(copy, pieces, progress)
        database = digest_of(copy)
        pieces.put_file(database, copy, OF_DATABASE)
    files = {}
    for file in _small_files(home, seal):
        data_digest = digest_of(file)
        pieces.put_file(data_digest, file)
        files[file.relative_to(home).as_posix()] = data_digest
    withdrawn = home / LEDGER
    if withdrawn.exists():
        snapshots.write_withdrawals(place, seal, withdrawn.read_text(encoding="utf-8").splitlines())
    snapshot = Snapshot(
        number=snapshots.next_number(place),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        program=__version__,
        database=database,
        files=files,
        counts=counts,
        left_out=() if seal.has_key else (SECRET,),
    )
    snapshots.write(place, seal, snapshot, pieces.mentioned)
    return Made(snapshot, pieces.sent, pieces.kept)


def clear_unfinished() -> None:
    """Remove the copies of the database that backups which were killed left behind. Only while no backup is made."""
    for folder in Path(settings.HOME).glob(f"{_COPY}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _copy_database(copy: Path) -> None:
    """The database as of one moment; nobody has to wait for it."""
    copy.touch(mode=0o600)
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)
    except sqlite3.Error as error:
        raise FanthologyError(f"The database could not be copied, so that no backup was made ({error}).") from error


def _put_files(copy: Path, pieces: Pieces, progress: Progress | None) -> dict[str, int]:
    """Put the originals and the containers that the copy mentions; how many there are of what."""
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as database:
        counts = {name: _count(database, table) for name, table in _COUNTED}
        total = counts["originals"] + counts["containers"]
        for number, (digest, file) in enumerate(_mentioned(database), start=1):
            try:
                pieces.put_file(digest, file)
            except FileNotFoundError:
                if _still_mentioned(digest):
                    raise
                raise _GoneError from None
            if progress:
                progress(number, total)
    return counts


def _count(database: sqlite3.Connection, table: str) -> int:
    return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  (our own names)


def _mentioned(database: sqlite3.Connection) -> Iterator[tuple[str, Path]]:
    for (digest,) in database.execute("SELECT sha256 FROM catalogue_source ORDER BY sha256"):
        yield digest, originals.path(digest)
    for (digest,) in database.execute(
        "SELECT sha256 FROM catalogue_container WHERE discarded_at IS NULL ORDER BY sha256"
    ):
        yield digest, boxes.place(digest)


def _still_mentioned(digest: str) -> bool:
    from fanthology.archive.catalogue.models import Container, Source

    kept = (Source.objects.all(), Container.objects.filter(discarded_at=None))
    return any(rows.filter(sha256=digest).exists() for rows in kept)


def _small_files(home: Path, seal: Seal) -> Iterator[Path]:
    """Without a key what signs cookies stays here: whoever has it could sign in as anybody."""
    for pattern in (*SMALL_FILES, *((SECRET,) if seal.has_key else ())):
        yield from sorted(file for file in home.glob(pattern) if file.is_file())


@contextmanager
def _alone() -> Iterator[None]:
    """One backup of an archive at a time. Raises FanthologyError while another is under way."""
    with Path(settings.HOME, _LOCK).open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FanthologyError("A backup of this archive is under way already. Wait until it has ended.") from error
        yield
