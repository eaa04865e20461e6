"""One state of the archive for as long as an export is written, while others go on changing it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def one_state() -> Iterator[None]:
    """Every query inside sees the archive as it was at the first of them. It is for reading only, and holds up nobody:
    SQLite keeps the old pages beside the new ones until it ends."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        # not Django's atomic(): that takes the lock of whoever writes
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
