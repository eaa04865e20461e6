"""What SQLite knows of how full its tables are, by which it chooses among their indexes.

Without it, it takes the twenty works of a page by who may see them, and goes through all that a guest may see.
"""

from __future__ import annotations

from django.db import OperationalError, connection

from .models import Work

_FEW = 500
_GROWTH = 1.5


def keep_statistics() -> bool:
    """Have SQLite look at its tables if it never did, or the archive has grown by half since. Tells whether it did.

    A connection that is open goes on with what it knew. Where nothing can be written (a full disk, a medium that is
    only read) nothing is: lists are slower then, and right.
    """
    if connection.vendor != "sqlite" or not _has_grown():
        return False
    try:
        with connection.cursor() as cursor:
            # all rows, three seconds for a million works: the first thousand say nothing of how many works a tag has
            cursor.execute("ANALYZE")
    except OperationalError:
        return False
    return True


def _has_grown() -> bool:
    newest = Work.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    enough = max(_FEW, int(_GROWTH * _known()))
    # works that were removed leave their numbers unused: where they are many, only counting tells
    return newest >= enough and Work.objects.count() >= enough


def _known() -> int:
    """How many works there were when it last looked, about; 0 if it never did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if cursor.fetchone() is None:
            return 0
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [Work._meta.db_table])
        return max((int(stat.split()[0]) for (stat,) in cursor.fetchall()), default=0)
