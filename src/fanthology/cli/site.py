"""Opening an archive from the command line: its folder, its settings, its tables."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from fanthology.fic.errors import FanthologyError

SETTINGS = "fanthology.archive.config.settings"
DATABASE = "archive.sqlite3"
MIGRATION_LOCK = "migrating.lock"


def open_home(home: Path, *, writing: bool = True) -> None:
    """Make the archive in ``home`` ready: folder, environment, Django, tables. Quick when there is nothing to do.

    With ``writing=False`` nothing is made or changed: where no archive is yet, an empty one in memory stands in for it.
    Raises FanthologyError when the folder cannot be used, or would have to be brought up to date and may not be.
    """
    from fanthology.archive.config.home import ENVIRONMENT, prepare

    home = home.expanduser().absolute()
    if writing:
        prepare(home)
    os.environ[ENVIRONMENT] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    _set_up(home, in_memory=not writing and not (home / DATABASE).exists())
    _migrate(home, writing=writing)


def set_up(home: Path) -> None:
    """Make Django ready for an archive that need not be there yet; nothing is written."""
    from fanthology.archive.config.home import ENVIRONMENT

    home = home.expanduser().absolute()
    os.environ[ENVIRONMENT] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    _set_up(home, in_memory=False)


def _set_up(home: Path, in_memory: bool) -> None:
    import django
    from django.apps import apps
    from django.conf import settings

    if home != settings.HOME:
        raise RuntimeError(f"one process opens one archive; this one has {settings.HOME} open")
    if apps.ready:
        return
    if in_memory:
        settings.DATABASES["default"]["NAME"] = ":memory:"
    django.setup()


def _migrate(home: Path, writing: bool) -> None:
    if not _pending(home):
        return
    from django.core.management import call_command
    from django.db import connection

    if connection.settings_dict["NAME"] == ":memory:":
        call_command("migrate", verbosity=0, interactive=False)
        return
    if not writing:
        raise FanthologyError(
            f"The archive in {home} was made by an older Fanthology and has to be brought up to date first. "
            "Run any command that writes, such as an import, and try again."
        )
    # two commands started at once must not both make the tables
    with (home / MIGRATION_LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _pending(home):
            call_command("migrate", verbosity=0, interactive=False)


def _pending(home: Path) -> bool:
    """True if the database lacks a migration. Raises FanthologyError when it cannot be opened."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from fanthology.archive.catalogue.trouble import told

    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        words = told(error) or "The archive's database cannot be opened."
        raise FanthologyError(f"{words} ({home / DATABASE}: {error})") from error
