"""A folder brought up to date: whole or as it was, and never anybody else's files."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from exported import files_of

from fanthology.archive.export.folder import Folder
from fanthology.fic.errors import FanthologyError


def write(path: Path, files: dict[str, bytes]) -> tuple[int, int, int]:
    with Folder(path, "site") as folder:
        for name, data in files.items():
            folder.put(name, data)
        return folder.finish()


def test_what_is_gone_is_removed_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    place = tmp_path / "place"
    assert write(place, {"a/b/1.html": b"one", "a/2.html": b"two"}) == (2, 2, 0)
    (place / "mine.txt").write_text("not the export's")
    (place / "a/b/mine.txt").write_text("nor this")
    assert write(place, {"a/2.html": b"2"}) == (1, 1, 1)
    names = {name for name in files_of(place) if name != "manifest.json"}
    assert names == {"a/2.html", "mine.txt", "a/b/mine.txt"}


def test_large_files_are_streamed(tmp_path: Path) -> None:
    def write_rows(times: int) -> tuple[int, int, int]:
        with Folder(tmp_path / "place", "open-doors") as folder:
            with folder.writing("rows.csv") as file:
                for _ in range(times):
                    file.write(b"row\n")
            return folder.finish()

    assert [write_rows(times) for times in (3, 3, 4)] == [(1, 1, 0), (1, 0, 0), (1, 1, 0)]
    assert (tmp_path / "place/rows.csv").read_bytes() == b"row\n" * 4


@pytest.mark.parametrize("name", ["holiday.jpg", "manifest.json"])
def test_a_folder_with_other_files_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text('{"files": []}')
    with pytest.raises(FanthologyError, match="holds other files"):
        write(tmp_path, {"1.html": b"one"})
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_an_export_of_another_kind_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "place", {"1.html": b"one"})
    with pytest.raises(FanthologyError, match="holds other files"), Folder(tmp_path / "place", "open-doors"):
        pass


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "place").write_text("")
    with pytest.raises(FanthologyError, match="is a file"):
        write(tmp_path / "place", {})


def test_two_at_once(tmp_path: Path) -> None:
    with Folder(tmp_path / "place", "site") as folder:
        folder.put("1.html", b"one")
        with pytest.raises(FanthologyError, match="Another export"):
            write(tmp_path / "place", {"2.html": b"two"})
        folder.finish()
    assert (tmp_path / "place/1.html").exists()


def test_names_that_differ_by_case_alone_are_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="UNIQUE"):
        write(tmp_path / "place", {"a.html": b"one", "A.html": b"two"})


def test_a_full_disk_leaves_the_former_export_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "place"
    write(place, {"1.html": b"one", "2.html": b"two"})
    before = files_of(place)
    whole = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "2.html":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FanthologyError) as raised:
        write(place, {"1.html": b"1", "2.html": b"2"})
    assert "the disk is full. Make room and try again. The export that was there is as it was." in str(raised.value)
    assert files_of(place) == before


def test_a_full_disk_at_first_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FanthologyError, match="the disk is full"):
        write(tmp_path / "place", {"1.html": b"1"})
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_is_cut_short_while_it_moves_loses_track_of_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came in before the cut and belongs no more is removed by the next run."""
    place = tmp_path / "place"
    write(place, {"1.html": b"one", "old.html": b"old"})
    monkeypatch.setattr(Folder, "_remove", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write(place, {"1.html": b"1", "new.html": b"new"})
    monkeypatch.undo()
    assert set(files_of(place)) == {"manifest.json", "1.html", "old.html", "new.html"}
    write(place, {"1.html": b"1"})
    assert set(files_of(place)) == {"manifest.json", "1.html"}


def test_a_manifest_that_was_tampered_with_leads_nowhere(tmp_path: Path) -> None:
    place = tmp_path / "place"
    write(place, {"1.html": b"one"})
    (tmp_path / "precious.txt").write_text("mine")
    entry = json.dumps({"path": "../precious.txt", "sha256": "0", "size": 1})
    told = (place / "manifest.json").read_text().replace('"files": [\n', f'"files": [\n{entry},\n')
    (place / "manifest.json").write_text(told)
    write(place, {"2.html": b"two"})
    assert (tmp_path / "precious.txt").exists() and not (place / "1.html").exists()
