"""SQLite knows how full the tables are, and finds works by their numbers."""

from __future__ import annotations

import pytest
from django.db import connection

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.statistics import keep_statistics
from fanthology.archive.catalogue.viewer import GUEST

pytestmark = pytest.mark.django_db(transaction=True)


def add_works(number: int) -> None:
    Work.objects.bulk_create(Work(title="Fog", display_title="Fog", visibility="public") for _ in range(number))


def plan() -> str:
    """How SQLite would find twenty works by their numbers."""
    asked = queries.works(GUEST).filter(pk__in=range(1, 400, 20))
    return asked.explain()


@pytest.fixture(autouse=True)
def forgotten() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if cursor.fetchone():
            cursor.execute("DELETE FROM sqlite_stat1")


def test_it_is_looked_at_when_the_archive_has_grown() -> None:
    add_works(300)
    assert not keep_statistics()
    add_works(300)
    assert keep_statistics() and not keep_statistics()
    add_works(200)
    assert not keep_statistics()
    add_works(200)
    assert keep_statistics() and not keep_statistics()


def test_an_archive_that_is_only_read_has_none() -> None:
    add_works(600)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        assert not keep_statistics()
        cursor.execute("PRAGMA query_only = OFF")
    assert keep_statistics()


def test_works_are_found_by_their_numbers() -> None:
    add_works(600)
    keep_statistics()
    assert "USING INTEGER PRIMARY KEY" in plan()
