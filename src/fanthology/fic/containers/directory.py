"""What zip and tar archives have in common: a list of entries that can be opened in any order."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from fanthology.fic.containers.container import Found, Member, Nested, Opened, Refused, Used
from fanthology.fic.containers.names import told_apart
from fanthology.fic.containers.sidecars import LARGEST, described_by, describing, is_metadata
from fanthology.fic.containers.unpacking import HEAD, UnpackingError, megabytes, unpacking
from fanthology.fic.litter import is_litter


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an archive: its harmless name and how to read it from its start; or why it is ``refused``
    (a reason and a message)."""

    name: str
    begin: Callable[[], BinaryIO]
    packed: int | None = None
    refused: tuple[str, str] | None = None


def nothing() -> BinaryIO:
    """The content of an entry that is refused unread."""
    return BytesIO()


class Directory:
    """The entries of an open archive, in the order a folder is walked: a folder's files before the folders in it."""

    def __init__(self, entries: Iterable[Entry], opened: Opened) -> None:
        self._opened = opened
        self._used: set[str] = set()
        seen: set[str] = set()
        wanted = [entry for entry in entries if not any(map(is_litter, entry.name.split("/")))]
        boxes = _maildirs(wanted)
        wanted = [entry for entry in wanted if not _in_tmp(entry.name, boxes)]
        wanted.sort(key=lambda entry: _walked(entry.name))
        self._entries = [_renamed(entry, told_apart(entry.name, seen)) for entry in wanted]
        self._named = {entry.name: entry for entry in self._entries if entry.refused is None}

    def found(self) -> Iterator[Found]:
        """The members, one after another; what is wrong with one of them is said in its place."""
        if len(self._entries) > self._opened.limits.listed:
            raise too_many(self._opened.limits.listed)
        for entry in self._entries:
            if entry.refused:
                yield Refused(entry.name, *entry.refused)
            elif entry.name in self._used:
                continue
            elif self._describes_another(entry):
                yield Used(entry.name, inside=True)
            else:
                yield from self._member(entry)

    def _member(self, entry: Entry) -> Iterator[Found]:
        limits = self._opened.limits
        try:
            stream = self._stream(entry, limits.total)
            head = stream.read(HEAD)
            if self._opened.holds(head, entry.name):
                folder = posixpath.dirname(entry.name)
                yield Nested(entry.name, stream, self._neighbours(folder), self._user(folder))
                return
            data = head + stream.read(limits.member + 1 - len(head)) if len(head) == HEAD else head
        except UnpackingError as error:
            yield Refused(entry.name, error.reason, str(error))
            return
        if len(data) > limits.member:
            yield Refused(entry.name, "too-large", too_large(limits.member))
        else:
            yield Member(entry.name, data, self._beside(entry.name))

    def _stream(self, entry: Entry, most: int) -> BinaryIO:
        return unpacking(entry.begin, packed=entry.packed, most=most, ratio=self._opened.limits.ratio)

    def _content(self, name: str, most: int) -> bytes | None:
        """The bytes of another entry, None if there is none, it is damaged or too large."""
        entry = self._named.get(name)
        if entry is None:
            return None
        try:
            data = self._stream(entry, most + HEAD).read(most + 1)
        except UnpackingError:
            return None
        return data if len(data) <= most else None

    def _neighbours(self, folder: str) -> Callable[[str], bytes | None]:
        most = self._opened.limits.member

        def neighbour(path: str) -> bytes | None:
            name = posixpath.normpath(path)
            if name.startswith(("..", "/")):
                return None
            return self._content(posixpath.join(folder, name), most)

        return neighbour

    def _user(self, folder: str) -> Callable[[str], None]:
        return lambda path: self._used.add(posixpath.join(folder, posixpath.normpath(path)))

    def _describes_another(self, entry: Entry) -> bool:
        return any(name in self._named for name in described_by(entry.name)) and self._metadata(entry.name) is not None

    def _beside(self, name: str) -> dict[str, bytes]:
        for other in describing(name):
            if data := self._metadata(other):
                return {".json": data}
        return {}

    def _metadata(self, name: str) -> bytes | None:
        data = self._content(name, LARGEST)
        return data if data is not None and is_metadata(data) else None


def too_large(most: int) -> str:
    """What is said of a member that is too large to be one item."""
    return f"It has more than {megabytes(most)}, which is the most that is read as one item."


def too_many(most: int) -> UnpackingError:
    """What is raised of a container with more members than anybody has stories."""
    return UnpackingError("too-large", f"It holds more than {most:,} members. Unpack it and import it in pieces.")


def _walked(name: str) -> tuple[tuple[int, str], ...]:
    *folders, base = name.split("/")
    return (*((1, folder) for folder in folders), (0, base))


def _renamed(entry: Entry, name: str) -> Entry:
    return entry if entry.name == name else Entry(name, entry.begin, entry.packed, entry.refused)


def _maildirs(entries: list[Entry]) -> set[str]:
    """The folders with the ``cur`` and ``new`` of a maildir."""
    folders = {posixpath.dirname(entry.name) for entry in entries}
    return {posixpath.dirname(one) for one in folders if posixpath.basename(one) == "cur"}


def _in_tmp(name: str, maildirs: set[str]) -> bool:
    folder = posixpath.dirname(name)
    return posixpath.basename(folder) == "tmp" and posixpath.dirname(folder) in maildirs
