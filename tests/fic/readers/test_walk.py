from __future__ import annotations

import os
from pathlib import Path

import pytest

from fanthology.fic.readers.walk import WalkProblem, walk


def names(*paths: Path) -> list[str]:
    return [str(one.path if isinstance(one, WalkProblem) else one) for one in walk(paths)]


def kinds(*paths: Path) -> list[str]:
    return [one.kind for one in walk(paths) if isinstance(one, WalkProblem)]


def fill(folder: Path, *files: str) -> None:
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")


def test_files_come_before_the_folders_beside_them(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a/z.txt", "a/b/c.txt", "c.txt", "a.txt")
    expected = ["a.txt", "b.txt", "c.txt", "a/z.txt", "a/b/c.txt"]
    assert names(tmp_path) == [str(tmp_path / name) for name in expected]


def test_hidden_files_and_litter_are_passed_over_unless_named(tmp_path: Path) -> None:
    fill(tmp_path, ".DS_Store", ".git/config", "Thumbs.db", "__MACOSX/a.txt", "desktop.ini", "a.txt", ".story.txt")
    assert names(tmp_path) == [str(tmp_path / "a.txt")]
    assert names(tmp_path / ".story.txt") == [str(tmp_path / ".story.txt")]


def test_loops_end_and_a_folder_is_walked_once(tmp_path: Path) -> None:
    fill(tmp_path, "a/b.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path / "a")
    assert names(tmp_path, tmp_path / "a") == [str(tmp_path / "a" / "b.txt")]


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert names(tmp_path) == [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]


def test_problems_are_values_in_their_place(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "z.txt")
    (tmp_path / "broken").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    missing = tmp_path / "gone"
    assert names(missing, tmp_path) == [
        str(missing),
        *(str(tmp_path / name) for name in ("a.txt", "broken", "pipe", "z.txt")),
    ]
    assert kinds(missing, tmp_path) == ["missing", "missing", "special"]
    messages = [one.message for one in walk([missing, tmp_path]) if isinstance(one, WalkProblem)]
    assert messages[0] == f"{missing} does not exist. Check the spelling."
    assert "is a link to something that is not there" in messages[1]
    assert "pipe, socket or device" in messages[2]


def test_a_pipe_that_is_named_is_serious(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (problem,) = walk([tmp_path / "pipe"])
    assert isinstance(problem, WalkProblem) and problem.serious


def test_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permissions by hand: the tests may run as a user whom none of them stops."""
    fill(tmp_path, "a/b.txt", "c.txt", "d.txt")
    scandir, access = os.scandir, os.access

    def closed(path: Path) -> object:
        if path == tmp_path / "a":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path / "c.txt" and access(path, mode))
    assert kinds(tmp_path) == ["unreadable", "unreadable"]
    assert str(tmp_path / "d.txt") in names(tmp_path)


def test_names_that_are_no_names() -> None:
    assert kinds(Path("a\0b"), Path("a" * 5000)) == ["missing", "unreadable"]


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("x")
    assert names(tmp_path) == [str(tmp_path / "caf\udce9.txt")]


def test_folders_nested_deeper_than_calls_may_be(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(os.open("f.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    (found,) = walk([tmp_path])
    assert isinstance(found, Path) and found.name == "f.txt"
    # taken down by hand, since shutil.rmtree is not up to it
    found.unlink()
    for folder in found.parents[:1500]:
        folder.rmdir()
