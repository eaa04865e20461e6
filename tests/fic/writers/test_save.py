from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from fanthology.fic.errors import FanthologyError
from fanthology.fic.writers import save


def test_an_existing_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(b"old")
    save(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EIO, "Input/output error")])
def test_a_disk_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    path = tmp_path / "book.epub"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FanthologyError, match=words):
        save(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FanthologyError, match="its folder does not exist"):
        save(tmp_path / "no" / "book.epub", b"new")


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(FanthologyError, match="it is a folder"):
        save(tmp_path, b"new")


def test_the_file_has_the_usual_permissions(tmp_path: Path) -> None:
    save(tmp_path / "a", b"")
    (tmp_path / "b").write_bytes(b"")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode
