"""Zip archives. A book or document that is a zip inside is one item, not a container."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from fanthology.fic.containers.container import Container, Found, Limits, Opened, Refused
from fanthology.fic.containers.cutzip import whole_entries
from fanthology.fic.containers.directory import Directory, Entry, nothing, too_many
from fanthology.fic.containers.names import decoded, harmless
from fanthology.fic.containers.unpacking import LOCKED, UnpackingError, explained

_LOCAL = b"PK\x03\x04"
_EMPTY = b"PK\x05\x06"
_LOCAL_SIZE = 30
_END_SIZE = 22
_PER_ENTRY = 256  # bytes of the directory for each member, more than any real one has
_LOCKED_BIT, _UTF8_BIT = 0x1, 0x800
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
_BOOKS = (b"mimetype", b"[Content_Types].xml", b"_rels/.rels", b"META-INF/container.xml")
_IS_ONE_ITEM = frozenset(("META-INF/container.xml", "[Content_Types].xml", "META-INF/manifest.xml"))

UNKNOWN_METHOD = "It is packed in a way that is not known here (method {}). Unpack it and import the files in it."
SHARED = "It shares its bytes with another member, as traps do."
CUT = "The archive is cut off or damaged: its list of members is missing. The members that are whole were read."


def detect(head: bytes, name: str) -> bool:
    """True for a zip archive whose first member is not that of a book or document.

    >>> detect(b"PK\\x03\\x04" + bytes(22) + b"\\x05\\0\\0\\0" + b"a.txt", ""), detect(b"PKZIP is a program", "")
    (True, False)
    """
    if head.startswith(_EMPTY):
        return True
    if not head.startswith(_LOCAL) or len(head) < _LOCAL_SIZE:
        return False
    (length,) = struct.unpack_from("<H", head, 26)
    return head[_LOCAL_SIZE : _LOCAL_SIZE + length] not in _BOOKS


def members(opened: Opened) -> Iterator[Found]:
    """What a zip archive holds; of one that is cut off, what is whole."""
    bounded(opened.file, opened.limits)
    try:
        with explained():
            archive = zipfile.ZipFile(opened.file)
    except UnpackingError:
        yield from Directory(whole_entries(opened.file, opened.limits), opened).found()
        yield Refused("", "unreadable", CUT)
        return
    with archive:
        yield from Directory(_entries(archive), opened).found()


def is_item(opened: Opened) -> bool:
    """True for a book or document whose first member does not tell."""
    try:
        bounded(opened.file, opened.limits)
        with explained(), zipfile.ZipFile(opened.file) as archive:
            return not _IS_ONE_ITEM.isdisjoint(archive.NameToInfo)
    except UnpackingError:
        return False


def bounded(file: BinaryIO, limits: Limits) -> None:
    """Raises UnpackingError for a directory that would fill the memory before anything is counted."""
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - _END_SIZE - 65_535))
    tail = file.read()
    at = tail.rfind(_EMPTY)
    if 0 <= at <= len(tail) - _END_SIZE:
        (size,) = struct.unpack_from("<I", tail, at + 12)
        if (size if size != 0xFFFFFFFF else end) > limits.listed * _PER_ENTRY:
            raise too_many(limits.listed)


def _entries(archive: zipfile.ZipFile) -> Iterator[Entry]:
    taken = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        name = _name(info)
        if info.is_dir():
            continue
        end = info.header_offset + _LOCAL_SIZE + info.compress_size
        refused = _refused(info) or (("too-large", SHARED) if info.header_offset < taken else None)
        taken = max(taken, end)
        if refused:
            yield Entry(name, nothing, refused=refused)
        else:
            yield Entry(name, _opener(archive, info), info.compress_size)


def _opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> _Opener:
    return _Opener(archive, info)


class _Opener:
    """Opens one entry; a class so that half a million of them are small."""

    __slots__ = ("_archive", "_info")

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self._archive, self._info = archive, info

    def __call__(self) -> BinaryIO:
        return cast(BinaryIO, self._archive.open(self._info))


def _refused(info: zipfile.ZipInfo) -> tuple[str, str] | None:
    if info.flag_bits & _LOCKED_BIT:
        return "unreadable", LOCKED
    if info.compress_type not in _METHODS:
        return "unsupported", UNKNOWN_METHOD.format(info.compress_type)
    if info.external_attr >> 28 == 0xA:
        return "unsupported", "It is a link to another file, not a file."
    return None


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: most programs that do not say so write UTF-8 all the same, the oldest cp437."""
    if info.flag_bits & _UTF8_BIT:
        return harmless(info.orig_filename)
    return harmless(decoded(info.orig_filename.encode("cp437", "backslashreplace"), "cp437"))


ZIP = Container("zip", detect, members, seeks=True, is_item=is_item)
