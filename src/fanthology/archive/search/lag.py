"""What the index does not know yet: a search is made right for it, so that nobody is shown too much."""

from __future__ import annotations

from dataclasses import dataclass

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Change
from fanthology.archive.catalogue.viewer import Viewer

from .generations import Position

MOST = 20_000
"""How many changed works are looked at; an index further behind than that answers the keeper only."""

_AT_ONCE = 900


@dataclass(frozen=True, slots=True)
class Lag:
    """``changed`` works since the index's position, and those among them that the viewer may not see (any more).

    ``too_much`` is True when there are more than could be looked at.
    """

    changed: int
    unseen: frozenset[int]
    too_much: bool


def lag(viewer: Viewer, position: Position) -> Lag:
    """How far the index is behind for this viewer. One cheap query when it is not."""
    rows = Change.objects.filter(pk__gt=position.change).order_by("pk").values_list("work_id", flat=True)
    changed = set(rows[: MOST + 1])
    if not changed:
        return Lag(0, frozenset(), False)
    seen: set[int] = set()
    numbers = sorted(changed)
    for start in range(0, len(numbers), _AT_ONCE):
        ids = numbers[start : start + _AT_ONCE]
        seen.update(queries.works(viewer).filter(pk__in=ids).values_list("pk", flat=True))
    return Lag(len(changed), frozenset(changed - seen), len(changed) > MOST)
