"""Is the database whole, and does every row keep to its rules?"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import DatabaseError, connection

from fanthology.archive.catalogue.trouble import told

from .problem import Problem, Tick


def check_database(tick: Tick) -> Iterator[Problem]:
    """SQLite's own look at every page, at the rules of every row, and at what points to what."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(50)")
            for (line,) in cursor.fetchall():
                tick(1)
                if line != "ok":
                    yield Problem(f"The database is damaged: {line}. Restore it from a backup.")
            cursor.execute("PRAGMA foreign_key_check")
            for table, row, parent, _ in cursor.fetchall():
                yield Problem(f"Row {row} of {_called(table)} points to a row of {_called(parent)} that is not there.")
    except DatabaseError as error:
        yield Problem(f"{told(error) or 'The database cannot be read.'} ({error}) Restore it from a backup.")


def _called(table: str) -> str:
    names = {model._meta.db_table: str(model._meta.verbose_name_plural) for model in apps.get_models()}
    return names.get(table, table)
