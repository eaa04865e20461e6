"""Backing up and getting back, by the commands that people give."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from fanthology.archive.keeping.places import Place
from fanthology.archive.keeping.sealing import Seal
from fanthology.archive.keeping.snapshots import (
    Snapshot,
    names,
    next_number,
    read_withdrawals,
    write,
    write_withdrawals,
)
from running import CLEAN, COMMAND, bring_in, digest, files_of, refuses, run, works, write_stories


def test_what_is_restored_is_what_was_backed_up(archive: Path, tmp_path: Path) -> None:
    said = works(archive, "backup", tmp_path / "place")
    assert "10 works, 10 originals, 1 containers" in said
    assert "10 works" in works(tmp_path / "new", "restore", tmp_path / "place")
    assert digest(tmp_path / "new") == digest(archive)
    assert works(tmp_path / "new", "check").endswith("All is as it should be.\n")
    kept, back = files_of(archive), files_of(tmp_path / "new")
    copied = ("sources/", "containers/", "canon/")
    assert {name: kept[name] for name in kept if name.startswith(copied)} == {
        name: back[name] for name in back if name.startswith(copied)
    }
    assert "canon/the_ferry.toml" in back
    assert "The Ferry: 1 character\n" in works(tmp_path / "new", "canon", "list")
    assert "The Fourth Lamp" in works(tmp_path / "new", "search", "fourth")


def test_what_is_there_already_is_not_sent_again(own: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    works(own, "backup", place)
    first = {file: file.stat().st_mtime_ns for file in (place / "pieces").rglob("??/*")}
    bring_in(own, write_stories(tmp_path / "more", 1, "Fog"))
    works(own, "backup", place)
    assert first == {file: file.stat().st_mtime_ns for file in first}
    assert "0.0 MB sent" in works(own, "backup", place)
    assert works(own, "backup", place, "--list").count("works") == 3
    older = works(own, "backup", place, "--list").splitlines()[-1].split()[0]
    works(tmp_path / "older", "restore", place, "--snapshot", older)
    works(tmp_path / "newer", "restore", place)
    assert digest(tmp_path / "newer") == digest(own) != digest(tmp_path / "older")


def test_copies_that_a_killed_backup_left_are_removed_by_the_next(own: Path, tmp_path: Path) -> None:
    for name in ("backup-a1b2", "backup-c3d4"):
        (own / name).mkdir()
        shutil.copy(own / "archive.sqlite3", own / name)
    works(own, "backup", tmp_path / "place")
    assert list(own.glob("backup-*")) == []
    works(tmp_path / "new", "restore", tmp_path / "place")
    assert digest(tmp_path / "new") == digest(own)


def test_older_snapshots_are_forgotten_and_the_rest_stays_whole(own: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    works(own, "backup", place)
    bring_in(own, write_stories(tmp_path / "more", 3, "Fog"))
    before = len(files_of(place))
    said = works(own, "backup", place, "--keep", "1")
    assert "Forgot 1 older" in said
    assert len(works(own, "backup", place, "--list").splitlines()) == 1
    assert len(files_of(place)) > before - 3
    works(tmp_path / "new", "restore", place)
    assert digest(tmp_path / "new") == digest(own)


def test_an_encrypted_backup_tells_nothing_and_needs_its_key(archive: Path, tmp_path: Path) -> None:
    place, key, other = tmp_path / "place", tmp_path / "key", tmp_path / "other"
    for one in (key, other):
        works(archive, "backup", "--new-key", str(one))
        assert one.stat().st_mode & 0o077 == 0
    works(archive, "backup", place, "--key-file", key)
    originals = {name.removeprefix("sources/").replace("/", "") for name in files_of(archive) if "sources/" in name}
    for name, data in files_of(place).items():
        assert b"Lamp" not in data and b"lamp" not in data and b"works" not in data
        assert not any(one in name for one in originals)
    assert "encrypted" in refuses(tmp_path / "new", "restore", place)
    assert "under another key" in refuses(tmp_path / "new", "restore", place, "--key-file", other)
    assert not (tmp_path / "new").exists()
    works(tmp_path / "new", "restore", place, "--key-file", key)
    assert digest(tmp_path / "new") == digest(archive)
    assert (tmp_path / "new" / "secret-key").read_bytes() == (archive / "secret-key").read_bytes()
    assert "is there already" in refuses(archive, "backup", "--new-key", key)


def test_what_signs_cookies_is_only_in_an_encrypted_backup(archive: Path, tmp_path: Path) -> None:
    assert "sign in anew" in works(archive, "backup", tmp_path / "place")
    works(tmp_path / "new", "restore", tmp_path / "place")
    assert (tmp_path / "new" / "secret-key").read_bytes() != (archive / "secret-key").read_bytes()


def test_a_folder_in_use_is_not_restored_into(archive: Path, tmp_path: Path) -> None:
    works(archive, "backup", tmp_path / "place")
    before = files_of(archive)
    assert "something in" in refuses(archive, "restore", tmp_path / "place")
    assert files_of(archive) == before
    assert "no backup" in refuses(tmp_path / "new", "restore", tmp_path / "empty")


def flipped(whole: bytes) -> bytes:
    # in the last byte: a bit within packed bytes may stand for a repetition that can be written in two ways
    return whole[:-1] + bytes([whole[-1] ^ 4])


def changed(whole: bytes) -> bytes:
    body = Seal().open(whole, "")
    return Seal().seal(body[:-1] + bytes([body[-1] ^ 4]), "")


@pytest.mark.parametrize("damage", [flipped, changed])
def test_a_flipped_bit_in_the_backup_is_named_and_nothing_is_restored(
    archive: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    works(archive, "backup", tmp_path / "place")
    pieces = sorted((tmp_path / "place" / "pieces").rglob("??/*"))
    for piece in pieces[:: max(1, len(pieces) // 3)]:
        whole = piece.read_bytes()
        piece.write_bytes(damage(whole))
        refused = refuses(tmp_path / "new", "restore", tmp_path / "place")
        assert "of the backup" in refused
        assert damage is changed or piece.name[:12] in refused
        assert not (tmp_path / "new").exists()
        piece.unlink()
        assert "is not in the backup" in refuses(tmp_path / "new", "restore", tmp_path / "place")
        piece.write_bytes(whole)
    works(tmp_path / "new", "restore", tmp_path / "place")


def test_a_backup_of_a_newer_program_is_refused(own: Path, tmp_path: Path) -> None:
    with sqlite3.connect(own / "archive.sqlite3") as database:
        database.execute("insert into django_migrations (app, name, applied) values ('catalogue', '9999_later', '')")
    works(own, "backup", tmp_path / "place")
    assert "newer Fanthology" in refuses(tmp_path / "new", "restore", tmp_path / "place")
    manifest = next((tmp_path / "place" / "snapshots").glob("*.manifest"))
    told = json.loads(Seal().open(manifest.read_bytes(), f"snapshots/{manifest.name}"))
    manifest.write_bytes(Seal().seal(json.dumps(told | {"format": 2}).encode(), f"snapshots/{manifest.name}"))
    assert "newer Fanthology" in refuses(tmp_path / "new", "restore", tmp_path / "place")
    assert not (tmp_path / "new").exists()


def test_a_snapshot_that_was_tampered_with_writes_nowhere_else(archive: Path, tmp_path: Path) -> None:
    works(archive, "backup", tmp_path / "place")
    manifest = next((tmp_path / "place" / "snapshots").glob("*.manifest"))
    address = f"snapshots/{manifest.name}"
    told = json.loads(Seal().open(manifest.read_bytes(), address))
    for name in ("../escaped", "/tmp/escaped", "canon/../../escaped", "sources/ab/cd", "archive.sqlite3"):
        manifest.write_bytes(Seal().seal(json.dumps(told | {"files": {name: told["database"]}}).encode(), address))
        assert "no file of an archive" in refuses(tmp_path / "new", "restore", tmp_path / "place")
    assert not (tmp_path / "escaped").exists() and not (tmp_path / "new").exists()


def test_a_full_disk_leaves_no_snapshot(archive: Path, tmp_path: Path) -> None:
    done = run(archive, "backup", tmp_path / "place", most=200_000)
    assert done.returncode != 0 and "Traceback" not in done.stderr
    assert works(archive, "backup", tmp_path / "place", "--list") == "There is no backup here.\n"
    works(archive, "backup", tmp_path / "place")
    works(tmp_path / "new", "restore", tmp_path / "place")


def test_snapshots_made_while_stories_come_in_are_whole(tmp_path: Path) -> None:
    home = tmp_path / "home"
    bring_in(home, write_stories(tmp_path / "first", 2))
    folder = write_stories(tmp_path / "many", 150, "Fog")
    with subprocess.Popen([*COMMAND, "--home", home, "import", "--quiet", folder], env=CLEAN) as importing:
        while importing.poll() is None:
            works(home, "backup", tmp_path / "place")
    snapshots = [line.split()[0] for line in works(home, "backup", tmp_path / "place", "--list").splitlines()]
    for number, name in enumerate(snapshots[:3]):
        new = tmp_path / f"new {number}"
        assert "All is as it should be" in works(new, "restore", tmp_path / "place", "--snapshot", name)


def test_a_clock_that_was_set_back_changes_no_order(tmp_path: Path) -> None:
    place, seal = Place(str(tmp_path)), Seal()
    for made_at in ("2030-01-01T00:00:00+00:00", "1999-01-01T00:00:00+00:00", "1999-01-01T00:00:00+00:00"):
        write(place, seal, Snapshot(next_number(place), made_at, "1", "", {}, {}), [])
    assert [name[:6] for name in names(place)] == ["000001", "000002", "000003"]
    assert names(place)[-1].startswith("000003-1999")


def test_what_was_withdrawn_stays_in_the_place_whatever_is_restored(own: Path, tmp_path: Path) -> None:
    place = Place(str(tmp_path / "place"))
    works(own, "backup", place.written)
    write_withdrawals(place, Seal(), ["one"])
    write_withdrawals(place, Seal(), ["two", "one"])
    assert read_withdrawals(place, Seal()) == ["one", "two"]


def test_storage_that_speaks_s3(archive: Path, tmp_path: Path) -> None:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        told = {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "moors",
            "AWS_SECRET_ACCESS_KEY": "moors",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        make_bucket(f"http://{host}:{port}/moors")
        works(archive, "backup", "s3://moors/archive", environment=told)
        assert "10 works" in works(archive, "backup", "s3://moors/archive", "--list", environment=told)
        works(archive, "backup", "s3://moors/archive", "--keep", "1", environment=told)
        works(tmp_path / "new", "restore", "s3://moors/archive", environment=told)
        assert "could not be read or written" in refuses(archive, "backup", "s3://nobody/x", environment=told)
    finally:
        server.stop()
    assert digest(tmp_path / "new") == digest(archive)


def make_bucket(address: str) -> None:
    from urllib.request import Request, urlopen

    with urlopen(Request(address, method="PUT"), timeout=10):  # noqa: S310  (our own server)
        pass
