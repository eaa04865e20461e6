"""Keeping the index level with the change log: the only module that writes to it.

One process writes at a time (`lock`). What the log says of a work is done by taking the work out and putting it in as
it is now, so doing it twice, or after later changes, ends the same. An index that is missing, damaged, of another
version or of a log that was replaced is built anew beside the old one, from the catalogue itself.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import tantivy
from django.db import DatabaseError, close_old_connections

from fanthology.archive.catalogue.models import Change, Work
from fanthology.archive.catalogue.trouble import told

from . import generations, heads
from .documents import documents
from .facts import Facts
from .generations import Position
from .lock import writer_lock
from .writing import Writing, failure_told, writing

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many works are in, of how many."""

_CHANGES_PER_COMMIT = 2_000
_WORKS_AT_ONCE = 500
_POLL_SECONDS = 0.5
_AFTER_ERROR_SECONDS = 10.0
_log = logging.getLogger(__name__)


def catch_up(*, wait: bool = False, budget: int | None = None) -> int:
    """Bring the index level with the change log, and give the number of the last change it then holds.

    ``budget`` is how many changes to take at most. If another process is writing, nothing is done, unless told to
    ``wait`` for it. Killed at any moment, it leaves the index as of the last commit. Raises OSError if the folder
    cannot be written to.
    """
    with writer_lock(generations.folder(), wait=wait) as taken:
        if taken:
            _bring_level(budget)
    generation = generations.current()
    return generations.read_position(generation).change if generation else 0


def rebuild(progress: Progress | None = None) -> int:
    """Build the index anew from the catalogue, and give the number of works. The old one is searched until it is done.

    Waits for another writer to finish. Raises OSError if the folder cannot be written to.
    """
    with writer_lock(generations.folder(), wait=True):
        total = _build(progress)
        _bring_level(None)
    return total


def follow(stop: threading.Event) -> None:
    """Keep the index level until told to stop: what ``fanthology serve`` runs beside the pages.

    It asks for the number of the last change twice a second, and does nothing more while there is none.
    """
    held: int | None = None
    while not stop.is_set():
        pause = _POLL_SECONDS
        try:
            close_old_connections()
            if held is None or last_change().change != held or generations.wanted_anew():
                held = catch_up(budget=_CHANGES_PER_COMMIT)
        except (DatabaseError, OSError) as error:
            # trouble with the disk is told in a line, again and again; of a fault, the log needs all
            _log.error(
                "The search index is not brought up to date; trying again soon. %s", error, exc_info=not told(error)
            )
            held, pause = None, _AFTER_ERROR_SECONDS
        stop.wait(pause)


def last_change() -> Position:
    """The newest row of the change log."""
    row = Change.objects.order_by("-pk").values_list("pk", "at").first()
    return Position(row[0], row[1].isoformat()) if row else Position()


def _bring_level(budget: int | None) -> None:
    """Under the lock: follow the log, or build anew what cannot follow it."""
    generation = generations.current()
    index = _opened(generation) if generation else None
    if (
        generation is None
        or index is None
        or generations.wanted_anew()
        or not _in_log(generations.read_position(generation))
    ):
        _build(None)
        return
    for changes in _changes_after(generations.read_position(generation).change, budget):
        _apply(index, generation, changes)


def _opened(generation: Path) -> tantivy.Index | None:
    """The index, or None if it is damaged."""
    try:
        return generations.open_index(generation)
    except generations.DamagedIndexError:
        _log.warning("The search index is damaged. It is built anew.")
        return None


def _in_log(position: Position) -> bool:
    """Whether the log still has the row the index stands at."""
    if position.change == 0:
        return True
    at = Change.objects.filter(pk=position.change).values_list("at", flat=True).first()
    return at is not None and at.isoformat() == position.at


_ChangeRow: TypeAlias = tuple[int, int, str]
"""Number, work, time."""


def _changes_after(change: int, budget: int | None) -> Iterator[list[_ChangeRow]]:
    """The log's rows after one of them, in batches that are each worth a commit.

    SQLite has one writer, so numbers appear in order. On PostgreSQL a lower number may be committed after a higher one:
    an archive there has to read again the numbers missing before its position.
    """
    left = budget
    while left is None or left > 0:
        size = _CHANGES_PER_COMMIT if left is None else min(left, _CHANGES_PER_COMMIT)
        rows = Change.objects.filter(pk__gt=change).order_by("pk").values_list("pk", "work_id", "at")[:size]
        batch = [(pk, work, at.isoformat()) for pk, work, at in rows]
        if not batch:
            return
        yield batch
        change = batch[-1][0]
        left = None if left is None else left - len(batch)


def _apply(index: tantivy.Index, generation: Path, changes: list[_ChangeRow]) -> None:
    """Take the changed works out and put those that still exist in."""
    works = sorted({work for _, work, _ in changes})
    with writing(index) as into:
        into.remove(works)
        _add(into, works, Facts(heads.kept(generation)), None)
    grown = generations.read_position(generation).grown + len(works)
    generations.write_position(generation, Position(changes[-1][0], changes[-1][2], grown))


def _build(progress: Progress | None) -> int:
    """Under the lock: a new generation with every work, put into use. Later changes are left to the log."""
    position = last_change()
    works = list(Work.objects.order_by("pk").values_list("pk", flat=True))
    with generations.in_the_making() as generation:
        with failure_told():
            index = generations.open_index(generation)
        facts = Facts(heads.count_heads())
        heads.keep(facts.heads, generation)
        with writing(index) as into:
            _add(into, works, facts, progress)
        generations.write_position(generation, position)
        generations.switch(generation)
    return len(works)


def _add(into: Writing, works: Sequence[int], facts: Facts, progress: Progress | None) -> None:
    for start in range(0, len(works), _WORKS_AT_ONCE):
        for entry in documents(works[start : start + _WORKS_AT_ONCE], facts):
            into.add(entry)
        if progress:
            progress(min(start + _WORKS_AT_ONCE, len(works)), len(works))
