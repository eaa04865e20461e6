"""The index of names as of its last commit. A process keeps it open, and looks at each request for a newer one."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import tantivy

from ..generations import DamagedIndexError, damage_told_apart
from .schema import SHELF


@dataclass(frozen=True, slots=True)
class _Opened:
    index: tantivy.Index
    commit: tuple[str, bytes]


_lock = threading.Lock()
_opened: _Opened | None = None


def searcher() -> tantivy.Searcher | None:
    """What the last commit holds, or None where there is no index or it cannot be opened."""
    for _ in range(2):  # a generation may be removed between finding and opening it; the next one is then in place
        generation = SHELF.current()
        if generation is None:
            return None
        try:
            return _index(generation).searcher()
        except (OSError, DamagedIndexError):
            continue
    return None


def _index(generation: Path) -> tantivy.Index:
    global _opened
    commit = (generation.name, (generation / "meta.json").read_bytes())  # what each commit writes anew
    with _lock:
        if _opened is None or _opened.commit[0] != commit[0]:
            _opened = _Opened(SHELF.open(generation), commit)
        elif _opened.commit != commit:
            with damage_told_apart():
                _opened.index.reload()
            _opened = _Opened(_opened.index, commit)
        return _opened.index
