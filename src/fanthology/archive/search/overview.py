"""How many works there are and what most of them are about, for the first pages of a large archive.

The database goes through every tag of every work for that, which takes it seconds from some hundred thousand works on.
The index tells it in hundredths of a second, as of its last commit, as it tells every list. Of a small archive the
database knows sooner, and to the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from fanthology.archive.catalogue.models import Tag, TagParent
from fanthology.archive.catalogue.standing import NOTHING
from fanthology.archive.catalogue.viewer import Viewer

from .answering import Borne, Question, count_all, most_frequent, question
from .facets import Counts
from .filters import ANY
from .generations import DamagedIndexError, damage_told_apart, want_anew
from .lag import lag
from .snapshot import Snapshot, snapshot

_MOST_YEARS = 1_000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Overview:
    """All works that a viewer may see, as one commit of the index has them, without what they may not see since.

    Where a tag is given, by its kind and number, those of them that have it: a wider tag has the works of the tags
    below it too.
    """

    now: Snapshot
    asked: Question

    def total(self, tag: Borne | None = None) -> int:
        return count_all(self.asked, tag)

    def by_year(self, tag: Borne | None = None) -> dict[int, int]:
        """How many were published in each year, or updated where only that is known."""
        return dict(sorted(_numbered(most_frequent(self.asked, "year", _MOST_YEARS, tag))))

    def commonest(self, kind: str, most: int) -> dict[int, int]:
        """The tags of one of the kinds in `schema.HEADS` with the most works, with how many."""
        return dict(_numbered(most_frequent(self.asked, kind, most)))

    def of_common(self, tags: Iterable[int]) -> dict[int, int]:
        """How many works have each of those among the tags that are common and not wider than others."""
        numbers = self.now.heads.tags.intersection(tags)
        kinds = Tag.objects.filter(pk__in=numbers - wider(numbers), canonical=None).values_list("kind", "pk")
        return {tag[1]: self.total(tag) for tag in kinds}

    def knows(self, tag: int) -> bool:
        """Whether a tag is among those."""
        return bool(self.of_common([tag]))


def by_index(viewer: Viewer, ask: Callable[[Overview], _T]) -> _T | None:
    """What the index tells of all works. None of a small archive, and while there is no index that could answer: one
    that turns out to be damaged is built anew."""
    now = snapshot()
    if now is None or not now.heads:
        return None
    behind = lag(viewer, now.position)
    if behind.too_much:
        return None
    asked = question(viewer, now, (None, None), ANY, (NOTHING, None), behind)
    try:
        with damage_told_apart():
            return ask(Overview(now, asked))
    except DamagedIndexError:
        want_anew()
        return None


def wider(tags: Iterable[int]) -> frozenset[int]:
    """Those of the tags that others are part of."""
    found = TagParent.objects.filter(parent__in=list(tags), kind=TagParent.Kind.METATAG)
    return frozenset(found.values_list("parent", flat=True))


def _numbered(counts: Counts) -> list[tuple[int, int]]:
    return [(int(value), count) for value, count in counts]
