"""Where an archive lives on disk: one folder that holds everything, so that it can be moved or copied whole.

::

    HOME/archive.sqlite3   the catalogue
    HOME/sources/ab/cdef…  every original, byte for byte, named by its SHA-256
    HOME/index/            the search index (can be rebuilt)
    HOME/index-names/      names as people begin to type them (can be rebuilt)
    HOME/secret-key        what signs cookies; readable by its owner only
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from platformdirs import user_data_path

from fanthology.fic.errors import FanthologyError

SECRET_FILE = "secret-key"
DATABASE = "archive.sqlite3"
ENVIRONMENT = "FANTHOLOGY_HOME"


def default_home() -> Path:
    """The folder named by ``FANTHOLOGY_HOME``, else the user's data folder."""
    named = os.environ.get(ENVIRONMENT)
    return Path(named).expanduser().absolute() if named else user_data_path("fanthology", appauthor=False)


def prepare(home: Path) -> None:
    """Make the folder and its secret if they are not there. Raises FanthologyError when that is not possible."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_kept(home / SECRET_FILE):
            _keep_secret(home / SECRET_FILE)
        if not (home / DATABASE).exists():
            # made here, and not by SQLite, so that nobody else on the computer can read what is private
            os.close(os.open(home / DATABASE, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise FanthologyError(
            f"The archive's folder {home} cannot be made or written to ({error.strerror}). "
            "Choose another with --home DIR."
        ) from error


def _is_kept(place: Path) -> bool:
    return place.exists() and place.stat().st_size > 0


def _keep_secret(place: Path) -> None:
    """Write a new secret whole, or not at all; of two that are made at once, the first stays."""
    part = place.with_name(f"{place.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            os.fsync(file.fileno())
        if place.exists() and not _is_kept(place):
            place.unlink()  # what a disk that was full left behind
        _name(part, place)
    finally:
        part.unlink(missing_ok=True)


def _name(part: Path, place: Path) -> None:
    try:
        os.link(part, place)
    except FileExistsError:
        return
    except OSError:  # some disks know no links
        part.replace(place)


def secret_key(home: Path) -> str:
    """The archive's secret, or a throw-away one when the archive does not exist yet."""
    with contextlib.suppress(OSError):
        kept = (home / SECRET_FILE).read_text().strip()
        if kept:
            return kept
    return secrets.token_urlsafe(50)
