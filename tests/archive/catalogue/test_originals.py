from __future__ import annotations

import errno
import os
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanthology.archive.catalogue import originals
from fanthology.fic.errors import FanthologyError


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(data=st.binary(max_size=2_000))
def test_bytes_come_back_as_they_were(home: Path, data: bytes) -> None:
    key = originals.put(data)
    assert key == sha256(data).hexdigest()
    assert originals.get(key) == data
    assert originals.path(key) == home / "sources" / key[:2] / key[2:]


def test_keeping_twice_changes_nothing(home: Path) -> None:
    key = originals.put(b"The lamp went out.")
    before = originals.path(key).stat()
    assert originals.put(b"The lamp went out.") == key
    after = originals.path(key).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_damaged_original_is_replaced_by_a_whole_one(home: Path) -> None:
    key = originals.put(b"whole")
    originals.path(key).write_bytes(b"ha")
    originals.put(b"whole")
    assert originals.get(key) == b"whole"


def test_a_full_disk_leaves_nothing_and_says_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    (home / "sources" / sha256(b"x").hexdigest()[:2]).mkdir(parents=True)
    with pytest.raises(FanthologyError, match=r"is full.*Make room"):
        originals.put(b"x")
    assert [file for file in (home / "sources").rglob("*") if file.is_file()] == []


def test_what_killed_writers_left_is_cleared_and_nothing_else(home: Path) -> None:
    key = originals.put(b"kept")
    left = originals.path(key).with_name("abc.1234.part")
    list_of_removals = home / "sources" / ".fanthology-1234.part"
    for file in (left, list_of_removals):
        file.write_bytes(b"ha")
    assert originals.clear_unfinished() == 2
    assert not left.exists() and not list_of_removals.exists()
    assert originals.get(key) == b"kept"


def test_an_original_that_is_gone_is_told_in_words(home: Path) -> None:
    with pytest.raises(FanthologyError, match="not in the archive's folder"):
        originals.get("0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 63, "G" * 64, "0" * 64 + "\n"])
def test_only_a_hash_names_an_original(home: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        originals.path(name)
