"""Real processes, really killed: what is left is whole, and the next run makes it complete."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import tarfile
import time
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import running

STORIES = 120
SHOWN = """
    select work.title, work.visibility, source.sha256, chapter.position, text.html, link.kind, target.title
    from catalogue_work work
    join catalogue_edition edition on edition.id = work.edition_id
    join catalogue_reading reading on reading.id = edition.reading_id
    join catalogue_source source on source.id = reading.source_id
    join catalogue_chapter chapter on chapter.edition_id = edition.id
    join catalogue_chaptertext text on text.chapter_id = chapter.id
    left join catalogue_link link on link.work_id = work.id
    left join catalogue_work target on target.id = link.target_id
    order by work.title, chapter.position, link.kind
"""
ORPHANS = (
    (
        "select count(*) from catalogue_source where id not in (select source_id from catalogue_reading)"
        " and id not in (select file_id from catalogue_description)"
    ),
    (
        "select count(*) from catalogue_container where id not in (select container_id from intake_intakeitem"
        " where container_id is not null)"
    ),
    "select count(*) from catalogue_reading where reason = '' and id not in (select reading_id from catalogue_edition)",
    "select count(*) from catalogue_work where edition_id is null",
    "select count(*) from catalogue_edition where id not in (select edition_id from catalogue_work)",
    "select count(*) from catalogue_edition where id not in (select edition_id from catalogue_chapter)",
    "select count(*) from catalogue_chapter where id not in (select chapter_id from catalogue_chaptertext)",
    "select count(*) from catalogue_work where id not in (select work_id from catalogue_change)",
)


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Linked stories, copies of some, a few files that are no stories."""
    place = tmp_path_factory.mktemp("stories")
    for number in range(STORIES):
        text = (
            f"Title: Part {number}\nAuthor: Mina Harker\nFandom: Dracula\nSequel to: Part {number - 7}\n\n"
            + f"The tide came in at {number} and the lamp went out. Nobody said why. " * 12
            + "\n\n"
            + '"You are late," he said, and took off his coat.\n\n' * 30
        )
        (place / f"{number:04}.txt").write_text(text)
        if number % 25 == 0:
            (place / f"{number:04} copy.txt").write_text(text)
    (place / "empty.txt").write_bytes(b"")
    (place / "picture.txt").write_bytes(bytes(range(256)) * 20)
    return place


def start(home: Path, stories: Path) -> subprocess.Popen[bytes]:
    command = [*running.COMMAND, "--home", str(home), "import", "--json", str(stories)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def finish(home: Path, stories: Path) -> dict[str, Any]:
    done = running.run(home, "import", "--json", stories)
    assert "Traceback" not in done.stderr, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def query(home: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(home / "archive.sqlite3")
    connection.create_function("REGEXP", 2, lambda pattern, text: re.search(pattern, text) is not None)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def begun(home: Path) -> bool:
    """Whether a run got as far as its own row: before that, the tables may not all be made."""
    if not (home / "archive.sqlite3").exists():
        return False
    made = query(home, "select 1 from sqlite_master where name = 'intake_intake'")
    return bool(made and query(home, "select 1 from intake_intake"))


def is_consistent(home: Path) -> None:
    if not begun(home):
        return
    assert query(home, "pragma integrity_check") == [("ok",)]
    assert query(home, "pragma foreign_key_check") == []
    assert [query(home, sql)[0][0] for sql in ORPHANS] == [0] * len(ORPHANS)
    for (key,) in query(home, "select sha256 from catalogue_source"):
        assert sha256((home / "sources" / key[:2] / key[2:]).read_bytes()).hexdigest() == key


@pytest.fixture(scope="module")
def whole(stories: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, ...]:
    """What an import that nobody disturbed leaves, and how long it took."""
    home = running.new_archive(tmp_path_factory.mktemp("whole") / "home")
    began = time.monotonic()
    with start(home, stories) as run:
        output, problems = run.communicate(timeout=300)
    seconds = time.monotonic() - began
    assert problems == b"" and json.loads(output)["counts"]["read"] == STORIES
    is_consistent(home)
    return query(home, SHOWN), seconds


@pytest.fixture(scope="module")
def packed(stories: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same stories in containers: a zip with descriptions, and a packed tar."""
    place = tmp_path_factory.mktemp("packed")
    files = sorted(stories.iterdir())
    with zipfile.ZipFile(place / "a.zip", "w") as archive:
        for number, file in enumerate(files[: len(files) // 2]):
            archive.write(file, file.name)
            told = {"storyUrl": f"http://moors.example/{number}", "title": file.stem}
            archive.writestr(f"{file.stem}.json", json.dumps(told))
    with tarfile.open(place / "b.tar.gz", "w:gz") as archive:
        for file in files[len(files) // 2 :]:
            archive.add(file, file.name)
    return place


@pytest.mark.parametrize("attempt", range(2))
def test_killed_among_containers_and_run_again(
    packed: Path, whole: tuple[Any, ...], tmp_path: Path, attempt: int
) -> None:
    shown, seconds = whole
    home = running.new_archive(tmp_path / "home")
    chance = random.Random(attempt)
    for _ in range(2):
        run = start(home, packed)
        time.sleep(chance.uniform(0.3, 1.0) * seconds)
        run.kill()
        run.communicate()
        is_consistent(home)
    finish(home, packed)
    is_consistent(home)
    assert query(home, SHOWN) == shown
    kept = {file.parent.name + file.name for file in (home / "containers").rglob("*") if file.is_file()}
    rows = query(home, "select sha256, read_by from catalogue_container")
    assert kept == {key for key, _ in rows}
    assert len(rows) == 2 and all(read_by for _, read_by in rows)
    for key in kept:
        assert sha256((home / "containers" / key[:2] / key[2:]).read_bytes()).hexdigest() == key
    again = finish(home, packed)
    assert again["counts"]["already-here"] == again["found"] == 2


@pytest.mark.parametrize("attempt", range(3))
def test_killed_twice_and_run_again(stories: Path, whole: tuple[Any, ...], tmp_path: Path, attempt: int) -> None:
    shown, seconds = whole
    home = tmp_path / "home"
    if attempt:  # the first is killed while the tables are made, too
        running.new_archive(home)
    chance = random.Random(attempt)
    for _ in range(2):
        run = start(home, stories)
        time.sleep(chance.uniform(0.2, 1.0) * seconds)
        run.kill()
        run.communicate()
        is_consistent(home)
    finish(home, stories)
    is_consistent(home)
    assert query(home, SHOWN) == shown
    assert list((home / "sources").rglob("*.part")) == []
    kept = {file.parent.name + file.name for file in (home / "sources").rglob("*") if file.is_file()}
    assert kept == {key for (key,) in query(home, "select sha256 from catalogue_source")}
    again = finish(home, stories)
    assert again["counts"]["already-here"] == again["found"]


def test_ctrl_c_finishes_what_is_in_hand(stories: Path, whole: tuple[Any, ...], tmp_path: Path) -> None:
    home = running.new_archive(tmp_path / "home")
    run = start(home, stories)
    wait_for(lambda: (home / "archive.sqlite3").exists() and any((home / "sources").glob("*/*")), run)
    os.killpg(run.pid, signal.SIGINT)
    output, problems = run.communicate(timeout=60)
    assert run.returncode == 130, problems.decode()
    assert b"Traceback" not in problems
    report = json.loads(output)
    assert "Run the same command again" in report["stopped"]
    assert len(report["items"]) == sum(report["counts"].values()) < report["found"]
    assert query(home, "select count(*) from catalogue_work") == [(report["counts"]["read"],)]
    is_consistent(home)
    finish(home, stories)
    assert query(home, SHOWN) == whole[0]


def test_reading_processes_end_with_the_one_that_was_killed(stories: Path, tmp_path: Path) -> None:
    run = start(running.new_archive(tmp_path / "home"), stories)
    wait_for(lambda: len(children(run.pid)) > 1, run)
    family = children(run.pid)
    run.kill()
    run.communicate()
    ended = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in family) and time.monotonic() < ended:
        time.sleep(0.05)
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []


def children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def wait_for(ready: Callable[[], bool], run: subprocess.Popen[bytes]) -> None:
    while run.poll() is None and not ready():
        time.sleep(0.01)
    assert run.poll() is None, "the run ended before the moment that the test waits for"
