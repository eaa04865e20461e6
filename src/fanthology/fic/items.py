"""From what a person names to items: files, what containers hold, and what goes with what.

`readers.walk` finds the files and `containers.opening` takes them apart; this is where both meet, for every command
that reads. Nothing is held but the item in hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from fanthology.fic.containers.attachments import may_have_attached
from fanthology.fic.containers.container import Container, Limits, Member, Refused, Tally, Used, Whole
from fanthology.fic.containers.opening import Fault, container_in, container_of, open_all, open_attached
from fanthology.fic.containers.sidecars import LARGEST as LARGEST_SIDECAR
from fanthology.fic.containers.sidecars import described_by, describing, is_metadata
from fanthology.fic.containers.unpacking import HEAD
from fanthology.fic.readers.walk import WalkProblem, walk


@dataclass(frozen=True, slots=True)
class FileItem:
    """A file that is one item, and the files that describe it by their endings (see `readers.reader.Item`)."""

    path: Path
    beside: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class UsedFile:
    """A file that was read together with another, ``by``, and is not read on its own."""

    path: Path
    by: Path


@dataclass(frozen=True, slots=True)
class InBox:
    """Something out of a container. ``box`` is the container, or a letter that this is attached to (``loose``)."""

    box: Path
    found: Member | Refused | Used | Tally
    loose: bool = False


@dataclass(frozen=True, slots=True)
class BoxEnd:
    """A container was read to its end."""

    box: Path


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A container that was not entered."""

    box: Path


ItemFound: TypeAlias = FileItem | UsedFile | InBox | BoxEnd | PassedOver | WalkProblem
Enter: TypeAlias = Callable[[Path, Container], bool]


def _always(box: Path, kind: Container) -> bool:
    return True


def items_in(
    paths: Iterable[Path],
    *,
    enter: Enter = _always,
    fault: Fault | None = None,
    limits: Limits | None = None,
) -> Iterator[ItemFound]:
    """Every item in the files and folders that are named, in the order of `walk`, containers opened.

    ``enter`` is asked before a container is opened, and may have it passed over; ``fault`` is as in `open_all`. What
    could not be read on the way is a value in its place.

    >>> list(items_in([Path("no-such-file.txt")]))[0].kind
    'missing'
    """
    limits = limits or Limits()
    used: dict[Path, Path] = {}
    for found in walk(paths):
        if isinstance(found, WalkProblem):
            yield found
        elif found.absolute() in used:
            yield UsedFile(found, used.pop(found.absolute()))
        elif described := _described(found):
            yield UsedFile(found, described)
        else:
            yield from _item(found, enter, fault, limits, used)


def _item(path: Path, enter: Enter, fault: Fault | None, limits: Limits, used: dict[Path, Path]) -> Iterator[ItemFound]:
    head = _beginning(path)
    kind = container_of(head, path.name) and _closer(path, limits)
    if kind is None:
        yield FileItem(path, _beside(path))
        if may_have_attached(head) and (letter := _content(path, limits.member)):
            for one in open_attached(path.name, letter, limits=limits, fault=fault):
                if not isinstance(one, Whole):
                    yield InBox(path, one, loose=True)
        return
    try:
        entered = enter(path, kind)
    except OSError as error:
        yield _unreadable(path, error)
        return
    if entered:
        yield from _inside(path, fault, limits, used)
    else:
        yield PassedOver(path)


def _unreadable(path: Path, error: OSError) -> WalkProblem:
    return WalkProblem(path, "unreadable", f"{path} could not be read to its end: {error.strerror or error}.")


def _inside(path: Path, fault: Fault | None, limits: Limits, used: dict[Path, Path]) -> Iterator[ItemFound]:
    folder = path.parent
    try:
        with path.open("rb") as file:
            for one in open_all(path.name, file, neighbour=neighbours(folder, limits), limits=limits, fault=fault):
                if isinstance(one, Whole):  # it changed since the closer look
                    yield FileItem(path, _beside(path))
                    return
                if isinstance(one, Used) and not one.inside:
                    used[(folder / one.name).absolute()] = path  # said when the walk comes to it
                else:
                    yield InBox(path, one)
    except OSError as error:
        yield _unreadable(path, error)
        return
    yield BoxEnd(path)


def neighbours(folder: Path, limits: Limits) -> Callable[[str], bytes | None]:
    """The files around a container that lies in a folder: `Opened.neighbour`. What lies outside the folder, or is
    larger than an item may be, is not there."""
    root = folder.resolve()

    def neighbour(name: str) -> bytes | None:
        try:
            path = (root / name).resolve()
        except (OSError, ValueError):
            return None
        return _content(path, limits.member) if path.is_relative_to(root) else None

    return neighbour


def _closer(path: Path, limits: Limits) -> Container | None:
    try:
        with path.open("rb") as file:
            return container_in(path.name, file, limits)
    except OSError:  # said when it is read as an item
        return None


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError:  # said when it is read as an item
        return b""


def _content(path: Path, most: int) -> bytes | None:
    """The bytes of a file, None if there is none or it is too large."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError):
        return None
    return data if len(data) <= most else None


def _described(path: Path) -> Path | None:
    """The file that this one describes, if it does."""
    there = (path.with_name(name) for name in described_by(path.name))
    other = next((one for one in there if one.is_file()), None)
    return other if other is not None and _metadata(path) is not None else None


def _beside(path: Path) -> dict[str, bytes]:
    for name in describing(path.name):
        if (data := _metadata(path.with_name(name))) is not None:
            return {".json": data}
    return {}


def _metadata(path: Path) -> bytes | None:
    data = _content(path, LARGEST_SIDECAR)
    return data if data is not None and is_metadata(data) else None
