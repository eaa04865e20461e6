"""What a check finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Tick = Callable[[int], None]
"""Told how many things a check has looked at since it was told last."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be, in a sentence that names the thing. ``mend`` puts it right, where that can
    be done without anything being lost or made up."""

    what: str
    mend: Callable[[], None] | None = None
