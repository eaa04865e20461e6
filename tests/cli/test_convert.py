from __future__ import annotations

import errno
import json
import os
import zipfile
from pathlib import Path

import pytest
from cli_files import write_story

from fanthology.cli import run
from fanthology.fic import readers
from fanthology.fic.story import Story
from fanthology.fic.writers import write_epub


def test_an_epub(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "lamp.EPUB"
    source = write_story(tmp_path)
    assert run(["convert", str(source), "-o", str(output)]) == 0
    assert capsys.readouterr().err == ""
    story = readers.read(source)
    assert isinstance(story, Story)
    assert output.read_bytes() == write_epub(story)
    with zipfile.ZipFile(output) as archive:
        assert b"had burned all night" in archive.read("OEBPS/chapter-0001.xhtml")
        assert not any(b"mary@example.org" in archive.read(name) for name in archive.namelist())


def test_json(tmp_path: Path) -> None:
    output = tmp_path / "lamp.json"
    assert run(["convert", str(write_story(tmp_path)), "--output", str(output)]) == 0
    assert json.loads(output.read_text("utf-8"))["title"] == "The Empty Lamp"


def test_the_ending_says_the_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", str(write_story(tmp_path)), "-o", str(tmp_path / "lamp.doc")]) == 1
    assert "lamp.doc should end in one of: .epub, .html, .json, .md, .pdf, .txt." in capsys.readouterr().err


@pytest.mark.parametrize("name", ["gone.txt", "."])
def test_nothing_to_convert(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "a.epub"
    assert run(["convert", str(tmp_path / name), "-o", str(output)]) == 1
    assert capsys.readouterr().err.startswith(f"fanthology: {tmp_path / name} ")
    assert not output.exists()


def test_a_rejection_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    assert run(["convert", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.epub")]) == 1
    assert capsys.readouterr().err.startswith(f"fanthology: {tmp_path / 'a.txt'} was not converted: ")
    assert not (tmp_path / "a.epub").exists()


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    source = write_story(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    assert run(["convert", str(source), "-o", str(tmp_path / "a.epub")]) == 1
    assert "could not be written: the disk is full" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [source]


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", "--help"]) == 0
    assert "fanthology convert story.txt -o story.epub\n" in capsys.readouterr().out
