"""Checking an archive: every file against its hash, every row against its rules, every work against the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from .database import check_database
from .files import check_containers, check_originals, check_strays
from .index import check_index
from .problem import Problem, Tick
from .works import check_evidence, check_findings, check_texts, check_works

__all__ = ["CHECKS", "Problem", "check"]

Check = Callable[[Tick], Iterator[Problem]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("the database", check_database),
    ("originals", check_originals),
    ("containers", check_containers),
    ("stray files", check_strays),
    ("works", check_works),
    ("texts", check_texts),
    ("evidence", check_evidence),
    ("findings", check_findings),
    ("the search index", check_index),
)
"""Every check, by the name it is told under. If the database is damaged, the others are not made."""


def _untold(number: int) -> None:
    """Nobody wants to hear how far a check is."""


def check(told: Callable[[str, int], None] | None = None) -> Iterator[Problem]:
    """All that is wrong with the open archive. ``told`` hears which check is made, and how many things it looked at."""
    for name, one in CHECKS:
        found = False
        for problem in one(partial(told, name) if told else _untold):
            found = True
            yield problem
        if found and one is check_database:
            return
