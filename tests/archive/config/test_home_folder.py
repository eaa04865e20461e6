"""The archive's folder: whole, and closed to others on the same computer."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from fanthology.archive.config import home as archive_home
from fanthology.archive.config.home import DATABASE, SECRET_FILE, prepare, secret_key
from fanthology.fic.errors import FanthologyError


def mode(place: Path) -> int:
    return stat.S_IMODE(place.stat().st_mode)


def test_nobody_else_on_the_computer_can_look_in(tmp_path: Path) -> None:
    prepare(tmp_path / "home")
    assert mode(tmp_path / "home") == 0o700
    assert {mode(tmp_path / "home" / name) for name in (DATABASE, SECRET_FILE)} == {0o600}


def test_a_folder_that_was_there_keeps_its_mode_and_the_files_are_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    prepare(tmp_path)
    assert (mode(tmp_path), mode(tmp_path / DATABASE)) == (0o755, 0o600)


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    prepare(tmp_path)
    first = secret_key(tmp_path)
    prepare(tmp_path)
    assert secret_key(tmp_path) == first
    assert len(first) > 50


def test_an_empty_secret_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / SECRET_FILE).touch(0o600)
    prepare(tmp_path)
    assert secret_key(tmp_path) == secret_key(tmp_path)
    assert mode(tmp_path / SECRET_FILE) == 0o600


def test_a_full_disk_leaves_no_half_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(archive_home.os, "fsync", full)
    with pytest.raises(FanthologyError, match="No space left"):
        prepare(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_of_two_secrets_made_at_once_the_first_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def slow(part: Any, place: Any) -> None:
        Path(place).write_text("the other one was quicker")
        link(part, place)

    monkeypatch.setattr(archive_home.os, "link", slow)
    prepare(tmp_path)
    assert secret_key(tmp_path) == "the other one was quicker"
    assert sorted(one.name for one in tmp_path.iterdir()) == [DATABASE, SECRET_FILE]
