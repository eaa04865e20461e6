"""``fanthology export``, as a person gives it: each command in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_files import write_story

import running
from fanthology.cli import run


def give(home: Path, *words: str | Path) -> tuple[int, str]:
    """Run a command on an archive: its status, and what it said."""
    done = running.run(home, *words)
    return done.returncode, done.stdout + done.stderr


def test_an_archive_becomes_pages(tmp_path: Path) -> None:
    home, site = tmp_path / "home", tmp_path / "site"
    (tmp_path / "stories").mkdir()
    write_story(tmp_path / "stories")
    running.bring_in(home, tmp_path / "stories")
    status, said = give(home, "export", "--site", site)
    assert status == 0 and f"written. Open {site}/index.html in a browser." in said
    assert json.loads((site / "manifest.json").read_text())["works"] == 0, "what is imported is private"
    assert "all as they were" in give(home, "export", "--site", site)[1]
    for words, sentence in (
        (("--site", site, "--formats", "epub,docx"), "no format docx"),
        (("--site", home), "holds other files"),
        (("--site", site, "--open-doors", site), "one thing at a time"),
        (("--ao3-api", site), "--address"),
        (("--open-doors", tmp_path / "t", "--work", "nowhere22"), "No such works to hand over: nowhere22"),
        (("--open-doors", tmp_path / "t", "--works", tmp_path / "no list"), "cannot be read"),
    ):
        status, said = give(home, "export", *words)
        assert status == 1 and said.startswith("fanthology: ") and sentence in said


def test_works_are_handed_over(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (tmp_path / "stories").mkdir()
    write_story(tmp_path / "stories")
    running.bring_in(home, tmp_path / "stories")
    public_id = json.loads(give(home, "search", "lamp", "--json")[1])["works"][0]["id"]
    (tmp_path / "list.txt").write_text(f"{public_id}\n")
    named = ("--works", tmp_path / "list.txt", "--private")
    said = give(home, "export", "--open-doors", tmp_path / "tables", *named, "--contacts")[1]
    assert "Handed over: 1; held, because AO3 would not take them: 0; left out: 0." in said
    assert "mary@example.org" in (tmp_path / "tables/authors.csv").read_text()
    to = ("--address", "https://example.org/over", "--archivist", "mary")
    status, said = give(home, "export", "--ao3-api", tmp_path / "api", *named, *to)
    assert status == 0, said
    (work,) = json.loads((tmp_path / "api/requests/00001.json").read_text())["works"]
    assert work["chapter_urls"] == [f"https://example.org/over/chapters/{public_id[:2]}/{public_id}/1.html"]


def test_without_an_archive_none_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(tmp_path / "nowhere"), "export", "--site", str(tmp_path / "site")]) == 1
    assert "There is no archive" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_it_has_to_be_told_what_to_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(tmp_path), "export"]) == 1
    assert "Say what to write" in capsys.readouterr().err
