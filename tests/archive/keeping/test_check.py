"""What is wrong is noticed and named; what can be put right is."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from running import digest, run, works


def flip(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 8
    file.write_bytes(data)


def an_original(home: Path) -> Path:
    return sorted((home / "sources").glob("??/*"))[0]


def sql(home: Path, *statements: str) -> None:
    with sqlite3.connect(home / "archive.sqlite3") as database:
        for one in statements:
            database.execute(one)


def damage_database(home: Path) -> None:
    sql(home, "pragma wal_checkpoint(truncate)")
    size = (home / "archive.sqlite3").stat().st_size
    with (home / "archive.sqlite3").open("r+b") as file:
        file.seek(size // 2 // 4096 * 4096)
        file.write(b"\xff" * 64)


def flip_index(home: Path) -> None:
    flip(next((home / "index").glob("v*/*.pos")), 5)


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a bit of an original": (lambda home: flip(an_original(home), 7), "is not what it was"),
    "an original": (lambda home: an_original(home).unlink(), "is missing"),
    "a container": (lambda home: flip(next((home / "containers").glob("??/*")), 30), "is not what it was"),
    "the database": (damage_database, "damaged"),
    "a row's parent": (
        lambda home: sql(home, "pragma foreign_keys=off", "delete from catalogue_creator"),
        "is not there",
    ),
    "a text": (lambda home: sql(home, "delete from catalogue_chaptertext where chapter_id = 1"), "lost its text"),
    "evidence": (
        lambda home: sql(home, 'update catalogue_evidence set "end" = 9999999 where id = 1'),
        "points to",
    ),
    "what was read": (
        lambda home: sql(home, "update catalogue_reading set packed = x'00' where id = 1"),
        "cannot be unpacked",
    ),
}
MENDED: dict[str, tuple[Callable[[Path], object], str]] = {
    "the index": (lambda home: shutil.rmtree(home / "index"), "There is no search index"),
    "a bit of the index": (flip_index, "search index"),
    "a title": (lambda home: sql(home, "update catalogue_work set title = 'Wrong' where id = 1"), "another title"),
    "a credit": (lambda home: sql(home, "delete from catalogue_creatorship where work_id = 2"), "another credit"),
    "a work's visibility in the index": (
        lambda home: sql(home, "update catalogue_work set visibility = 'public' where id = 3"),
        "works wrong",
    ),
    "a stray file": (
        lambda home: (home / "sources" / an_original(home).parent.name / ("0" * 62)).write_bytes(b"x"),
        "mentioned by nothing",
    ),
    "a file half written": (
        lambda home: an_original(home).with_name("1.part").write_bytes(b"x"),
        "half written",
    ),
}


def test_an_archive_that_is_whole(archive: Path) -> None:
    assert works(archive, "check") == "Looked at 10 originals and 10 works. All is as it should be.\n"


@pytest.mark.parametrize("what", DAMAGES)
def test_what_cannot_be_mended_is_named(own: Path, what: str) -> None:
    harm, told = DAMAGES[what]
    harm(own)
    done = run(own, "check", "--mend")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert told in done.stdout + done.stderr


@pytest.mark.parametrize("what", MENDED)
def test_what_can_be_mended_is(own: Path, what: str) -> None:
    before = digest(own)
    harm, told = MENDED[what]
    harm(own)
    lines = [json.loads(line) for line in run(own, "check", "--json").stdout.splitlines()]
    assert len(lines) == 1 and told in lines[0]["problem"] and lines[0]["can_be_mended"]
    assert "1 mended" in works(own, "check", "--mend")
    assert "All is as it should be" in works(own, "check")
    assert what == "a work's visibility in the index" or digest(own) == before
