"""The tags that works bear, for pages that show many works: as plain rows, since a list of fifty bears a thousand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from .models import Tagging, TagKind, Work


class ShownTag(NamedTuple):
    """A tag under which works are listed and found."""

    pk: int
    kind: str
    name: str
    public_id: str

    @property
    def kind_label(self) -> str:
        return TagKind(self.kind).label


class StatedTag(NamedTuple):
    """A tag as a work bears it; ``shown`` is that tag, or what it is a synonym of."""

    kind: str
    name: str
    shown: ShownTag


TagsByKind: TypeAlias = dict[str, list[StatedTag]]
"""A work's tags in the order of the file, under the name of their kind; every kind is there."""


def tags_by_kind(works: Iterable[Work]) -> dict[int, TagsByKind]:
    """The tags of works, by the number of the work. One query."""
    found: dict[int, TagsByKind] = {work.pk: {kind: [] for kind in TagKind.values} for work in works}
    rows = Tagging.objects.filter(work__in=list(found)).order_by("work", "position", "pk")
    own, canonical = ("tag", "tag__name", "tag__public_id"), ("tag__canonical__name", "tag__canonical__public_id")
    for work, kind, pk, name, public_id, *meant in rows.values_list(
        "work", "tag__kind", *own, "tag__canonical", *canonical
    ):
        shown = ShownTag(meant[0], kind, *meant[1:]) if meant[0] else ShownTag(pk, kind, name, public_id)
        found[work][kind].append(StatedTag(kind, name, shown))
    return found


def tags_of(work: Work) -> TagsByKind:
    """The tags of one work. One query."""
    return tags_by_kind([work])[work.pk]
