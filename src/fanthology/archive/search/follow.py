"""Keeping the index of works level with the change log: the only module that writes to it.

One process writes at a time (`lock`). What the log says of a work is done by taking the work out and putting it in as
it is now, so doing it twice, or after later changes, ends the same. An index that is missing, damaged, of another
version or of a log that was replaced is built anew beside the old one, from the catalogue itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import tantivy

from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.statistics import keep_statistics

from . import generations, heads
from .documents import documents
from .facts import Facts
from .generations import Position
from .level import CHANGES_PER_COMMIT, ChangeRow, bring_level, follow_log, held, last_change
from .lock import writer_lock
from .names import follow as names
from .writing import Writing, failure_told, writing, writing_all

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many works are in, of how many."""

_WORKS_AT_ONCE = 500


def catch_up(*, wait: bool = False, budget: int | None = None, with_names: bool = True) -> int:
    """Bring the index level with the change log, that of names too, and give the last change that both then hold.

    ``budget`` is how many changes to take at most. If another process is writing, nothing is done, unless told to
    ``wait`` for it. Killed at any moment, it leaves each index as of its last commit. Raises OSError if a folder
    cannot be written to.
    """
    with writer_lock(generations.folder(), wait=wait) as taken:
        if taken:
            keep_statistics()
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
    """Keep the index level until told to stop: what ``fanthology serve`` runs beside the pages. That of names has its
    own (`names.follow.follow`): to build it takes minutes, and a new work is to be found within a second."""
    follow_log(stop, lambda: catch_up(budget=CHANGES_PER_COMMIT, with_names=False), generations.wanted_anew)


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
        is_large = len(works) >= heads.LARGE
        with writing_all(index, len(works)) if is_large else writing(index) as into:
            if is_large:
                facts.learn_all()
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
