"""The index as of one commit, for searching. A process keeps it open, and looks at each request for a newer one."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import tantivy

from . import generations
from .generations import Position


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A searcher, and a position in the change log that it holds at least."""

    searcher: tantivy.Searcher
    position: Position


@dataclass(slots=True)
class _Opened:
    generation: Path
    index: tantivy.Index
    commit: tuple[int, int]


_lock = threading.Lock()
_opened: _Opened | None = None


def snapshot() -> Snapshot | None:
    """The index as of the last commit, or None where there is none or it cannot be opened."""
    for _ in range(2):  # a generation may be removed between finding and opening it; the next one is then in place
        generation = generations.current()
        if generation is None:
            return None
        try:
            # The position is read first: the commit it stands for is then surely in what is opened after it.
            position = generations.read_position(generation)
            return Snapshot(_index(generation).searcher(), position)
        except (OSError, generations.DamagedIndexError):
            continue
    return None


def _index(generation: Path) -> tantivy.Index:
    global _opened
    with _lock:
        commit = _commit(generation)
        if _opened is None or _opened.generation != generation:
            _opened = _Opened(generation, generations.open_index(generation), commit)
        elif _opened.commit != commit:
            with generations.damage_told_apart():
                _opened.index.reload()
            _opened.commit = commit
        return _opened.index


def _commit(generation: Path) -> tuple[int, int]:
    """What tells one commit from another: tantivy replaces this file with each."""
    kept = (generation / "meta.json").stat()
    return kept.st_ino, kept.st_mtime_ns
