"""One file packed by itself: gzip, bzip2, xz. What is inside may be a container again, as in ``.tar.gz``."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import posixpath
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from fanthology.fic.containers.container import Container, Found, Member, Nested, Opened, Refused
from fanthology.fic.containers.directory import too_large
from fanthology.fic.containers.names import decoded, harmless
from fanthology.fic.containers.unpacking import HEAD, unpacking

_ENDINGS = {
    ".gz": "", ".tgz": ".tar", ".bz2": "", ".tbz": ".tar", ".tbz2": ".tar", ".xz": "", ".txz": ".tar", ".z": "",
}  # fmt: skip
_NAMED_BIT = 0x8
_XZ_MEMORY = 256 * 1024 * 1024


def inner_name(name: str, head: bytes) -> str:
    """What the packed file was called: as its container without its ending, else as a gzip header says.

    >>> inner_name("old/moor.txt.gz", b""), inner_name("lists.tgz", b""), inner_name("x", b"")
    ('moor.txt', 'lists.tar', 'x')
    """
    stem, ending = posixpath.splitext(posixpath.basename(name))
    if stem and ending.lower() in _ENDINGS:
        return harmless(stem + _ENDINGS[ending.lower()])
    if head.startswith(b"\x1f\x8b") and len(head) > 10 and head[3] == _NAMED_BIT:
        return harmless(decoded(head[10:].split(b"\0", 1)[0][:255], "latin-1"))
    return harmless(posixpath.basename(name))


def _members(open_: Callable[[BinaryIO], BinaryIO]) -> Callable[[Opened], Iterator[Found]]:
    def members(opened: Opened) -> Iterator[Found]:
        size = opened.file.seek(0, io.SEEK_END)
        opened.file.seek(0)
        name = inner_name(opened.name, opened.file.read(512))

        def begin() -> BinaryIO:
            opened.file.seek(0)
            return open_(opened.file)

        limits = opened.limits
        stream = unpacking(begin, packed=size, most=limits.total, ratio=limits.ratio)
        head = stream.read(HEAD)
        if opened.holds(head, name):
            yield Nested(name, stream, opened.neighbour)
            return
        data = head + stream.read(limits.member + 1 - len(head))
        yield Refused(name, "too-large", too_large(limits.member)) if len(data) > limits.member else Member(name, data)

    return members


def _gzip(file: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, gzip.GzipFile(fileobj=file, mode="rb"))


def _bz2(file: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, bz2.BZ2File(file))


def _xz(file: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, _XZ(file))


class _XZ(io.RawIOBase):
    """An xz stream unpacked within a bound of memory, which its header may otherwise ask for without end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._unpacker = self._next()

    @staticmethod
    def _next() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        made, data = b"", b""
        while not made:
            if self._unpacker.eof:
                data = (self._unpacker.unused_data or self._file.read(HEAD)).lstrip(b"\0")
                if not data:
                    return b""
                self._unpacker = self._next()
            elif self._unpacker.needs_input:
                data = self._file.read(HEAD)
                if not data:
                    raise EOFError
            made = self._unpacker.decompress(data, size)
            data = b""
        return made


def _begins(*marks: bytes) -> Callable[[bytes, str], bool]:
    return lambda head, name: head.startswith(marks)


GZIP = Container("gzip", _begins(b"\x1f\x8b\x08"), _members(_gzip))
BZIP2 = Container("bzip2", lambda head, name: head[:3] == b"BZh" and head[4:10] == b"1AY&SY", _members(_bz2))
XZ = Container("xz", _begins(b"\xfd7zXZ\x00"), _members(_xz))
