"""Trouble with the disk or the database is told in words; a fault of the program is not passed off as such."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from fanthology.archive.catalogue.trouble import told

pytestmark = pytest.mark.django_db  # for its own databases, of which none is the archive's


def database(place: Path) -> DatabaseWrapper:
    return DatabaseWrapper(connections["default"].settings_dict | {"NAME": str(place), "OPTIONS": {}}, "spoilt")


def test_a_database_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "spoilt").write_bytes(b"no database " * 400)
    one = database(tmp_path / "spoilt")
    with pytest.raises(DatabaseError) as raised:
        one.cursor().execute("select * from sqlite_master")
    assert "damaged" in str(told(raised.value))


def test_a_database_that_lost_its_middle(tmp_path: Path) -> None:
    one = database(tmp_path / "spoilt")
    one.cursor().execute("create table tales (words text)")
    one.cursor().execute("insert into tales values (zeroblob(200000))")
    one.close()
    with (tmp_path / "spoilt").open("r+b") as file:
        file.truncate(20_000)
    with pytest.raises(DatabaseError) as raised:
        one.cursor().execute("select sum(length(hex(words))) from tales").fetchall()
    assert "damaged" in str(told(raised.value))


def test_a_database_without_room(tmp_path: Path) -> None:
    one = database(tmp_path / "small")
    one.cursor().execute("create table tales (words text)")
    one.cursor().execute("pragma max_page_count = 4")
    with pytest.raises(OperationalError) as raised:
        one.cursor().execute("insert into tales values (zeroblob(200000))")
    assert "full" in str(told(raised.value))
    one.close()


def test_a_place_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(OperationalError) as raised:
        database(tmp_path / "nowhere" / "at-all").cursor()
    assert "cannot be opened" in str(told(raised.value))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_takes_nothing(number: int) -> None:
    assert told(OSError(number, "no"))


@pytest.mark.parametrize(
    "fault",
    [
        IntegrityError("UNIQUE constraint failed"),
        OperationalError("no such table: works"),
        OSError(5),
        ValueError("full"),
    ],
)
def test_a_fault_is_none_of_these(fault: Exception) -> None:
    assert told(fault) is None
