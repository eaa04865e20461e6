"""What a list shows of each work besides its own row: as plain rows, in three queries for all works of the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .models import Creatorship, SeriesEntry, Work
from .tagged import TagsByKind, tags_by_kind


class ShownName(NamedTuple):
    """A creator or a series, as far as a list leads there."""

    pk: int
    public_id: str
    name: str


class Credit(NamedTuple):
    """Who did what for a work."""

    creator: ShownName
    role: str


class SeriesPlace(NamedTuple):
    """A work's place in a series; ``position`` is None where the file does not say."""

    series: ShownName
    position: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A work's tags, its credits in the order of the file, and the series it is in."""

    tags: TagsByKind
    credits: list[Credit] = field(default_factory=list)
    series: list[SeriesPlace] = field(default_factory=list)


def listed(works: Iterable[Work]) -> dict[int, Listed]:
    """What a list shows of these works, by the number of the work. What a viewer may see of them they may see of this
    too."""
    found = {pk: Listed(tags) for pk, tags in tags_by_kind(works).items()}
    credits = Creatorship.objects.filter(work__in=list(found)).order_by("work", "position", "pk")
    for work, role, pk, public_id, name in credits.values_list(
        "work", "role", "creator", "creator__public_id", "creator__name"
    ):
        found[work].credits.append(Credit(ShownName(pk, public_id, name), role))
    entries = SeriesEntry.objects.filter(work__in=list(found)).order_by("work", "pk")
    for work, position, pk, public_id, name in entries.values_list(
        "work", "position", "series", "series__public_id", "series__name"
    ):
        found[work].series.append(SeriesPlace(ShownName(pk, public_id, name), position))
    return found
