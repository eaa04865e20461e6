"""Withdrawing from the command line, down to the last byte."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from running import bring_in, refuses, run, works, write_stories

PHRASE = "a quince upon the parapet"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = write_stories(tmp_path / "stories", 3)
    text = (
        f"Title: Quinces\nAuthor: Orlando Vane <vane@moors.example>\n\n{'She set ' + PHRASE + ' and waited. ' * 30}\n"
        * 3
    )
    (folder / "quinces.txt").write_text(text)
    return bring_in(tmp_path / "home", folder)


def the_work(home: Path, title: str = "Quinces") -> str:
    with sqlite3.connect(home / "archive.sqlite3") as database:
        found = database.execute("select public_id from catalogue_work where title = ?", [title]).fetchone()
    return str(found[0])


def holding(home: Path, words: bytes) -> list[str]:
    return [str(file) for file in home.rglob("*") if file.is_file() and words.lower() in file.read_bytes().lower()]


def test_after_the_term_no_file_holds_a_word_of_it(home: Path) -> None:
    assert holding(home, PHRASE.encode()) and holding(home, b"quinces") and holding(home, b"Orlando Vane")
    public_id = the_work(home)
    works(home, "withdraw", public_id, "--yes")
    assert holding(home, PHRASE.encode())
    assert "no work" in refuses(home, "withdraw", public_id, "--yes")
    with sqlite3.connect(home / "archive.sqlite3") as database:
        database.execute("update catalogue_withdrawal set purge_at = '2001-01-01'")
    assert "1 work" in works(home, "withdraw", "--due")
    for word in (PHRASE.encode(), b"quince", b"Orlando", b"vane@moors", b"parapet"):
        assert holding(home, word) == []
    assert "All is as it should be" in works(home, "check")
    assert "3 works" in works(home, "check")


def test_it_does_not_come_in_again(home: Path, tmp_path: Path) -> None:
    works(home, "withdraw", the_work(home), "--yes", "--after", "0")
    report = json.loads(run(home, "import", "--json", tmp_path / "stories").stdout)
    assert report["counts"]["rejected"] == 1 and report["counts"]["already-here"] == 3
    (refused,) = [item for item in report["items"] if item["outcome"] == "rejected"]
    assert refused["reason"] == "refused" and "not kept here" in refused["message"]
    assert holding(home, PHRASE.encode()) == []


def test_everything_of_a_creator_is_withdrawn_and_what_comes_later_refused(home: Path, tmp_path: Path) -> None:
    assert "Withdrew 3 works" in works(home, "withdraw", "--creator", "Hester Lark", "--yes")
    more = write_stories(tmp_path / "more", 2, "Fog")
    report = json.loads(run(home, "import", "--json", more).stdout)
    assert report["counts"] == {"read": 0, "already-here": 0, "rejected": 2, "failed": 0, "used": 0}
    works(home, "refuse", "creator", "hester lark", "--allow")
    assert json.loads(run(home, "import", "--json", more).stdout)["counts"]["read"] == 2


def test_an_address_is_refused_without_being_kept(home: Path, tmp_path: Path) -> None:
    assert "an address" in works(home, "refuse", "address", "Kit@Harbour.example")
    assert holding(home, b"harbour.example") == []
    (tmp_path / "new").mkdir()
    body = "It rained on the harbour all night, and nobody slept. " * 30
    (tmp_path / "new" / "a.txt").write_text(f"Title: Rain\nAuthor: Kit <kit@harbour.example>\n\n{body}")
    report = json.loads(run(home, "import", "--json", tmp_path / "new").stdout)
    assert report["counts"]["rejected"] == 1 and holding(home, b"rained on the harbour") == []


def test_an_older_backup_does_not_bring_it_back(home: Path, tmp_path: Path) -> None:
    works(home, "backup", tmp_path / "place")
    works(home, "withdraw", the_work(home), "--yes", "--after", "0")
    works(home, "backup", tmp_path / "place")
    older = works(home, "backup", tmp_path / "place", "--list").splitlines()[-1].split()[0]
    said = works(tmp_path / "new", "restore", tmp_path / "place", "--snapshot", older)
    assert "withdrawn again" in said
    assert holding(tmp_path / "new", PHRASE.encode()) == []
    assert "3 works" in works(tmp_path / "new", "check")


@pytest.mark.parametrize("torn", ["", '\n{"work": "a1b2", "sha'], ids=["without its end", "half written"])
def test_a_torn_line_of_the_ledger_swallows_no_other(home: Path, tmp_path: Path, torn: str) -> None:
    first, second = the_work(home), the_work(home, "Lamp 1")
    works(home, "backup", tmp_path / "place")
    works(home, "withdraw", first, "--yes")
    ledger = home / "withdrawals.jsonl"
    ledger.write_text(ledger.read_text().removesuffix("\n") + torn)
    works(home, "withdraw", second, "--yes")
    assert json.loads(ledger.read_text().splitlines()[-1])["work"] == second
    works(home, "backup", tmp_path / "place")
    older = works(home, "backup", tmp_path / "place", "--list").splitlines()[-1].split()[0]
    said = works(tmp_path / "new", "restore", tmp_path / "place", "--snapshot", older)
    assert "2 works that were withdrawn since are withdrawn again" in said


def test_nothing_is_withdrawn_without_being_meant(home: Path) -> None:
    assert "Nothing was done" in run(home, "withdraw", the_work(home), typed="n\n").stderr
    assert "Say which works" in refuses(home, "withdraw")
    assert "number of days" in refuses(home, "withdraw", the_work(home), "--yes", "--after", "-1")
    assert holding(home, PHRASE.encode())


def test_what_is_in_the_trash_comes_back_when_it_is_brought_in_again(home: Path, tmp_path: Path) -> None:
    works(home, "remove", the_work(home), "--yes")
    assert "3 works" in works(home, "check") or "4 works" in works(home, "check")
    report = json.loads(run(home, "import", "--json", tmp_path / "stories").stdout)
    (back,) = [item for item in report["items"] if "trash" in (item["message"] or "")]
    assert back["outcome"] == "already-here"
    works(home, "remove", the_work(home), "--yes", "--after", "0")
    assert holding(home, PHRASE.encode()) == []
    assert json.loads(run(home, "import", "--json", tmp_path / "stories").stdout)["counts"]["read"] == 1


def test_what_is_in_the_trash_can_be_withdrawn(home: Path, tmp_path: Path) -> None:
    public_id = the_work(home)
    works(home, "remove", public_id, "--yes")
    assert "no work" in refuses(home, "remove", public_id, "--yes")
    works(home, "withdraw", "--creator", "Orlando Vane", "--yes", "--after", "0")
    assert holding(home, PHRASE.encode()) == []
    report = json.loads(run(home, "import", "--json", tmp_path / "stories").stdout)
    assert report["counts"]["rejected"] == 1 and holding(home, PHRASE.encode()) == []


def test_a_backup_with_it_in_the_trash_does_not_undo_the_withdrawal(home: Path, tmp_path: Path) -> None:
    works(home, "remove", the_work(home), "--yes")
    works(home, "backup", tmp_path / "place")
    works(home, "withdraw", the_work(home), "--yes", "--after", "0")
    works(home, "backup", tmp_path / "place")
    older = works(home, "backup", tmp_path / "place", "--list").splitlines()[-1].split()[0]
    said = works(tmp_path / "new", "restore", tmp_path / "place", "--snapshot", older)
    assert "withdrawn again" in said and holding(tmp_path / "new", PHRASE.encode()) == []


def test_an_import_puts_nothing_back_of_somebody_who_is_refused(home: Path, tmp_path: Path) -> None:
    works(home, "remove", the_work(home), "--yes")
    works(home, "refuse", "address", "vane@moors.example")
    assert "trash" not in run(home, "import", "--json", tmp_path / "stories").stdout
    works(home, "refuse", "address", "vane@moors.example", "--allow")
    assert "was in the trash" in run(home, "import", "--json", tmp_path / "stories").stdout
