"""``fanthology export``, as a person gives it: each command in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_files import write_story

from fanthology.cli import run

COMMAND = (sys.executable, "-c", "from fanthology.cli import main; main()")
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("FANTHOLOGY", "DJANGO"))}


def give(home: Path, *words: str | Path) -> tuple[int, str]:
    """Run a command on an archive: its status, and what it said."""
    done = subprocess.run([*COMMAND, "--home", home, *words], capture_output=True, text=True, env=CLEAN, timeout=300)
    return done.returncode, done.stdout + done.stderr


def test_an_archive_becomes_pages(tmp_path: Path) -> None:
    home, site = tmp_path / "home", tmp_path / "site"
    (tmp_path / "stories").mkdir()
    write_story(tmp_path / "stories")
    assert give(home, "import", "--quiet", tmp_path / "stories")[0] == 0
    status, said = give(home, "export", "--site", site)
    assert status == 0 and f"written. Open {site}/index.html in a browser." in said
    assert json.loads((site / "manifest.json").read_text())["works"] == 0, "what is imported is private"
    assert "all as they were" in give(home, "export", "--site", site)[1]
    for words, sentence in (
        (("--site", site, "--formats", "epub,docx"), "no format docx"),
        (("--site", home), "holds other files"),
    ):
        status, said = give(home, "export", *words)
        assert status == 1 and said.startswith("fanthology: ") and sentence in said


def test_without_an_archive_none_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(tmp_path / "nowhere"), "export", "--site", str(tmp_path / "site")]) == 1
    assert "There is no archive" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_it_has_to_be_told_what_to_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(tmp_path), "export"]) == 1
    assert "Say what to write" in capsys.readouterr().err
