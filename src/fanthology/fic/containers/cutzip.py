"""The whole members of a zip archive that has lost its end, and with it its list: they are found one after another."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from fanthology.fic.containers.container import Limits
from fanthology.fic.containers.directory import Entry, nothing
from fanthology.fic.containers.names import decoded, harmless
from fanthology.fic.containers.unpacking import LOCKED, Window

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_MARK = b"PK\x03\x04"
_AT_ONCE = 65_536
_STORED, _DEFLATED = 0, 8
_LOCKED_BIT, _SIZE_BEHIND_BIT = 0x1, 0x8


class _Packed(NamedTuple):
    """Where the packed bytes of a member are: from where to where, how they are packed."""

    start: int
    end: int
    method: int


def whole_entries(file: BinaryIO, limits: Limits) -> Iterator[Entry]:
    """The entries that are there from beginning to end, in the order of the file."""
    end = file.seek(0, io.SEEK_END)
    at = 0
    while at is not None and (found := _header(file, at)):
        name, method, flags, size, start = found
        if flags & _LOCKED_BIT and size:
            yield Entry(name, nothing, refused=("unreadable", LOCKED))
            at = start + size
            continue
        if flags & _SIZE_BEHIND_BIT and not size:
            if method != _DEFLATED or (stop := _end_of_deflated(file, start, limits)) is None:
                return
        else:
            stop = start + size
        if stop > end:
            return
        if not name.endswith("/") and method in (_STORED, _DEFLATED):
            packed = _Packed(start, stop, method)
            yield Entry(name, _Opener(file, packed), stop - start)
        at = _next_header(file, stop)


def _header(file: BinaryIO, at: int) -> tuple[str, int, int, int, int] | None:
    """The name, method, flags and packed size in the header at a place, and where the packed bytes begin."""
    file.seek(at)
    raw = file.read(_LOCAL.size)
    if len(raw) < _LOCAL.size or not raw.startswith(_MARK):
        return None
    _, _, flags, method, _, _, _, size, _, name_size, extra_size = _LOCAL.unpack(raw)
    raw_name = file.read(name_size)
    name = harmless(decoded(raw_name, "cp437")) + ("/" if raw_name.endswith((b"/", b"\\")) else "")
    return name, method, flags, size, at + _LOCAL.size + name_size + extra_size


def _next_header(file: BinaryIO, at: int) -> int:
    """The header that follows, perhaps after the sizes of the member before it; where none is, the place itself."""
    file.seek(at)
    skipped = file.read(24 + len(_MARK)).find(_MARK)
    return at + max(skipped, 0)


def _end_of_deflated(file: BinaryIO, start: int, limits: Limits) -> int | None:
    """Where a deflated stream ends that does not say how long it is; None if its end is missing or it is a trap."""
    file.seek(start)
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    read = made = 0
    try:
        while not unpacker.eof:
            data = unpacker.unconsumed_tail or file.read(_AT_ONCE)
            if not data:
                return None
            read += 0 if unpacker.unconsumed_tail else len(data)
            made += len(unpacker.decompress(data, _AT_ONCE))
            if made > max(2**20, read * limits.ratio):
                return None
    except zlib.error:
        return None
    return start + read - len(unpacker.unused_data)


class _Opener:
    __slots__ = ("_file", "_packed")

    def __init__(self, file: BinaryIO, packed: _Packed) -> None:
        self._file, self._packed = file, packed

    def __call__(self) -> BinaryIO:
        start, end, method = self._packed
        window = io.BufferedReader(Window(self._file, start, end - start))
        return window if method == _STORED else io.BufferedReader(_Inflating(window))


class _Inflating(io.RawIOBase):
    """A deflated stream, unpacked as it is read."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        while not self._unpacker.eof:
            data = self._unpacker.unconsumed_tail or self._packed.read(_AT_ONCE)
            if not data:
                raise EOFError
            made = self._unpacker.decompress(data, len(view))
            if made:
                view[: len(made)] = made
                return len(made)
        return 0
