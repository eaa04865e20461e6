"""From what a person names to the bytes of each item, taken safely, one after another."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, TypeAlias, cast

from fanthology.fic.containers.attachments import may_have_attached
from fanthology.fic.containers.container import Limits, Member, Refused, Tally, Used, Whole
from fanthology.fic.containers.opening import Taken, container_in, open_all, open_attached
from fanthology.fic.containers.unpacking import beginning_of
from fanthology.fic.items import BoxEnd, FileItem, InBox, ItemFound, PassedOver, UsedFile, items_in
from fanthology.fic.readers.loading import LARGEST, UnreadableItemError, shown_path
from fanthology.fic.readers.loading import load as load_item
from fanthology.fic.readers.walk import WalkProblem
from fanthology.fic.story import Rejection

from .log import fault_message

if TYPE_CHECKING:  # processes that read know this module, and no database
    from .boxes import Box, Boxes

USED = "It was read together with {}."
EMPTY = "There is nothing in it."


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent by a browser: the name it had there, and its content."""

    name: str
    file: IO[bytes]


Item: TypeAlias = Path | Upload


@dataclass(frozen=True, slots=True)
class Loaded:
    """An item's bytes in memory. ``member`` is its name in the container that it came out of, or in the letter that it
    was attached to, and ends ``name``; ``beside`` are the files that describe it."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    member: str | None = None
    beside: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    box: Box | None = None

    @property
    def path(self) -> str:
        """The path of the item, or of what it came out of."""
        return self.name.removesuffix(f"/{self.member}") if self.member else self.name


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """An item whose bytes were not taken; ``reason`` is empty if that failed, else why it was passed over. One that was
    ``used`` was read with another; a container that is ``here`` was read to its end before."""

    name: str
    message: str
    reason: str = ""
    used: bool = False
    here: bool = False
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a container says of itself, or, without a tally, that it is at its end. It is no item."""

    box: Box
    tally: Tally | None = None


Found: TypeAlias = Loaded | NotLoaded | Notice


def find(items: Iterable[Item], boxes: Boxes) -> Iterator[Found]:
    """Every item in what was named, in order, and what stood in the way. Only the item in hand is in memory.

    Raises FanthologyError if a container cannot be kept; what is wrong with one item sinks nothing.
    """
    run: list[Path] = []
    for item in items:
        if isinstance(item, Path):
            run.append(item)
            continue
        yield from _find_files(run, boxes)
        run = []
        yield from _find_upload(item, boxes)
    yield from _find_files(run, boxes)


def _find_files(paths: list[Path], boxes: Boxes) -> Iterator[Found]:
    given = 0
    for found in items_in(paths, enter=boxes.enter, fault=fault_message):
        if isinstance(found, BoxEnd):
            yield from _ended(boxes.box(shown_path(found.box)), given)
            given = 0
            continue
        given += isinstance(found, InBox) and not isinstance(found.found, Tally)
        yield _from_file(found, boxes)


def _from_file(found: ItemFound, boxes: Boxes) -> Found:
    if isinstance(found, FileItem):
        return _load(found.path, shown_path(found.path), found.beside)
    if isinstance(found, InBox):
        name = shown_path(found.box)
        return _from_box(found.found, name, None if found.loose else boxes.box(name))
    if isinstance(found, UsedFile):
        return NotLoaded(shown_path(found.path), USED.format(shown_path(found.by)), used=True)
    if isinstance(found, PassedOver):
        name = shown_path(found.box)
        return NotLoaded(name, "", here=True, box=boxes.box(name))
    if isinstance(found, WalkProblem):
        return NotLoaded(shown_path(found.path), storable(found.message), "" if found.serious else "unsupported")
    raise AssertionError("the end of a container is no item")


def _find_upload(upload: Upload, boxes: Boxes) -> Iterator[Found]:
    name = storable(upload.name)
    file = cast(BinaryIO, upload.file)
    try:
        head = beginning_of(file)
        kind = container_in(name, file)
        if kind and boxes.enter_open(name, file, kind.name):
            yield from _uploaded_box(open_all(name, file, fault=fault_message), boxes.box(name))
            return
        if kind:
            yield NotLoaded(name, "", here=True, box=boxes.box(name))
            return
        file.seek(0)
        data = file.read(LARGEST + 1)
    except OSError as error:
        yield NotLoaded(name, storable(str(error)))
        return
    yield _load(data, name)
    if may_have_attached(head) and len(data) <= LARGEST:
        for one in open_attached(name, data, limits=Limits(), fault=fault_message):
            if not isinstance(one, Whole):
                yield _from_box(one, name, None)


def _uploaded_box(found: Iterable[Taken], box: Box) -> Iterator[Found]:
    given = 0
    for one in found:
        given += not isinstance(one, Tally)
        yield _from_box(one, box.name, box)
    yield from _ended(box, given)


def _ended(box: Box, given: int) -> Iterator[Found]:
    if not given:
        yield NotLoaded(box.name, EMPTY, "empty", box=box)
    yield Notice(box)


def _from_box(found: Taken, name: str, box: Box | None) -> Found:
    if isinstance(found, Member):
        member = storable(found.name)
        digest = sha256(found.data).hexdigest()
        return Loaded(f"{name}/{member}", found.data, digest, member, found.beside, box)
    if isinstance(found, Refused):
        inside = f"{name}/{storable(found.name)}" if found.name else name
        return NotLoaded(inside, storable(found.message), found.reason, box=box)
    if isinstance(found, Used):
        return NotLoaded(f"{name}/{storable(found.name)}", USED.format("what it belongs to"), used=True, box=box)
    if isinstance(found, Tally) and box:
        return Notice(box, found)
    raise AssertionError(f"nothing that a container gives: {found!r}")


def _load(item: Path | bytes, name: str, beside: Mapping[str, bytes] | None = None) -> Loaded | NotLoaded:
    """The bytes of one item, or why they were not taken."""
    try:
        outcome = load_item(item, name)
    except (UnreadableItemError, OSError) as error:
        return NotLoaded(name, storable(str(error)))
    if isinstance(outcome, Rejection):
        return NotLoaded(name, outcome.message, outcome.reason)
    return Loaded(name, outcome.data, outcome.source.sha256, beside=beside or {})


def storable(text: str) -> str:
    """A text that came with an item, as it can be stored and printed.

    >>> storable("na\\udcefve.txt")
    'na\\\\xefve.txt'
    """
    return shown_path(text).encode("utf-8", "backslashreplace").decode() if not text.isascii() else os.fspath(text)
