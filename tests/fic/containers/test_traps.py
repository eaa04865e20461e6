"""Containers made or broken to do harm: each is a named, counted refusal in plain words, and what is whole is read."""

from __future__ import annotations

import gzip
import io
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanthology.fic.containers.container import Limits, Member, Refused
from fanthology.fic.story import REASONS
from fic.containers.boxes import STORY, letter, mailbox, names, opened, refusals, streamed_zip, tarred, zipped

NOISE = random.Random(7).randbytes(40_000)
MANY = [("a.txt", STORY), ("noise.txt", NOISE), ("b.txt", STORY)]


def message(found: list[object]) -> str:
    (one,) = [one for one in found if isinstance(one, Refused)]
    return one.message


def test_a_member_that_unpacks_to_many_times_its_size() -> None:
    found = opened(zipped([("bomb.txt", bytes(30_000_000)), ("a.txt", STORY)]))
    assert names(found) == ["a.txt"]
    assert refusals(found) == [("bomb.txt", "too-large")]
    assert "200 times its size" in message(found)
    assert refusals(opened(gzip.compress(bytes(30_000_000)))) == [("", "too-large")]


def test_a_header_that_lies_about_the_size() -> None:
    data = bytearray(zipped([("bomb.txt", bytes(3_000_000))]))
    directory = data.rfind(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 10)
    data[22:26] = struct.pack("<I", 10)
    found = opened(bytes(data))
    assert all(isinstance(one, Refused) or len(one.data) <= 10 for one in found if isinstance(one, Member | Refused))


def test_members_that_share_their_bytes() -> None:
    data = bytearray(zipped([("a.txt", NOISE), ("b.txt", NOISE)], zipfile.ZIP_STORED))
    second = data.rfind(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    found = opened(bytes(data))
    assert names(found) == ["a.txt"]
    assert refusals(found) == [("b.txt", "too-large")]


@pytest.mark.parametrize("make", [zipped, tarred])
def test_a_member_larger_than_any_story(make: Callable[..., bytes]) -> None:
    found = opened(make(MANY), limits=Limits(member=10_000))
    assert names(found) == ["a.txt", "b.txt"]
    assert refusals(found) == [("noise.txt", "too-large")]
    assert "10,000 bytes" in message(found)


@pytest.mark.parametrize("make", [zipped, tarred])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_more_than_may_come_out_at_all(make: Callable[..., bytes]) -> None:
    found = opened(make(MANY), limits=Limits(total=30_000))
    assert refusals(found)[-1] == ("", "too-large") or refusals(found) == [("noise.txt", "too-large")]
    assert names(opened(make(MANY * 3), limits=Limits(total=90_000)))[:4] == [
        "a.txt",
        "a (2).txt",
        "a (3).txt",
        "b.txt",
    ]
    assert ("", "too-large") in refusals(opened(make(MANY * 3), limits=Limits(total=90_000)))


@pytest.mark.parametrize("make", [zipped, tarred])
def test_too_many_members(make: Callable[..., bytes]) -> None:
    found = opened(make([(f"{n}.txt", b"x") for n in range(40)]), limits=Limits(listed=20))
    assert (names(found), refusals(found)) == ([], [("", "too-large")])
    assert "more than 20 members" in message(found)


def test_too_many_members_in_all() -> None:
    inner = zipped([(f"{n}.txt", b"x") for n in range(15)])
    found = opened(zipped([("a.zip", inner), ("b.zip", inner)]), limits=Limits(members=20))
    assert refusals(found) == [("", "too-large")]
    assert len(names(found)) < 20


def test_a_directory_that_would_fill_the_memory() -> None:
    data = bytearray(zipped([("a.txt", STORY)]))
    end = data.rfind(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 0x7FFFFFFF)
    assert refusals(opened(bytes(data))) == [("", "too-large")]


def test_containers_too_deep_in_each_other() -> None:
    data = zipped([("a.txt", STORY)])
    for _ in range(3):
        data = zipped([("in.zip", data)])
    assert names(opened(data)) == ["in.zip/in.zip/in.zip/a.txt"]
    found = opened(zipped([("in.zip", data), ("b.txt", b"b")]))
    assert names(found) == ["b.txt"]
    assert refusals(found) == [("in.zip/in.zip/in.zip/in.zip", "too-large")]
    assert "4 containers" in message(found)


def test_what_is_unpacked_to_a_temporary_file_is_bounded() -> None:
    found = opened(tarred(MANY, "w:gz"), limits=Limits(spooled=20_000))
    assert refusals(found) == [("box", "too-large")]


@pytest.mark.parametrize("make", [zipped, tarred])
def test_names_that_would_lead_out(make: Callable[..., bytes]) -> None:
    found = opened(
        make([("../../etc/a.txt", b"a"), ("/abs/b.txt", b"b"), ("C:\\fic\\c.txt", b"c"), ("d\x07.txt", b"d")])
    )
    assert sorted(names(found)) == ["abs/b.txt", "d_.txt", "etc/a.txt", "fic/c.txt"]


@pytest.mark.parametrize("make", [zipped, tarred])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_of_one_name_are_both_kept(make: Callable[..., bytes]) -> None:
    found = opened(make([("a.txt", b"one"), ("a.txt", b"two"), ("x/../a.txt", b"three")]))
    members = {one.name: one.data for one in found if isinstance(one, Member)}
    assert members["a.txt"], members["a (2).txt"] == (b"one", b"two")
    assert len(members) == 3


def test_names_in_old_code_pages() -> None:
    data = zipped([("na_ve.txt", STORY)]).replace(b"na_ve", b"na\x8bve")
    assert names(opened(data)) == ["naïve.txt"]
    assert names(opened(zipped([("na__ve.txt", STORY)]).replace(b"na__ve", "naïve".encode()))) == ["naïve.txt"]
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:", encoding="latin-1", format=tarfile.USTAR_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("naïve.txt"))
    assert names(opened(buffer.getvalue())) == ["naïve.txt"]


def test_links_and_devices_in_a_tar() -> None:
    buffer = io.BytesIO()
    kinds = {"sym": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE, "pipe": tarfile.FIFOTYPE, "dev": tarfile.CHRTYPE}
    with tarfile.open(fileobj=buffer, mode="w:") as archive:
        for name, kind in kinds.items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    found = opened(buffer.getvalue())
    assert refusals(found) == [(name, "unsupported") for name in sorted(kinds)]
    assert names(found) == []


def test_a_link_in_a_zip() -> None:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert refusals(opened(buffer.getvalue())) == [("link.txt", "unsupported")]


def test_a_member_with_a_password() -> None:
    data = bytearray(zipped([("a.txt", STORY), ("b.txt", STORY)]))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    found = opened(bytes(data))
    assert (names(found), refusals(found)) == (["b.txt"], [("a.txt", "unreadable")])
    assert "password" in message(found)


def test_a_way_of_packing_that_is_not_known() -> None:
    data = bytearray(zipped([("a.txt", STORY), ("b.txt", STORY)]))
    data[8] = 9
    data[data.find(b"PK\x01\x02") + 10] = 9
    found = opened(bytes(data))
    assert (names(found), refusals(found)) == (["b.txt"], [("a.txt", "unsupported")])


def test_a_member_with_damaged_bytes() -> None:
    data = bytearray(zipped(MANY, zipfile.ZIP_STORED))
    data[data.find(NOISE) + 100] ^= 0xFF
    found = opened(bytes(data))
    assert (names(found), refusals(found)) == (["a.txt", "b.txt"], [("noise.txt", "unreadable")])


@pytest.mark.parametrize("make", [zipped, streamed_zip])
def test_a_zip_that_is_cut_off(make: Callable[..., bytes]) -> None:
    data = make(MANY)
    for cut in (data.find(b"PK\x01\x02"), data.find(b"PK\x01\x02") + 20):
        found = opened(data[:cut])
        assert sorted(names(found)) == ["a.txt", "b.txt", "noise.txt"]
        assert refusals(found) == [("", "unreadable")]
    found = opened(data[: data.find(b"b.txt") - 1000])
    assert names(found) == ["a.txt"]
    assert "cut off" in message(found)
    assert [one.data for one in found if isinstance(one, Member)] == [STORY]


def test_a_tar_that_is_cut_off() -> None:
    data = tarred(MANY)
    found = opened(data[: data.find(NOISE) + 1000])
    assert names(found) == ["a.txt"]
    assert refusals(found) == [("noise.txt", "unreadable"), ("", "unreadable")]
    between = data.find(b"noise.txt")
    found = opened(data[: between + 100])
    assert (names(found), refusals(found)) == (["a.txt"], [("", "unreadable")])


def test_a_tar_with_a_name_as_long_as_memory() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("x" * 200))
    data = bytearray(buffer.getvalue())
    assert data[156:157] == b"L"
    data[124:136] = b"77777777777\0"
    data[148:156] = b"        "
    data[148:156] = b"%06o\0 " % sum(data[:512])
    assert refusals(opened(bytes(data))) == [("", "unreadable")]


def test_packed_files_that_are_cut_off() -> None:
    packed = gzip.compress(NOISE)
    found = opened(packed[:20_000], "moor.txt.gz")
    assert (names(found), refusals(found)) == ([], [("", "unreadable")])
    assert "cut off" in message(found)
    found = opened(gzip.compress(mailbox([letter(n, f"Moor {n}", "x" * 9) for n in range(90_000)]))[:-500], "l.mbox.gz")
    assert len(names(found)) > 80_000
    assert refusals(found)[-1] == ("l.mbox", "unreadable")


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    opened(zipped([("../a.txt", STORY), ("in.zip", zipped([("/b.txt", STORY)]))]))
    assert list(tmp_path.rglob("*")) == []


def test_an_error_that_nobody_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    from fanthology.fic import containers
    from fanthology.fic.containers.container import Container
    from fanthology.fic.containers.opening import open_all

    def members(box: object):  # type: ignore[no-untyped-def]
        yield Member("1", b"one")
        raise KeyError("a secret")

    dump = Container("dump", lambda head, name: head.startswith(b"-- dump"), members)
    monkeypatch.setattr(containers, "CONTAINERS", (*containers.CONTAINERS, dump))
    data = zipped([("a.sql", b"-- dump"), ("b.txt", STORY)])
    with pytest.raises(KeyError):
        opened(data)
    found = list(open_all("box", io.BytesIO(data), fault=lambda name, error: f"A fault in {name}."))
    assert names(found) == ["b.txt"] or names(found) == ["a.sql/1", "b.txt"]
    assert Refused("a.sql", "unreadable", "A fault in a.sql.") in found


WHOLE = [zipped(MANY), streamed_zip(MANY), tarred(MANY), tarred(MANY, "w:gz"), gzip.compress(STORY),
         mailbox([letter(1), letter(2, "Fen")])]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(WHOLE),
    st.integers(0, 50_000),
    st.lists(st.tuples(st.integers(0, 50_000), st.integers(0, 255)), max_size=6),
)
def test_no_damage_is_a_crash(data: bytes, cut: int, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(data[: len(data) - cut % len(data)])
    for at, byte in changes:
        damaged[at % len(damaged)] = byte
    for one in opened(bytes(damaged)):
        if isinstance(one, Refused):
            assert one.reason in REASONS
            assert one.message.endswith((".", ")"))
