"""Files and folders to items: containers opened, descriptions with what they describe, nothing twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanthology.fic import containers
from fanthology.fic.containers.container import Container, Found, Limits, Member, Opened, Refused, Tally, Used
from fanthology.fic.items import BoxEnd, FileItem, InBox, ItemFound, PassedOver, UsedFile, items_in, neighbours
from fanthology.fic.readers.walk import WalkProblem
from fic.containers.boxes import STORY, letter, mailbox, zipped

METADATA = json.dumps({"storyUrl": "http://moors.example/s/1", "title": "The Moor"}).encode()


def told(found: ItemFound, folder: Path) -> str:
    if isinstance(found, FileItem):
        return f"{found.path.relative_to(folder)}{'+' if found.beside else ''}"
    if isinstance(found, UsedFile):
        return f"{found.path.relative_to(folder)} with {found.by.relative_to(folder)}"
    if isinstance(found, InBox):
        name = "tally" if isinstance(found.found, Tally) else found.found.name
        return f"{found.box.relative_to(folder)}: {name}{'+' if getattr(found.found, 'beside', {}) else ''}"
    if isinstance(found, PassedOver):
        return f"{found.box.name} not entered"
    return f"end of {found.box.name}" if isinstance(found, BoxEnd) else found.kind


def listed(folder: Path) -> list[str]:
    return [told(one, folder) for one in items_in([folder])]


def fill(folder: Path, **files: bytes) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_files_and_containers_in_order(tmp_path: Path) -> None:
    letters = mailbox([letter(1, "x"), letter(2, "y")])
    fill(tmp_path, **{"a.txt": STORY, "old.zip": zipped([("b.txt", STORY)]), "z/list": letters})
    assert listed(tmp_path) == [
        "a.txt", "old.zip: b.txt", "end of old.zip", "z/list: 00001.eml", "z/list: 00002.eml", "end of list"
    ]  # fmt: skip


def test_what_is_no_container_on_a_closer_look_is_a_file(tmp_path: Path) -> None:
    book = zipped([("a", b""), ("META-INF/container.xml", b"<c/>")])
    fill(tmp_path, **{"post": mailbox([letter()]), "late.epub": book})
    assert listed(tmp_path) == ["late.epub", "post"]


def test_a_description_goes_with_its_file(tmp_path: Path) -> None:
    fill(tmp_path, **{"moor.epub": b"PK", "moor.json": METADATA, "fen.txt": STORY, "fen.txt.json": METADATA})
    fill(tmp_path, **{"lone.json": METADATA, "other.json": b"{}", "other.txt": STORY})
    assert listed(tmp_path) == [
        "fen.txt+", "fen.txt.json with fen.txt", "lone.json", "moor.epub+", "moor.json with moor.epub", "other.json",
        "other.txt",
    ]  # fmt: skip


def test_a_maildir(tmp_path: Path) -> None:
    fill(tmp_path, **{"list/cur/1:2,S": letter(1), "list/new/2": letter(2), "list/tmp/3": b"From:"})
    fill(tmp_path, **{"list/.Old/cur/4": letter(4), "list/.Old/tmp/5": b"From:", "list/.Old/new/6": letter(6)})
    fill(tmp_path, **{"list/.git/config": b"x", "tmp/a.txt": STORY, "list/dovecot.index": b"x"})
    assert listed(tmp_path) == [
        "list/dovecot.index", "list/.Old/cur/4", "list/.Old/new/6", "list/cur/1:2,S", "list/new/2", "tmp/a.txt"
    ]  # fmt: skip


def test_attachments_of_a_letter_that_lies_alone(tmp_path: Path) -> None:
    more = 'Content-Type: multipart/mixed; boundary="=="\n'
    body = '--==\n\nHere it is.\n--==\nContent-Type: text/html; name="moor.html"\n\n<p>Moor</p>\n--==--\n'
    fill(tmp_path, **{"1.eml": letter(1, "Moor", body, more)})
    found = list(items_in([tmp_path]))
    assert [told(one, tmp_path) for one in found] == ["1.eml", "1.eml: moor.html"]
    assert isinstance(found[1], InBox) and found[1].loose


@pytest.fixture
def dumps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of container whose text lies in files beside it."""

    def members(opened: Opened) -> Iterator[Found]:
        for name in opened.file.read().decode().split()[2:]:
            data = opened.neighbour(name)
            if data is None:
                yield Refused(name, "unreadable", "It is not there.")
            else:
                yield Member(name, data)
                yield Used(name)

    kind = Container("dump", lambda head, name: head.startswith(b"-- dump"), members)
    monkeypatch.setattr(containers, "CONTAINERS", (*containers.CONTAINERS, kind))


@pytest.mark.usefixtures("dumps")
def test_files_that_a_dump_used_are_accounted_for(tmp_path: Path) -> None:
    fill(tmp_path, **{"site/dump.sql": b"-- dump stories/1.txt stories/9.txt ../secret.txt", "secret.txt": b"x"})
    fill(tmp_path, **{"site/stories/1.txt": STORY, "site/stories/2.txt": STORY})
    assert listed(tmp_path) == [
        "secret.txt",
        "site/dump.sql: stories/1.txt",
        "site/dump.sql: stories/9.txt",
        "site/dump.sql: ../secret.txt",
        "end of dump.sql",
        "site/stories/1.txt with site/dump.sql",
        "site/stories/2.txt",
    ]


def test_neighbours_never_leave_their_folder(tmp_path: Path) -> None:
    fill(tmp_path, **{"a/b.txt": b"b", "secret.txt": b"x", "a/large.txt": b"x" * 100})
    (tmp_path / "a" / "link.txt").symlink_to("../secret.txt")
    (tmp_path / "a" / "way").symlink_to("..")
    neighbour = neighbours(tmp_path / "a", Limits(member=50))
    assert [neighbour(name) for name in ("b.txt", "./b.txt")] == [b"b", b"b"]
    asked = ("../secret.txt", "link.txt", "way/secret.txt", "/etc/passwd", "large.txt", "x\0", "c", ".")
    assert [neighbour(name) for name in asked] == [None] * 8


def test_a_container_that_is_not_entered_gives_nothing(tmp_path: Path) -> None:
    fill(tmp_path, **{"a.zip": zipped([("a.txt", STORY)]), "b.zip": zipped([("b.txt", STORY)])})
    found = items_in([tmp_path], enter=lambda path, kind: path.name == "b.zip")
    assert [told(one, tmp_path) for one in found] == ["a.zip not entered", "b.zip: b.txt", "end of b.zip"]


def test_problems_stay_values(tmp_path: Path) -> None:
    fill(tmp_path, **{"cut.zip": zipped([("a.txt", STORY)])[:-60], "a.gz": b"\x1f\x8b\x08\0damaged"})
    assert listed(tmp_path) == ["a.gz: ", "end of a.gz", "cut.zip: a.txt", "cut.zip: ", "end of cut.zip"]
    assert [one.kind for one in items_in([tmp_path / "gone"]) if isinstance(one, WalkProblem)] == ["missing"]
