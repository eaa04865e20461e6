"""Tar archives, old and new."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import BinaryIO

from fanthology.fic.containers.container import Container, Found, Opened, Refused
from fanthology.fic.containers.directory import Directory, Entry, nothing, too_many
from fanthology.fic.containers.names import decoded, harmless
from fanthology.fic.containers.unpacking import CUT, Window

_BLOCK = 512
_CHECKSUM = slice(148, 156)
_LONGEST_NAME = 1024 * 1024
_DESCRIBES_THE_NEXT = b"LKxgX"

LINK = "It is a link to another file, not a file."
DEVICE = "It is a device or a pipe, not a file."
SPARSE = "It is stored with holes, which is not read here. Unpack it and import the files in it."
CUT_ARCHIVE = "The archive is cut off or damaged. The members before that place were read."


def detect(head: bytes, name: str) -> bool:
    """True if the first block has the checksum of a tar header: old archives have no other mark."""
    block = head[:_BLOCK]
    if len(block) < _BLOCK or not block[0] or not any(block[_CHECKSUM]):
        return False
    try:
        stated = int(block[_CHECKSUM].strip(b" \0") or b"x", 8)
    except ValueError:
        return False
    counted = sum(block) - sum(block[_CHECKSUM]) + 8 * 0x20
    return stated == counted


def members(opened: Opened) -> Iterator[Found]:
    """What a tar archive holds; of one that is cut off, what is whole."""
    entries, whole = _listed(opened)
    yield from Directory(entries, opened).found()
    if not whole:
        yield Refused("", "unreadable", CUT_ARCHIVE)


class _Bounded(tarfile.TarInfo):
    """An entry whose description may not fill the memory: names and the like may be of any length in a tar."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> _Bounded:
        start = tarfile_.fileobj.tell()
        block = tarfile_.fileobj.read(_BLOCK)
        if len(block) == _BLOCK and block[156] in _DESCRIBES_THE_NEXT and _number(block[124:136]) > _LONGEST_NAME:
            raise tarfile.ReadError("the description of a member is too long")
        tarfile_.fileobj.seek(start)
        return super().fromtarfile(tarfile_)


def _number(field: bytes) -> int:
    try:
        return tarfile.nti(field)  # type: ignore[attr-defined, no-any-return]
    except tarfile.HeaderError:
        return 0


def _listed(opened: Opened) -> tuple[list[Entry], bool]:
    """The entries, and whether the archive is whole."""
    end = opened.file.seek(0, io.SEEK_END)
    opened.file.seek(0)
    entries: list[Entry] = []
    try:
        with tarfile.open(fileobj=opened.file, mode="r:", tarinfo=_Bounded, errors="surrogateescape") as archive:
            while (info := archive.next()) is not None:
                archive.members = []  # type: ignore[attr-defined]  # it would keep half a million of them
                if not info.isdir():
                    entries.append(_entry(opened.file, info, end))
                if len(entries) > opened.limits.listed:
                    raise too_many(opened.limits.listed)
            ends_well = archive.offset >= end or _only_zeros(opened.file, archive.offset)
    except (tarfile.TarError, ValueError, OSError, EOFError, OverflowError):
        return entries, False
    return entries, ends_well and all(entry.refused is None or entry.refused[1] != CUT for entry in entries)


def _only_zeros(file: BinaryIO, at: int) -> bool:
    """An archive ends in blocks of zeros; tarfile takes any other end for one too."""
    file.seek(at)
    return not any(file.read(_BLOCK))


def _entry(file: BinaryIO, info: tarfile.TarInfo, end: int) -> Entry:
    name = harmless(decoded(info.name.encode("utf-8", "surrogateescape"), "cp1252"))
    if refused := _refused(info, end):
        return Entry(name, nothing, refused=refused)
    return Entry(name, _Opener(file, info.offset_data, info.size))


def _refused(info: tarfile.TarInfo, end: int) -> tuple[str, str] | None:
    if info.islnk() or info.issym():
        return "unsupported", LINK
    if info.issparse():
        return "unsupported", SPARSE
    if not info.isreg():
        return "unsupported", DEVICE
    return ("unreadable", CUT) if info.offset_data + info.size > end else None


class _Opener:
    __slots__ = ("_file", "_size", "_start")

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size = file, start, size

    def __call__(self) -> BinaryIO:
        return io.BufferedReader(Window(self._file, self._start, self._size))


TAR = Container("tar", detect, members, seeks=True)
