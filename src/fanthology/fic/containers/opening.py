"""Opening a container and every container in it, to a bound, with one account of how much came out."""

from __future__ import annotations

import posixpath
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from typing import BinaryIO, TypeAlias, cast

from fanthology.fic import containers
from fanthology.fic.containers.attachments import attached
from fanthology.fic.containers.container import (
    Container,
    Found,
    Limits,
    Member,
    Nested,
    Opened,
    Refused,
    Tally,
    Used,
    Whole,
)
from fanthology.fic.containers.directory import too_large, too_many
from fanthology.fic.containers.unpacking import UnpackingError, beginning_of, is_unpacking, megabytes

Taken: TypeAlias = Member | Refused | Used | Tally | Whole
"""What comes out of a container in the end. Names are joined: ``disk1.tar/a.txt``; a Whole comes alone."""

Fault: TypeAlias = Callable[[str, Exception], str]
"""Told of an unexpected error with the name of the container it came from; gives the sentence to say."""

_IN_MEMORY = 16 * 1024 * 1024
_AT_ONCE = 1024 * 1024
DEEP = "It lies in {} containers, one in the other, which is deeper than is looked. Unpack it and import what is in it."


def no_neighbour(path: str) -> bytes | None:
    """The neighbour of a container that lies alone."""
    return None


def container_of(head: bytes, name: str) -> Container | None:
    """The kind of container that a file is, by its first 64 KB; None if it is an item.

    >>> container_of(b"\\x1f\\x8b\\x08", "a.gz").name, container_of(b"It was night.", "a.zip")
    ('gzip', None)
    """
    return next((kind for kind in containers.CONTAINERS if kind.detect(head, name)), None)


def container_in(name: str, file: BinaryIO, limits: Limits | None = None) -> Container | None:
    """The kind of container that an open file is, after a closer look than `container_of` takes; None for an item."""
    kind = container_of(beginning_of(file), name)
    if kind is None or kind.is_item is None:
        return kind
    return None if kind.is_item(Opened(name, file, limits or Limits(), no_neighbour, _holds)) else kind


def open_all(
    name: str,
    file: BinaryIO,
    *,
    neighbour: Callable[[str], bytes | None] = no_neighbour,
    limits: Limits | None = None,
    fault: Fault | None = None,
) -> Iterator[Taken]:
    """Every item in an open container and in the containers it holds, one after another.

    ``name`` is the container's own; ``neighbour`` as in `Opened`. What is wrong with a member or a container is a
    Refused in its place. An unexpected error of one container ends the run, unless ``fault`` puts it in words; then the
    container is given up, and those around it go on. What is no container gives a Whole.

    >>> import gzip, io
    >>> [(one.name, one.data) for one in open_all("moor.txt.gz", io.BytesIO(gzip.compress(b"It was night.")))]
    [('moor.txt', b'It was night.')]
    """
    limits = limits or Limits()
    kind = container_in(name, file, limits)
    if kind is None:
        yield Whole()
        return
    account = _Account(limits)
    box = _Box("", Opened(name, file, limits, neighbour, _holds), kind, 1, Used)
    try:
        yield from _opened(box, account, fault)
    except _EnoughError as enough:
        yield enough.refused


def open_attached(
    name: str, letter: bytes, *, limits: Limits | None = None, fault: Fault | None = None
) -> Iterator[Taken]:
    """What is attached to a letter that lies alone, and what that holds, as `open_all` gives it. The letter itself is
    an item and is not given.

    >>> list(open_attached("a.eml", b"Subject: The Moor\\n\\nIt was night."))
    []
    """
    limits = limits or Limits()
    box = _Box("", Opened(name, BytesIO(letter), limits, no_neighbour, _holds), _LETTER, 1, Used)
    try:
        yield from _opened(box, _Account(limits), fault)
    except _EnoughError as enough:
        yield enough.refused


_LETTER = Container("letter", lambda head, name: False, lambda opened: attached(opened.file.read(), opened.holds))


def _holds(head: bytes, name: str) -> bool:
    return container_of(head, name) is not None


class _EnoughError(Exception):
    """A bound of the whole is reached; nothing more is taken out."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.refused = Refused("", reason, message)


class _Account:
    """How much came out so far, of how much may."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._members, self._bytes = limits, 0, 0

    def add(self, number: int = 0) -> None:
        """One more member, and so many bytes of it. Raises _EnoughError when that is beyond a bound."""
        self._members += 1
        if self._members > self._limits.members:
            raise _EnoughError("too-large", str(too_many(self._limits.members)))
        self.add_bytes(number)

    def add_bytes(self, number: int) -> None:
        """So many bytes more. Raises _EnoughError as `add` does."""
        self._bytes += number
        if self._bytes > self._limits.total:
            raise _EnoughError(
                "too-large",
                f"It unpacks to more than {megabytes(self._limits.total)}. Unpack it and import it in pieces.",
            )


@dataclass(frozen=True, slots=True)
class _Box:
    """A container that is open: its name in the outermost (whose own is empty), how deep it lies, and what becomes of
    a neighbour that it used."""

    prefix: str
    opened: Opened
    kind: Container
    depth: int
    used: Callable[[str], Used]

    def named(self, name: str) -> str:
        """The name of something in it as it is known outside."""
        return f"{self.prefix}/{name}" if self.prefix and name else self.prefix or name


def _opened(box: _Box, account: _Account, fault: Fault | None) -> Iterator[Taken]:
    try:
        with _seekable(box, account) as file:
            opened = replace(box.opened, file=file)
            if box.prefix and box.kind.is_item and box.kind.is_item(opened):
                yield from _taken(_item(box, file), box, account, fault)
                return
            for found in box.kind.members(opened):
                yield from _taken(found, box, account, fault)
    except UnpackingError as error:
        yield Refused(box.prefix, error.reason, str(error))
    except _EnoughError:
        raise
    except Exception as error:
        if fault is None:
            raise
        yield Refused(box.prefix, "unreadable", fault(box.prefix or box.opened.name, error))


def _taken(found: Found, box: _Box, account: _Account, fault: Fault | None) -> Iterator[Taken]:
    if isinstance(found, Nested):
        account.add()
        yield from _nested(found, box, account, fault)
    elif isinstance(found, Member):
        account.add(len(found.data))
        yield replace(found, name=box.named(found.name))
        for one in attached(found.data, _holds):
            yield from _taken(replace(one, name=f"{found.name}/{one.name}"), box, account, fault)
    elif isinstance(found, Refused):
        account.add()
        yield replace(found, name=box.named(found.name))
    elif isinstance(found, Used):
        yield Used(box.named(found.name), inside=True) if found.inside else box.used(found.name)
    else:
        yield found


def _nested(found: Nested, box: _Box, account: _Account, fault: Fault | None) -> Iterator[Taken]:
    name, depth = box.named(found.name), box.depth + 1
    limits = box.opened.limits
    if depth > limits.depth:
        yield Refused(name, "too-large", DEEP.format(limits.depth))
        return
    kind = container_of(beginning_of(found.file), found.name)
    if kind is None:
        raise AssertionError("a nested container is one by the same look")
    used = box.used if found.use is None else _user(box, found, found.use)
    opened = Opened(found.name, found.file, limits, found.neighbour, _holds)
    yield from _opened(_Box(name, opened, kind, depth, used), account, fault)


def _user(box: _Box, found: Nested, use: Callable[[str], None]) -> Callable[[str], Used]:
    """What becomes of a neighbour that a nested container used: the container around it is told."""
    folder = posixpath.dirname(found.name)

    def used(path: str) -> Used:
        use(path)
        return Used(box.named(posixpath.normpath(posixpath.join(folder, path))), inside=True)

    return used


def _item(box: _Box, file: BinaryIO) -> Member | Refused:
    """What looked like a container inside another and is one item."""
    most = box.opened.limits.member
    file.seek(0)
    data = file.read(most + 1)
    return Refused("", "too-large", too_large(most)) if len(data) > most else Member("", data)


@contextmanager
def _seekable(box: _Box, account: _Account) -> Iterator[BinaryIO]:
    """The container's file such that its kind can read it: in a temporary file if it has to go back and forth in it."""
    file = box.opened.file
    if not box.kind.seeks or not is_unpacking(file):
        yield file
        return
    most = box.opened.limits.spooled
    file.seek(0)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        size = 0
        while data := file.read(_AT_ONCE):
            size += len(data)
            account.add_bytes(len(data))
            if size > most:
                raise UnpackingError("too-large", f"It unpacks to more than {megabytes(most)}.")
            spool.write(data)
        spool.seek(0)
        yield cast(BinaryIO, spool)
