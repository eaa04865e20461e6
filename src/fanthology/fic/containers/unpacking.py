"""Reading what is packed as a stream, so that nothing grows beyond what was allowed and every fault has words."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from fanthology.fic.errors import FanthologyError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD = 65_536
"""So many bytes are enough to tell what something is."""
_AT_ONCE = 256 * 1024
_SMALL = 1024 * 1024  # what unpacks to less harms nobody, however well it was packed

CUT = "It is cut off: its end is missing."


class UnpackingError(FanthologyError):
    """A packed thing that cannot be read on. ``reason`` is one of `fic.story.REASONS`; the message is for people."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@contextmanager
def explained() -> Iterator[None]:
    """What the unpackers raise of damaged bytes, as UnpackingError."""
    try:
        yield
    except EOFError as error:
        raise UnpackingError("unreadable", CUT) from error
    except NotImplementedError as error:
        raise UnpackingError("unsupported", "It is packed in a way that is not known here.") from error
    except (zlib.error, lzma.LZMAError, zipfile.BadZipFile, struct.error, ValueError, OSError) as error:
        raise UnpackingError("unreadable", f"It is damaged and cannot be unpacked ({error}).") from error
    except RuntimeError as error:  # what zipfile says of passwords
        raise UnpackingError("unreadable", LOCKED) from error


LOCKED = "It is locked with a password. Unpack it with the password and import the files in it."


class Unpacking(io.RawIOBase):
    """A stream that is unpacked as it is read, and can begin again.

    Raises UnpackingError when it is damaged, or becomes larger than ``most`` or than ``ratio`` times ``packed``.
    """

    def __init__(self, begin: Callable[[], BinaryIO], *, packed: int | None, most: int, ratio: int) -> None:
        self._begin = begin
        self._most = most
        self._bound = max(_SMALL, packed * ratio) if packed is not None else most
        self._ratio = ratio
        self._stream: BinaryIO | None = None
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Goes back to the start, or forwards; an end that is not reached yet is read up to."""
        if whence == io.SEEK_END:
            while self.read(_AT_ONCE):
                pass
            offset, whence = self._at + offset, io.SEEK_SET
        target = offset + (self._at if whence == io.SEEK_CUR else 0)
        if target < self._at:
            self._restart()
        while self._at < target and self.read(min(_AT_ONCE, target - self._at)):
            pass
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        with explained():
            if self._stream is None:
                self._stream = self._begin()
            data = self._stream.read(len(view))
        self._at += len(data)
        if self._at > self._most:
            raise UnpackingError("too-large", f"It unpacks to more than {megabytes(self._most)}.")
        if self._at > self._bound:
            raise UnpackingError("too-large", f"It unpacks to more than {self._ratio} times its size, as traps do.")
        view[: len(data)] = data
        return len(data)

    def _restart(self) -> None:
        if self._stream is not None:
            self._stream.close()
        self._stream, self._at = None, 0

    def close(self) -> None:
        self._restart()
        super().close()


def unpacking(begin: Callable[[], BinaryIO], *, packed: int | None, most: int, ratio: int) -> BinaryIO:
    """An Unpacking that is read in pieces of a useful size."""
    return cast(BinaryIO, io.BufferedReader(Unpacking(begin, packed=packed, most=most, ratio=ratio), HEAD))


def is_unpacking(file: BinaryIO) -> bool:
    """True for what `unpacking` gave: going back in it means to begin again."""
    return isinstance(file, io.BufferedReader) and isinstance(file.raw, Unpacking)


class Window(io.RawIOBase):
    """A range of an open file as a file of its own. Several may be open on one file: each keeps its own place.

    >>> Window(io.BytesIO(b"a lamp in a window"), 2, 4).read()
    b'lamp'
    """

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        self._file.seek(self._start + self._at)
        data = self._file.read(min(len(view), self._size - self._at))
        if not data and self._at < self._size:
            raise EOFError
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def beginning_of(file: BinaryIO) -> bytes:
    """The first 64 KB of an open file, which is then at its start again."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return head


def megabytes(size: int) -> str:
    """A limit in words.

    >>> megabytes(64 * 2**20), megabytes(8 * 2**30), megabytes(1000)
    ('64 MB', '8 GB', '1,000 bytes')
    """
    if size >= 2**30:
        return f"{size // 2**30:,} GB"
    return f"{size // 2**20:,} MB" if size >= 2**20 else f"{size:,} bytes"
