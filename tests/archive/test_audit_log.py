"""The audit log: whole under many writers and after a kill; a change is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from archive.factories import make_work
from fanthology.archive.accounts.models import User
from fanthology.archive.audit import backwards, log, note, read_back, verify
from fanthology.archive.catalogue.edits import edit
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.publish import publish
from fanthology.archive.catalogue.viewer import KEEPER
from running import CLEAN, bring_in, run, works

WRITER = """
import sys; from pathlib import Path; from fanthology.cli.site import set_up; set_up(Path(sys.argv[1]))
from fanthology.archive.audit import note
for number in range(200):
    note("corrected", sys.argv[2], [str(number)])
"""


def the_file(home: Path) -> Path:
    (file,) = (home / "audit").glob("*.jsonl")
    return file


def test_lines_of_many_writers_follow_one_another(home: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, home, who], env=CLEAN) for who in ("mina", "lucy")]
    assert [one.wait(120) for one in writers] == [0, 0]
    lines = list(read_back())
    assert [line.number for line in lines] == list(range(400, 0, -1))
    assert {line.who for line in lines} == {"mina", "lucy"} and list(verify()) == []


def test_a_line_that_was_changed_or_taken_out_is_told(home: Path) -> None:
    for number in range(5):
        note("corrected", "mina", [f"w{number}"])
    whole = the_file(home).read_text()
    the_file(home).write_text(whole.replace("w2", "w9"))
    assert [line for line in verify() if "Line 4" in line] and len(list(verify())) == 1
    the_file(home).write_text("".join(line for line in whole.splitlines(True) if "w3" not in line))
    assert len(list(verify())) == 1
    the_file(home).write_text(whole)
    assert list(verify()) == []


def test_a_line_that_was_torn_is_set_aside(home: Path) -> None:
    note("corrected", "mina", ["w1"])
    with the_file(home).open("a") as file:
        file.write('{"n": 2, "at": "20')
    note("corrected", "mina", ["w2"])
    assert [line.things for line in read_back()] == [("w2",), ("w1",)]
    assert list(verify()) == [f"Line 2 of {the_file(home).name} was not written to its end."]


def test_a_line_without_its_end_swallows_no_other(home: Path) -> None:
    note("corrected", "mina", ["w1"])
    the_file(home).write_text(the_file(home).read_text().removesuffix("\n"))
    note("corrected", "mina", ["w2"])
    assert [line.things for line in read_back()] == [("w2",), ("w1",)] and list(verify()) == []


def test_lines_of_any_length_follow_one_another(home: Path) -> None:
    note("corrected", "mina", ["w0"])
    for count in (7_000, 1, 20_000, 2):
        note("withdrawn", "mina", [f"w{number:07}" for number in range(count)])
    assert [(line.number, len(line.things)) for line in read_back()] == [
        (5, 2),
        (4, 20_000),
        (3, 1),
        (2, 7_000),
        (1, 1),
    ]
    assert list(verify()) == []


@pytest.mark.parametrize("size", [1, 2, 3, 5, 64])
def test_a_file_is_read_from_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(backwards, "_BLOCK", size)
    for text in ("", "a", "a\n", "\n\n", "one\ntwo\n\nthree is longer", "é\nü\n"):
        (tmp_path / "lines").write_text(text)
        assert list(backwards.from_the_end(tmp_path / "lines")) == (text.encode().split(b"\n")[::-1] if text else [b""])


def test_no_letter_of_a_name_ends_a_line(home: Path) -> None:
    note("account", "mi\u2028na\x85", ["opened"])
    assert [line.who for line in read_back()] == ["mi\u2028na\x85"] and list(verify()) == []


def test_a_clock_that_was_set_back_puts_no_line_before_another(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note("corrected", "mina", ["w1"])

    class Earlier(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime(1999, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(log, "datetime", Earlier)
    note("corrected", "mina", ["w2"])
    assert [line.number for line in read_back()] == [2, 1] and list(verify()) == []


def test_what_people_do_is_noted_without_words_of_theirs(
    home: Path, db: None, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    work = make_work("The Secret of the Moor", creators=["Hester Lark"], contact="hester@moors.example")
    with django_capture_on_commit_callbacks(execute=True):
        edit(work, "title", "Another Secret", KEEPER)
        publish(KEEPER, Work.objects.all(), "private")
    assert [line.what for line in read_back()] == ["published", "corrected"]
    text = the_file(home).read_text()
    assert work.public_id in text
    assert not any(word in text for word in ("Secret", "Hester", "moors.example"))
    with pytest.raises(ValueError, match="nothing that is noted"):
        note("gossiped", "mina")


def test_the_page_is_the_keepers_and_shows_the_newest_first(home: Path, db: None) -> None:
    keeper, reader = (Client(SERVER_NAME="127.0.0.1") for _ in range(2))
    keeper.force_login(User.objects.create_user("mina", password="a long password", is_keeper=True))
    reader.force_login(User.objects.create_user("ruth", password="a long password"))
    for number in range(120):
        note("corrected", "mina", [f"w{number:03}"])
    assert reader.get("/keeper/audit").status_code == 403
    page = keeper.get("/keeper/audit").text
    assert page.index("w119") < page.index("w118") and "w019" not in page
    assert "w019" in keeper.get("/keeper/audit?page=2").text
    assert keeper.get("/keeper/audit?page=nonsense").status_code == 200


def test_the_command_says_whether_it_is_whole(home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title: Rain\n\n" + "It rained on the harbour all night, and nobody slept. " * 30)
    own = bring_in(tmp_path / "own", tmp_path / "a.txt")
    assert "brought files in" in works(own, "audit")
    assert json.loads(works(own, "audit", "--json"))["what"] == "intake"
    assert "follows the one before" in works(own, "audit", "--verify")
    file = next((own / "audit").glob("*.jsonl"))
    file.write_text(file.read_text().replace('"n": 1', '"n": 7'))
    assert run(own, "audit", "--verify").returncode == 1
