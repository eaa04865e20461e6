from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_files import write_story
from jsonschema import Draft202012Validator

from fanthology.cli import run
from fanthology.cli.summary import summary
from fanthology.fic import readers
from fanthology.fic.story import (
    Chapter,
    Creator,
    Link,
    Missing,
    Repair,
    SeriesPlace,
    SourceInfo,
    Story,
)
from fanthology.fic.writers.json import schema_text

AT_THE_INN = (
    '"You have not slept, Watson," said Holmes, and threw the letter upon the fire.',
    "Lestrade had waited in Baker Street for an hour. Mrs. Hudson brought him tea, and Lestrade drank it.",
    '"The hansom is at the door," Watson answered. "Moriarty was seen at the station."',
    "Holmes laughed. Watson took his revolver, and they went down together into the fog and the noise of the street.",
)
SOURCE = SourceInfo("lamp.txt", "text", "0" * 64, 5)


def json_lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_summary_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_story(tmp_path)
    assert run(["read", str(path)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{path}\n  Title       The Empty Lamp\n  Creators    Mary Morstan\n")
    assert "mary@example.org" not in shown


def test_findings_go_with_the_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "inn.txt"
    path.write_text("Title: The Inn\n\n" + "\n\n".join(AT_THE_INN), "utf-8")
    assert run(["read", "--json", str(path)]) == 0
    record = json_lines(capsys.readouterr().out)[0]
    Draft202012Validator(json.loads(schema_text())).validate(record)
    first = record["findings"][0]
    assert (first["kind"], first["name"]) == ("fandom", "Sherlock Holmes - Arthur Conan Doyle")
    quotes = {one["quote"]: one for one in first["for"]}
    blocks = {block["id"]: block["html"] for chapter in record["chapters"] for block in chapter["blocks"]}
    assert "Lestrade" in blocks[quotes["Lestrade"]["block"]]
    assert {one["name"] for one in record["findings"] if one["role"] == "appears"} >= {"Sherlock Holmes", "John Watson"}


def test_every_line_of_a_summary() -> None:
    story = Story(
        SOURCE,
        creators=(Creator("Mary"), Creator("John", "beta")),
        fandoms=("Sherlock Holmes",),
        rating="Mature",
        series=(SeriesPlace("Lamps", 2),),
        chapters_expected=9,
        chapters=(Chapter((), number=2, title="Oil", words=1200), Chapter(())),
        links=(Link("follows", "Wick"), Link("see-chapter", chapter=1)),
        missing=(Missing("chapter", 1), Missing("work", None, "Wick")),
        repairs=(Repair((0, 1), "a", "b", "mojibake"), Repair((2, 3), "*", "", "typeset-emphasis")),
    )
    assert summary(story).splitlines() == [
        "lamp.txt",
        "  Title       Untitled",
        "  Creators    Mary, John",
        "  Fandom      Sherlock Holmes",
        "  Rating      Mature",
        "  Series      Lamps",
        "  Chapters    2 of 9 (2: Oil)",
        "  Words       1,200",
        "  Links       follows “Wick”, see chapter 1",
        "  Missing     chapter 1, work “Wick”",
        "  Repaired    1 place",
    ]


def test_json_of_a_folder_is_one_valid_line_an_item(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_story(tmp_path, "b.txt")
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / ".hidden.txt").write_text("x")
    assert run(["read", "--json", str(tmp_path)]) == 0
    rejected, story = json_lines(capsys.readouterr().out)
    validator = Draft202012Validator(json.loads(schema_text()))
    assert validator.is_valid(story) and validator.is_valid(rejected)
    assert rejected["rejected"]["reason"] == "empty"
    assert story["title"] == "The Empty Lamp"


def test_addresses_are_masked_unless_private(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(write_story(tmp_path))
    run(["read", "--json", path])
    assert "mary@example.org" not in capsys.readouterr().out
    run(["read", "--json", "--private", path])
    assert "mary@example.org" in capsys.readouterr().out


def test_a_rejection_is_reported_and_counts_as_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    assert run(["read", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{tmp_path / 'a.txt'}\n  not read    ")
    assert shown.endswith(" (empty)\n")


def test_a_missing_path_stops_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_story(tmp_path)
    assert run(["read", str(tmp_path / "gone.txt"), str(path)]) == 1
    shown = capsys.readouterr()
    assert shown.err == f"fanthology: {tmp_path / 'gone.txt'} does not exist. Check the spelling.\n"
    assert "The Empty Lamp" in shown.out


def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    write_story(tmp_path)
    assert run(["read", str(tmp_path)]) == 0
    shown = capsys.readouterr()
    assert "passed over" in shown.err
    assert "The Empty Lamp" in shown.out


def test_a_disk_that_fails_in_the_middle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import fanthology.cli.read as command

    def failing(item: Path, *, admit: bool, beside: object) -> object:
        if item.name == "a.txt":
            raise OSError(5, "Input/output error", str(item))
        return readers.read(item, admit=admit)

    write_story(tmp_path, "a.txt")
    write_story(tmp_path, "b.txt")
    monkeypatch.setattr(command, "read_item", failing)
    assert run(["read", str(tmp_path)]) == 1
    shown = capsys.readouterr()
    assert "Input/output error" in shown.err
    assert "b.txt" in shown.out


def test_admit_is_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import fanthology.cli.read as command

    monkeypatch.setattr(command, "read_item", lambda item, *, admit, beside: Story(SOURCE, title=f"admit is {admit}"))
    run(["read", "--admit", str(write_story(tmp_path))])
    assert "admit is True" in capsys.readouterr().out


def test_names_that_are_not_utf8(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    write_story(tmp_path, path.name)
    assert run(["read", str(path)]) == 0
    assert "caf\\xe9.txt" in capfd.readouterr().out
    assert run(["read", "--json", str(path)]) == 0
    assert len(json_lines(capfd.readouterr().out)) == 1
    assert run(["read", str(path) + "x"]) == 1
    assert "caf\\xe9.txtx does not exist" in capfd.readouterr().err


def test_a_title_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in summary(Story(SOURCE, title="\x1b[2J"))


def test_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "--schema"]) == 0
    assert capsys.readouterr().out == schema_text()


def test_without_a_path_it_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read"]) == 1
    assert "fanthology read story.txt" in capsys.readouterr().err


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "--help"]) == 0
    assert "fanthology read --json ~/stories > stories.jsonl\n" in capsys.readouterr().out


def test_it_starts_without_the_site(tmp_path: Path) -> None:
    script = (
        "import sys; from fanthology.cli import run; run(sys.argv[1:]); "
        "print([m for m in sys.modules if m.startswith(('django', 'fanthology.archive'))])"
    )
    command = [sys.executable, "-c", script, "read", write_story(tmp_path)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert shown.splitlines()[-1] == "[]"


def test_members_of_containers_are_items(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import zipfile

    story = write_story(tmp_path).read_bytes()
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr("lists/lamp.txt", story)
        archive.writestr("empty.txt", "")
        locked = zipfile.ZipInfo("locked.txt")
        archive.writestr(locked, story)
        locked.flag_bits |= 1
    assert run(["read", "--json", str(tmp_path / "old.zip")]) == 0
    empty, locked_line, lamp = json_lines(capsys.readouterr().out)
    assert (lamp["source"]["path"], lamp["source"]["member"]) == (str(tmp_path / "old.zip"), "lists/lamp.txt")
    assert lamp["title"] == "The Empty Lamp"
    assert (empty["rejected"]["source"]["member"], empty["rejected"]["reason"]) == ("empty.txt", "empty")
    assert "password" in locked_line["rejected"]["message"]
    for line in (empty, locked_line, lamp):
        Draft202012Validator(json.loads(schema_text())).validate(line)
    assert run(["read", str(tmp_path / "old.zip")]) == 0
    assert f"{tmp_path / 'old.zip'} / lists/lamp.txt\n  Title       The Empty Lamp" in capsys.readouterr().out
