"""The command as a person runs it, in processes of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import running

TEXT = "Title: {title}\nAuthor: Mina Harker\n\n" + "The lamp went out, and nobody said why. " * 20 + "\n"
Run = subprocess.CompletedProcess[str]
Fanthology = Callable[..., Run]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def fanthology(archive: Path) -> Fanthology:
    return partial(running.fanthology, environment={"FANTHOLOGY_HOME": str(archive), "COLUMNS": "200"})


@pytest.fixture
def begun(archive: Path) -> Path:
    """The archive, with its tables made."""
    return running.new_archive(archive)


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    place = tmp_path / "stories"
    place.mkdir()
    for title in ("Flight", "Return"):
        (place / f"{title}.txt").write_text(TEXT.format(title=title))
    return place


def test_files_come_in_and_the_report_says_so(fanthology: Fanthology, stories: Path, archive: Path) -> None:
    first = fanthology("import", stories)
    assert (first.returncode, first.stderr) == (0, "")
    assert "2 items: 2 read, 0 already here, 0 rejected, 0 failed." in first.stdout
    assert "fanthology undo " in first.stdout
    assert (archive / "archive.sqlite3").exists()
    again = fanthology("import", "--quiet", stories)
    assert (again.returncode, again.stdout) == (0, "2 items: 0 read, 2 already here, 0 rejected, 0 failed.\n")
    assert "Flight" in fanthology("search", "lamp").stdout


@pytest.mark.usefixtures("begun")
def test_json_is_one_object(fanthology: Fanthology, stories: Path) -> None:
    (stories / "empty.txt").write_bytes(b"")
    run = fanthology("import", "--json", stories)
    report = json.loads(run.stdout)
    assert run.returncode == 1
    assert report["counts"] == {"read": 2, "already-here": 0, "rejected": 1, "failed": 0, "used": 0}
    assert {item["title"] for item in report["items"] if item["work"]} == {"Flight", "Return"}


def test_a_dry_run_makes_no_archive(fanthology: Fanthology, stories: Path, archive: Path) -> None:
    run = fanthology("import", "--dry-run", stories)
    assert run.returncode == 0
    assert "nothing was written" in run.stdout
    assert "Flight.txt: Flight" in run.stdout
    assert not archive.exists()


@pytest.mark.usefixtures("begun")
def test_a_dry_run_on_an_archive_leaves_its_files_alone(fanthology: Fanthology, stories: Path, archive: Path) -> None:
    fanthology("import", stories / "Flight.txt")
    before = {file: file.read_bytes() for file in archive.rglob("*") if file.is_file()}
    run = fanthology("import", "--dry-run", stories)
    assert "1 read, 1 already here" in run.stdout
    assert {file: file.read_bytes() for file in archive.rglob("*") if file.is_file()} == before


def missing(place: Path) -> Path:
    return place / "not-there.txt"


def dangling(place: Path) -> Path:
    (place / "link.txt").symlink_to("gone.txt")
    return place / "link.txt"


def pipe(place: Path) -> Path:
    os.mkfifo(place / "pipe.txt")
    return place / "pipe.txt"


def plug(place: Path) -> Path:
    # the address of a socket is short, so it is made by a relative name
    before = Path.cwd()
    os.chdir(place)
    try:
        with socket.socket(socket.AF_UNIX) as plug:
            plug.bind("socket.txt")
    finally:
        os.chdir(before)
    return place / "socket.txt"


def empty(place: Path) -> Path:
    (place / "empty.txt").write_bytes(b"")
    return place / "empty.txt"


def huge(place: Path) -> Path:
    with (place / "huge.txt").open("wb") as file:
        file.truncate(2 * 1024**3)
    return place / "huge.txt"


def binary(place: Path) -> Path:
    (place / "picture.txt").write_bytes(bytes(range(256)) * 50)
    return place / "picture.txt"


def loop(place: Path) -> Path:
    (place / "a.txt").symlink_to("b.txt")
    (place / "b.txt").symlink_to("a.txt")
    return place / "a.txt"


BAD = (
    (missing, "not-there.txt", "does not exist"),
    (dangling, "link.txt", "a link to something that is not there"),
    (loop, "a.txt", "could not be read"),
    (pipe, "pipe.txt", "not a file"),
    (plug, "socket.txt", "not a file"),
    (empty, "empty.txt", "nothing in it"),
    (huge, "huge.txt", "MB"),
    (binary, "picture.txt", "not text"),
)


@pytest.mark.usefixtures("begun")
def test_bad_items_are_told_and_sink_nothing(fanthology: Fanthology, stories: Path) -> None:
    run = fanthology("import", *[make(stories) for make, _, _ in BAD], stories)
    for make, name, message in BAD:
        line = next(line for line in run.stdout.splitlines() if name in line)
        assert message in line, make
        assert line.endswith("."), make
    assert run.returncode == 1
    assert "Traceback" not in run.stdout + run.stderr
    assert " 2 read" in run.stdout


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("make", [missing, pipe, empty])
def test_one_bad_item_is_enough_for_the_exit_status(
    make: Callable[[Path], Path], fanthology: Fanthology, stories: Path
) -> None:
    assert fanthology("import", "--quiet", make(stories)).returncode == 1


@pytest.mark.usefixtures("begun")
def test_a_name_that_is_not_utf8_comes_in(fanthology: Fanthology, stories: Path) -> None:
    Path(os.fsdecode(os.fsencode(stories) + b"/na\xefve.txt")).write_text(TEXT.format(title="Naïve"))
    run = fanthology("import", "--json", stories)
    assert run.returncode == 0
    assert [item["name"] for item in json.loads(run.stdout)["items"] if item["title"] == "Naïve"] == [
        f"{stories}/na\\xefve.txt"
    ]


@pytest.mark.usefixtures("begun")
def test_a_disk_that_takes_no_more_stops_the_run_in_words(fanthology: Fanthology, stories: Path, archive: Path) -> None:
    for number in range(40):
        (stories / f"{number}.txt").write_text(TEXT.format(title=f"Part {number}") * 20)
    fanthology("import", stories / "Flight.txt")
    size = (archive / "archive.sqlite3").stat().st_size + 120_000

    run = fanthology("import", stories, most=size)
    assert run.returncode == 1
    assert "What was brought in so far is safe" in run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    rest = fanthology("import", stories)
    assert rest.returncode == 0
    assert "42 items" in rest.stdout


def test_a_folder_that_cannot_be_an_archive_is_told(fanthology: Fanthology, stories: Path) -> None:
    run = fanthology("--home", stories / "Flight.txt", "import", stories)
    assert run.returncode == 1
    assert "Choose another with --home" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.usefixtures("begun")
def test_a_whole_intake_is_taken_back(fanthology: Fanthology, stories: Path) -> None:
    assert "Nothing has been imported yet" in fanthology("undo").stdout
    intake = json.loads(fanthology("import", "--json", stories).stdout)["intake"]
    assert intake in fanthology("undo").stdout
    asked = fanthology("undo", intake, typed="n\n")
    assert asked.returncode == 1
    assert "2 works and 2 originals" in asked.stdout
    assert "Nothing was taken back" in asked.stderr
    done = fanthology("undo", intake, "--yes")
    assert (done.returncode, done.stdout) == (0, "Took back 2 works and 2 originals.\n")
    assert "Flight" not in fanthology("search", "lamp").stdout
    again = fanthology("undo", intake, "--yes")
    assert (again.returncode, "already" in again.stderr) == (1, True)
    assert "taken back" in fanthology("undo").stdout


@pytest.mark.usefixtures("begun")
def test_rereading_with_the_same_reader_has_nothing_to_do(fanthology: Fanthology, stories: Path) -> None:
    work = json.loads(fanthology("import", "--json", stories).stdout)["items"][0]["work"]
    assert fanthology("reread").stdout == "There is nothing to change.\n"
    forced = fanthology("reread", "--force", "--yes", work)
    assert forced.returncode == 0
    assert f"{work} Flight: the same as before\n1 work read anew." in forced.stdout
    unknown = fanthology("reread", "nonsense")
    assert (unknown.returncode, "no work nonsense" in unknown.stderr) == (1, True)


@pytest.mark.parametrize("command", ["import", "undo", "reread"])
def test_help_shows_an_example(fanthology: Fanthology, command: str) -> None:
    run = fanthology(command, "--help")
    assert run.returncode == 0
    assert f"fanthology {command} " in run.stdout.partition("Example")[2]
