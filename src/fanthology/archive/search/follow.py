"""Keeping the index of works level with the change log: the only module that writes to it.

One process writes at a time (`lock`). What the log says of a work is done by taking the work out and putting it in as
it is now, so doing it twice, or after later changes, ends the same. An index that is missing, damaged, of another
version or of a log that was replaced is built anew beside the old one, from the catalogue itself.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import tantivy
from django.db import DatabaseError, close_old_connections

from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.trouble import told

from . import generations, heads
from .documents import documents
from .facts import Facts
from .generations import Position
from .level import CHANGES_PER_COMMIT, ChangeRow, bring_level, held, last_change
from .lock import writer_lock
from .names import follow as names
from .names.schema import SHELF as NAMES
from .writing import Writing, failure_told, writing

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many works are in, of how many."""

_WORKS_AT_ONCE = 500
_POLL_SECONDS = 0.5
_AFTER_ERROR_SECONDS = 10.0
_log = logging.getLogger(__name__)


def catch_up(*, wait: bool = False, budget: int | None = None, with_names: bool = True) -> int:
    """Bring the index level with the change log, that of names too, and give the last change that both then hold.

    ``budget`` is how many changes to take at most. If another process is writing, nothing is done, unless told to
    ``wait`` for it. Killed at any moment, it leaves each index as of its last commit. Raises OSError if a folder
    cannot be written to.
    """
    with writer_lock(generations.folder(), wait=wait) as taken:
        if taken:
            bring_level(generations.SHELF, _apply, _build, budget)
    held_now = held(generations.SHELF)
    return min(held_now, names.catch_up(wait=wait, budget=budget)) if with_names else held_now


def rebuild(progress: Progress | None = None) -> int:
    """Build the index anew from the catalogue, and give the number of works. The old one is searched until it is done.

    Waits for another writer to finish. Raises OSError if the folder cannot be written to.
    """
    with writer_lock(generations.folder(), wait=True):
        total = _build(progress)
        bring_level(generations.SHELF, _apply, _build)
    names.rebuild()
    return total


def follow(stop: threading.Event) -> None:
    """Keep the index level until told to stop: what ``fanthology serve`` runs beside the pages.

    It asks for the number of the last change twice a second, and does nothing more while there is none.
    """
    reached: int | None = None
    while not stop.is_set():
        pause = _POLL_SECONDS
        try:
            close_old_connections()
            if reached is None or last_change().change != reached or _wanted_anew():
                reached = catch_up(budget=CHANGES_PER_COMMIT)
        except (DatabaseError, OSError) as error:
            # trouble with the disk is told in a line, again and again; of a fault, the log needs all
            _log.error(
                "The search index is not brought up to date; trying again soon. %s", error, exc_info=not told(error)
            )
            reached, pause = None, _AFTER_ERROR_SECONDS
        stop.wait(pause)


def _wanted_anew() -> bool:
    return generations.wanted_anew() or NAMES.wanted_anew()


def _apply(index: tantivy.Index, generation: Path, changes: list[ChangeRow]) -> None:
    """Take the changed works out and put those that still exist in."""
    works = sorted({work for _, work, _ in changes})
    with writing(index) as into:
        into.remove(works)
        _add(into, works, Facts(heads.kept(generation)), None)
    grown = generations.read_position(generation).grown + len(works)
    generations.write_position(generation, Position(changes[-1][0], changes[-1][2], grown))


def _build(progress: Progress | None = None) -> int:
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
