"""Zip, tar and single packed files: what comes out, in which order, and what lay beside it."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable

import pytest

from fanthology.fic.containers.container import Member, Tally, Whole
from fic.containers.boxes import STORY, letter, mailbox, names, opened, refusals, streamed_zip, tarred, used, zipped

METADATA = json.dumps({"storyUrl": "http://moors.example/s/1", "title": "The Moor"}).encode()
FILES = [("b/2.txt", b"two"), ("z.txt", STORY), ("b/10.txt", b"ten"), ("a.txt", b"a")]
IN_ORDER = ["a.txt", "z.txt", "b/10.txt", "b/2.txt"]


@pytest.mark.parametrize(
    "data",
    [
        zipped(FILES),
        zipped(FILES, zipfile.ZIP_STORED),
        zipped(FILES, zipfile.ZIP_BZIP2),
        zipped(FILES, zipfile.ZIP_LZMA),
        streamed_zip(FILES),
        tarred(FILES),
    ],
    ids=["zip", "stored", "zip-bzip2", "zip-lzma", "streamed", "tar"],
)
def test_members_come_as_a_folder_is_walked(data: bytes) -> None:
    found = opened(data)
    assert names(found) == IN_ORDER
    assert [one.data for one in found if isinstance(one, Member)] == [b"a", STORY, b"ten", b"two"]


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_a_packed_tar_is_two_containers(mode: str) -> None:
    assert names(opened(tarred(FILES, mode), "old.tar.x")) == [f"old.tar.x/{name}" for name in IN_ORDER]
    assert names(opened(tarred(FILES, "w:gz"), "disk.tgz")) == [f"disk.tar/{name}" for name in IN_ORDER]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_single_packed_file(pack: Callable[[bytes], bytes]) -> None:
    (member,) = opened(pack(STORY * 3000), "old/moor.txt.gz")
    assert isinstance(member, Member)
    assert (member.name, member.data) == ("moor.txt", STORY * 3000)


def test_several_streams_in_one_file_are_one_text() -> None:
    assert [one.data for one in opened(gzip.compress(b"a") + gzip.compress(b"b")) if isinstance(one, Member)] == [b"ab"]
    assert [one.data for one in opened(lzma.compress(b"a") + lzma.compress(b"b")) if isinstance(one, Member)] == [b"ab"]


def test_containers_in_containers() -> None:
    inner = tarred([("a.txt", b"a"), ("list.mbox", mailbox([letter(1, "Moor"), letter(2, "Fen")]))], "w:gz")
    found = opened(zipped([("disk1.tar.gz", inner), ("b.txt", b"b")]), "old.zip")
    assert names(found) == [
        "b.txt",
        "disk1.tar.gz/disk1.tar/a.txt",
        "disk1.tar.gz/disk1.tar/list.mbox/00001.eml",
        "disk1.tar.gz/disk1.tar/list.mbox/00002.eml",
    ]


def book() -> bytes:
    return zipped([("mimetype", b"application/epub+zip"), ("META-INF/container.xml", b"<container/>")], 0)


def test_books_and_documents_are_items() -> None:
    late = zipped([("OEBPS/1.html", b"<p>"), ("META-INF/container.xml", b"<container/>")])
    assert opened(book()) == [Whole()]
    assert opened(late) == [Whole()]
    found = opened(zipped([("moor.epub", book()), ("late.epub", late)]))
    assert [(one.name, one.data) for one in found if isinstance(one, Member)] == [
        ("late.epub", late),
        ("moor.epub", book()),
    ]


@pytest.mark.parametrize("make", [zipped, tarred])
@pytest.mark.parametrize("name", ["fic/moor.json", "fic/moor.epub.json"])
def test_a_description_goes_with_what_it_describes(make: Callable[..., bytes], name: str) -> None:
    found = opened(make([(name, METADATA), ("fic/moor.epub", book()), ("fic/other.json", METADATA)]))
    members = {one.name: dict(one.beside) for one in found if isinstance(one, Member)}
    assert members == {"fic/moor.epub": {".json": METADATA}, "fic/other.json": {}}
    assert used(found) == [name]


def test_other_data_is_an_item_of_its_own() -> None:
    found = opened(zipped([("moor.json", b'{"title": "The Moor"}'), ("moor.txt", STORY)]))
    assert names(found) == ["moor.json", "moor.txt"]


def test_litter_and_unfinished_letters_are_passed_over() -> None:
    found = opened(
        zipped(
            [
                ("__MACOSX/._a.txt", b"x"),
                (".DS_Store", b"x"),
                ("list/cur/1:2,S", letter()),
                ("list/new/2", letter()),
                ("list/tmp/3", b"From:"),
                ("tmp/a.txt", b"a"),
            ]
        )
    )
    assert names(found) == ["list/cur/1:2,S", "list/new/2", "tmp/a.txt"]


def test_what_a_nested_container_used_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from fanthology.fic import containers
    from fanthology.fic.containers.container import Container, Opened, Used

    def members(box: Opened):  # type: ignore[no-untyped-def]
        text = box.neighbour("stories/2/1.txt")
        assert box.neighbour("../secret.txt") is None
        yield Member("1", text or b"")
        yield Used("stories/2/1.txt")
        yield Tally({"stories": (1, 1)}, ("All is well.",))

    dump = Container("dump", lambda head, name: head.startswith(b"-- dump"), members)
    monkeypatch.setattr(containers, "CONTAINERS", (*containers.CONTAINERS, dump))
    inside = [("site/dump.sql", b"-- dump"), ("site/stories/2/1.txt", b"It was night."), ("site/stories/2/2.txt", b"x")]
    for data in (zipped(inside), tarred(inside)):
        found = opened(data)
        assert [(one.name, one.data) for one in found if isinstance(one, Member)] == [
            ("site/dump.sql/1", b"It was night."),
            ("site/stories/2/2.txt", b"x"),
        ]
        assert [one for one in found if isinstance(one, Used)] == [Used("site/stories/2/1.txt", inside=True)]
        assert Tally({"stories": (1, 1)}, ("All is well.",)) in found
    beside = {"stories/2/1.txt": b"It was night."}
    from fanthology.fic.containers.opening import open_all

    found = list(open_all("dump.sql.gz", io.BytesIO(gzip.compress(b"-- dump")), neighbour=beside.get))
    assert [one for one in found if isinstance(one, Used)] == [Used("stories/2/1.txt")]
    assert names(found) == ["dump.sql/1"]


def test_what_is_attached_to_a_letter_is_an_item_too() -> None:
    more = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=="\n'
    body = (
        "--==\nContent-Type: text/plain\n\nHere it is.\n--==\n"
        'Content-Type: application/zip; name="fic.zip"\nContent-Transfer-Encoding: base64\n\n'
        + __import__("base64").encodebytes(zipped([("moor.txt", STORY)])).decode()
        + '--==\nContent-Type: text/html\nContent-Disposition: attachment; filename="../moor.html"\n\n<p>Moor</p>\n'
        + '--==\nContent-Type: image/gif; name="smile.gif"\n\nGIF89a\n--==--\n'
    )
    found = opened(mailbox([letter(1, "Moor", body, more), letter(2, "Fen")]))
    assert names(found) == ["00001.eml", "00001.eml/fic.zip/moor.txt", "00001.eml/moor.html", "00002.eml"]
    assert refusals(found) == []
