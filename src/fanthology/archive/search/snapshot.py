"""The index as of one commit, for searching. A process keeps it open, and looks at each request for a newer one."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import tantivy

from . import generations, heads
from .generations import Position
from .heads import Heads


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A searcher, and a position in the change log that it holds at least. ``name`` is one commit's alone."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    position: Position
    heads: Heads
    name: str


@dataclass(slots=True)
class _Opened:
    generation: Path
    index: tantivy.Index
    commit: tuple[int, int]
    heads: Heads


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
            return _taken(generation, position)
        except (OSError, generations.DamagedIndexError):
            continue
    return None


def _taken(generation: Path, position: Position) -> Snapshot:
    global _opened
    with _lock:
        commit = _commit(generation)
        if _opened is None or _opened.generation != generation:
            _opened = _Opened(generation, generations.open_index(generation), commit, heads.kept(generation))
        elif _opened.commit != commit:
            with generations.damage_told_apart():
                _opened.index.reload()
            _opened.commit = commit
        name = f"{generation.name} {commit[0]} {commit[1]}"
        return Snapshot(_opened.index, _opened.index.searcher(), position, _opened.heads, name)


def _commit(generation: Path) -> tuple[int, int]:
    """What tells one commit from another: tantivy replaces this file with each."""
    kept = (generation / "meta.json").stat()
    return kept.st_ino, kept.st_mtime_ns
