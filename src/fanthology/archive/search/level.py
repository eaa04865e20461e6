"""Following the change log: what every index does to stay level with it, or to be built anew when it cannot."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import tantivy
from django.db import DatabaseError, close_old_connections

from fanthology.archive.catalogue.models import Change
from fanthology.archive.catalogue.trouble import told

from .generations import DamagedIndexError, Position, read_position
from .shelf import Shelf

CHANGES_PER_COMMIT = 2_000
ChangeRow: TypeAlias = tuple[int, int, str]
"""Number, work, time."""
Apply: TypeAlias = Callable[[tantivy.Index, Path, list[ChangeRow]], None]
"""Takes some changes into the index of a generation, and notes how far it then is."""
_POLL_SECONDS = 0.5
_AFTER_ERROR_SECONDS = 10.0
_log = logging.getLogger(__name__)


def bring_level(shelf: Shelf, apply: Apply, build: Callable[[], object], budget: int | None = None) -> None:
    """Under the lock of a shelf: follow the log, at most ``budget`` changes of it, or build anew what cannot follow."""
    generation = shelf.current()
    index = _opened(shelf, generation) if generation else None
    if generation is None or index is None or shelf.wanted_anew() or not _in_log(read_position(generation)):
        build()
        return
    for changes in _changes_after(read_position(generation).change, budget):
        apply(index, generation, changes)


def follow_log(stop: threading.Event, catch_up: Callable[[], int], wanted_anew: Callable[[], bool]) -> None:
    """Have an index caught up with whatever happens until told to stop. ``catch_up`` gives the last change it holds.

    It asks for the number of the last change twice a second, and does nothing more while there is none.
    """
    reached: int | None = None
    while not stop.is_set():
        pause = _POLL_SECONDS
        try:
            close_old_connections()
            if reached is None or last_change().change != reached or wanted_anew():
                reached = catch_up()
        except (DatabaseError, OSError) as error:
            # trouble with the disk is told in a line, again and again; of a fault, the log needs all
            _log.error(
                "The search index is not brought up to date; trying again soon. %s", error, exc_info=not told(error)
            )
            reached, pause = None, _AFTER_ERROR_SECONDS
        stop.wait(pause)


def held(shelf: Shelf) -> int:
    """The number of the last change that the index in use holds."""
    generation = shelf.current()
    return read_position(generation).change if generation else 0


def last_change() -> Position:
    """The newest row of the change log."""
    row = Change.objects.order_by("-pk").values_list("pk", "at").first()
    return Position(row[0], row[1].isoformat()) if row else Position()


def _opened(shelf: Shelf, generation: Path) -> tantivy.Index | None:
    """The index, or None if it is damaged."""
    try:
        return shelf.open(generation)
    except DamagedIndexError:
        _log.warning("The search index is damaged. It is built anew.")
        return None


def _in_log(position: Position) -> bool:
    """Whether the log still has the row the index stands at."""
    if position.change == 0:
        return True
    at = Change.objects.filter(pk=position.change).values_list("at", flat=True).first()
    return at is not None and at.isoformat() == position.at


def _changes_after(change: int, budget: int | None) -> Iterator[list[ChangeRow]]:
    """The log's rows after one of them, in batches that are each worth a commit.

    SQLite has one writer, so numbers appear in order. On PostgreSQL a lower number may be committed after a higher one:
    an archive there has to read again the numbers missing before its position.
    """
    left = budget
    while left is None or left > 0:
        size = CHANGES_PER_COMMIT if left is None else min(left, CHANGES_PER_COMMIT)
        rows = Change.objects.filter(pk__gt=change).order_by("pk").values_list("pk", "work_id", "at")[:size]
        batch = [(pk, work, at.isoformat()) for pk, work, at in rows]
        if not batch:
            return
        yield batch
        change = batch[-1][0]
        left = None if left is None else left - len(batch)
