"""A few items on their way in together: loaded, read, and stored in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from fanthology import __version__
from fanthology.archive.catalogue.models import Reading
from fanthology.archive.catalogue.refusals import refused, refused_hashes

from .loading import Found, Loaded
from .log import fault_message
from .pool import ReaderDiedError, ReadingPool, Task
from .prepare import Prepared, PreparedStory

MOST_ITEMS = 24
MOST_BYTES = 8_000_000
"""A batch ends with the item that exceeds this, so that few large items are in memory together."""


@dataclass(slots=True)
class Entry:
    """One item of a batch: what was loaded, and what was or will be read of it; or a notice in its place."""

    item: Found
    task: Task | None = None
    prepared: Prepared | None = None
    fault: str = ""
    refused: bool = False


Batch: TypeAlias = list[Entry]


def batches(found: Iterable[Found]) -> Iterator[Batch]:
    """What was found, in batches; it is found as they are asked for."""
    batch: Batch = []
    size = 0
    for one in found:
        entry = Entry(one)
        batch.append(entry)
        size += len(entry.item.data) if isinstance(entry.item, Loaded) else 0
        if len(batch) >= MOST_ITEMS or size >= MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def hashes(batch: Batch) -> list[str]:
    """The hashes of the items that were loaded."""
    return [entry.item.sha256 for entry in batch if isinstance(entry.item, Loaded)]


def already_here(wanted: list[str]) -> set[str]:
    """Which of these are here: as a story or a page, or as a rejection by this version, which would say no again."""
    readings = Reading.objects.filter(source__sha256__in=wanted)
    stories = readings.filter(outcome__in=[Reading.Outcome.STORY, Reading.Outcome.PAGE])
    rejections = readings.filter(outcome=Reading.Outcome.REJECTED, version=__version__)
    return {*stories.values_list("source__sha256", flat=True), *rejections.values_list("source__sha256", flat=True)}


def turn_files_away(batch: Batch) -> set[str]:
    """Mark the files that are refused, before they are read; gives their hashes. See `catalogue.refusals`."""
    files = refused_hashes(hashes(batch))
    for entry in batch:
        entry.refused = isinstance(entry.item, Loaded) and entry.item.sha256 in files
    return files


def turn_people_away(batch: Batch) -> None:
    """Mark what is read and is by somebody whose works are refused; nothing of it goes further."""
    read = [(entry, entry.prepared) for entry in batch if isinstance(entry.prepared, PreparedStory)]
    people = refused() if read else None
    for entry, prepared in read:
        named = ((name, contact) for name, _, contact in prepared.fields.creators)
        if people and people.refuses(named):
            entry.refused, entry.prepared = True, None


def start_reading(batch: Batch, pool: ReadingPool, passed_over: set[str]) -> None:
    """Begin to read what is not passed over."""
    for entry in batch:
        if isinstance(entry.item, Loaded) and entry.item.sha256 not in passed_over:
            entry.task = pool.start(entry.item)


def finish_reading(batch: Batch) -> None:
    """Wait until all of it is read. What reading raises is a fault of ours; it is noted, and sinks only its item."""
    for entry in batch:
        if entry.task is None or not isinstance(entry.item, Loaded):
            continue
        try:
            entry.prepared = entry.task()
        except ReaderDiedError:
            entry.fault = "The system ended the process that read it, probably because it needs too much memory."
        except Exception as error:
            entry.fault = fault_message(entry.item.name, error)
        entry.task = None
