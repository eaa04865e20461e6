"""Containers to open, made in memory."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterable

from fanthology.fic.containers.container import Limits, Member, Refused, Used
from fanthology.fic.containers.opening import Taken, open_all

STORY = b"Title: The Moor\nAuthor: Beryl Garcia\n\nIt was late when the dog came home.\n"
Files = Iterable[tuple[str, bytes]]


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def streamed_zip(files: Files) -> bytes:
    """A zip as programs write it that cannot go back: the sizes stand behind each member."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, data in files:
            archive.writestr(name, data)
    return pipe.data


def tarred(files: Files, mode: str = "w:") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def letter(number: int = 1, subject: str = "The Moor", body: str = "It was night.", more: str = "") -> bytes:
    return (
        f"From: Beryl <beryl@moors.example>\nDate: Tue, {number % 28 + 1} Mar 1998 12:00:00 +0000\n"
        f"Message-ID: <{number}@moors.example>\nSubject: {subject}\n{more}\n{body}\n"
    ).encode()


def mailbox(letters: Iterable[bytes], between: bytes = b"\n") -> bytes:
    return b"".join(b"From beryl@moors.example Tue Mar  3 12:00:00 1998\n" + one + between for one in letters)


def opened(data: bytes, name: str = "box", limits: Limits | None = None) -> list[Taken]:
    return list(open_all(name, io.BytesIO(data), limits=limits))


def names(found: Iterable[Taken]) -> list[str]:
    return [one.name for one in found if isinstance(one, Member)]


def refusals(found: Iterable[Taken]) -> list[tuple[str, str]]:
    return [(one.name, one.reason) for one in found if isinstance(one, Refused)]


def used(found: Iterable[Taken]) -> list[str]:
    return [one.name for one in found if isinstance(one, Used)]
