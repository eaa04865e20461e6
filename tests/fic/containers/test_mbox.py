"""Mailboxes in every dress."""

from __future__ import annotations

import io
import mailbox as stdlib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanthology.fic.containers.container import Limits, Member, Whole
from fanthology.fic.containers.mbox import letters
from fanthology.fic.containers.opening import container_of, open_all
from fic.containers.boxes import letter, mailbox, names, opened, refusals

ENVELOPES = (
    "From beryl@moors.example Tue Mar  3 12:00:00 1998",
    "From beryl@moors.example  Tue Mar 03 12:00:00 +0000 1998",
    "From beryl at moors.example  Tue Mar  3 12:00:00 1998",
    "From - Tue Mar 03 12:00:00 1998",
    "From ???@??? Tue Mar 03 12:00:00 1998",
    "From news.moors.example!uucp!beryl Tue Mar  3 12:00:00 GMT 1998",
    "From 1234567890123456789@xxx Tue Mar 03 12:00:00 +0000 1998",
    "From -4528389424387442399",
    "From beryl@moors.example Tue, 3 Mar 1998 12:00:00 +0100",
)


def bodies(data: bytes) -> list[bytes]:
    return [one.data.split(b"\n\n", 1)[1] for one in opened(data) if isinstance(one, Member)]


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["unix", "dos"])
def test_every_kind_of_line_between_letters(envelope: str, end: bytes) -> None:
    data = b"".join(envelope.encode() + b"\n" + letter(n, f"Moor {'ab'[n]}") + b"\n" for n in range(2))
    data = data.replace(b"\n", end)
    found = opened(data)
    assert names(found) == ["00001.eml", "00002.eml"]
    assert [one.data.replace(b"\r\n", b"\n") for one in found if isinstance(one, Member)] == [
        letter(0, "Moor a"),
        letter(1, "Moor b"),
    ]


def test_prose_that_begins_with_from_parts_nothing() -> None:
    body = "\nFrom the moor, a sound.\n\nFrom Tuesday to March of 1895\nit rained.\n\nFrom x Tue Mar 3 1998\nMoor.\n"
    assert bodies(mailbox([letter(1, "Moor", body), letter(2, "Fen")]))[0] == body.encode() + b"\n"


def test_a_quoted_from_is_unquoted_once() -> None:
    body = ">From the moor\n>>From the fen\n> >From the sea"
    assert bodies(mailbox([letter(1, "Moor", body), letter(2, "Fen")]))[0] == (
        b"From the moor\n>From the fen\n> >From the sea\n"
    )


def test_letters_without_a_blank_line_between() -> None:
    assert len(opened(mailbox([letter(1, "Moor"), letter(2, "Fen")], between=b""))) == 2


def test_null_bytes_and_a_last_letter_that_breaks_off() -> None:
    data = mailbox([letter(1, "Moor", "It\0was night."), letter(2, "Fen", "It was la")])[:-4]
    assert bodies(data) == [b"It\0was night.\n", b"It was "]


def test_a_letter_that_is_too_large_is_refused_alone() -> None:
    data = mailbox([letter(1), letter(2, body="x" * 5_000_000), letter(3), letter(4, body="y" * 3_000_000)])
    found = opened(data, limits=Limits(member=100_000))
    assert names(found) == ["00001.eml", "00003.eml"]
    assert refusals(found) == [("00002.eml", "too-large"), ("00004.eml", "too-large")]


def test_one_letter_is_an_item() -> None:
    assert opened(mailbox([letter()])) == [Whole()]
    assert container_of(letter(), "a.eml") is None


def test_the_posts_of_one_story_in_one_file_are_one_item() -> None:
    assert opened(mailbox([letter(n, f"The Moor ({n}/3)") for n in (1, 2, 3)])) == [Whole()]
    assert len(names(opened(mailbox([letter(1, "The Moor (1/2)"), letter(2, "The Fen (1/2)")])))) == 2
    assert len(names(opened(mailbox([letter(1, "The Moor"), letter(2, "The Moor")])))) == 2
    coded = "Content-Transfer-Encoding: quoted-printable\n"
    assert len(names(opened(mailbox([letter(n, f"The Moor ({n}/2)", more=coded) for n in (1, 2)])))) == 2


@pytest.mark.parametrize("piece", [1, 7, 1001, 5000])
def test_pieces_of_any_size_make_the_same_letters(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fanthology.fic.containers.mbox._AT_ONCE", piece)
    whole = [letter(n, f"Moor {n}", "It was night. " * (n * 3)) for n in range(1, 9)]
    assert list(letters(io.BytesIO(mailbox(whole)), 10**6)) == whole


def test_it_finds_what_the_standard_library_finds(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(mailbox([letter(n, "The Moor" if n % 2 else "The Fen") for n in range(200)]))
    expected = [stdlib.mbox(str(path)).get_bytes(key) for key in stdlib.mbox(str(path)).iterkeys()]
    assert [one.data for one in opened(path.read_bytes()) if isinstance(one, Member)] == expected


class Endless(io.RawIOBase):
    """A mailbox that is never in memory as a whole."""

    def __init__(self, size: int) -> None:
        self._size, self._at = size, 0
        self._one = mailbox([letter(n, f"Moor {n}", "It was night on the moor.\n" * 90) for n in range(1, 20)])

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset
        return offset

    def read(self, size: int = -1) -> bytes:
        size = min(size, self._size - self._at)
        start = self._at % len(self._one)
        data = (self._one * (size // len(self._one) + 2))[start : start + size]
        self._at += size
        return data


def test_a_large_mailbox_takes_little_memory() -> None:
    def count() -> Iterator[int]:
        for one in open_all("list.mbox", Endless(50_000_000)):  # type: ignore[arg-type]
            assert isinstance(one, Member)
            yield len(one.data)

    tracemalloc.start()
    total = sum(count())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total > 45_000_000
    assert most < 16_000_000
