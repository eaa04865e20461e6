"""What is printed never steers the terminal; trouble with the disk or the database is a sentence and status 1."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fanthology.cli import program
from fanthology.cli.say import harmless_json
from running import bring_in, run

STORY = "Title: {}\n\n" + "The lamp in the upper window burned all night, and nobody asked who tended it or why. " * 20


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "story.txt").write_text(STORY.format("Flight"))
    return bring_in(tmp_path / "home", tmp_path / "story.txt")


def test_an_account_without_room_for_it(home: Path) -> None:
    done = run(home, "keeper", "add", "mina", "--password-stdin", typed="a lamp on the landing\n", most=2_000)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("fanthology: The") and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "words", [["undo"], ["keeper", "list"], ["reread", "--yes"], ["import", "story.txt"], ["serve", "--port", "1"]]
)
def test_a_damaged_database(home: Path, words: list[str]) -> None:
    for kept in home.glob("archive.sqlite3*"):
        kept.unlink()
    (home / "archive.sqlite3").write_bytes(b"no database " * 400)
    done = run(home, *words)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    if words[0] != "serve":  # which looks at its port first
        assert "is damaged" in done.stderr


def test_a_database_damaged_further_in(home: Path) -> None:
    run(home, "undo")
    with (home / "archive.sqlite3").open("r+b") as file:
        file.seek(0, os.SEEK_END)
        middle = file.tell() // 3
        file.seek(middle)
        file.write(os.urandom(file.tell() and middle))
    done = run(home, "reread", "--force", "--yes")
    assert "Traceback" not in done.stderr


def test_a_fault_is_no_such_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(arguments: object) -> int:
        raise KeyError("title")

    monkeypatch.setattr(program, "_run", broken)
    with pytest.raises(KeyError):
        program.run(["read"])


@pytest.mark.parametrize("sign", ["\x9b", "\x85", "\u202e", "\u2066", "\u2028", "\x7f"])
def test_json_means_the_same_and_steers_nothing(sign: str) -> None:
    line = json.dumps({"title": f"{sign}2J Émigré"}, ensure_ascii=False)
    harmless = harmless_json(line).decode()
    assert json.loads(harmless) == json.loads(line)
    assert sign not in harmless and "Émigré" in harmless
