"""Which tags are so common that they alone can be among the first ten of a large result.

To count every tag of 50,000 works takes long because most of the tags are borne by few of them. So a large index holds,
beside all tags of a work, the common ones in a field of their own. If the tenth of these has more works than any tag
has that is not common, the first ten of them are the first ten of all; if not, all are counted. How many works a tag
has that is not common is known when an index is built, and each work that is added later is one more at most.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import Count

from fanthology.archive.catalogue.models import Tag, Tagging, TagParent, Work
from fanthology.archive.catalogue.wrangling import ancestors

from .schema import HEADS

LARGE = 30_000
"""From so many works on it is worth it."""

_ONE_IN = 10_000


@dataclass(frozen=True, slots=True)
class Heads:
    """The common tags' numbers; ``least`` is how many works each has that is among them, and none that is not."""

    tags: frozenset[int] = field(default_factory=frozenset)
    least: int = 0

    def __bool__(self) -> bool:
        return bool(self.tags)


def count_heads() -> Heads:
    """The common tags of the catalogue as it is; none of a small one."""
    works = Work.objects.count()
    if works < LARGE:
        return Heads()
    borne: dict[int, int] = defaultdict(int)
    kinds = {"tag__kind__in": HEADS}
    for tag, canonical, count in (
        Tagging.objects.order_by().values_list("tag", "tag__canonical").annotate(n=Count("pk")).filter(**kinds)
    ):
        borne[canonical or tag] += count
    _count_for_the_wider(borne)
    least = works // _ONE_IN
    return Heads(frozenset(tag for tag, count in borne.items() if count >= least), least)


def _count_for_the_wider(borne: dict[int, int]) -> None:
    """A work counts for the tags above its own; once for each, which is too often rather than too seldom."""
    below = TagParent.objects.filter(kind=TagParent.Kind.METATAG).values_list("tag_id", flat=True)
    canonical = dict(Tag.objects.filter(pk__in=below).values_list("pk", "canonical"))
    own = {tag: borne.get(canonical[tag] or tag, 0) for tag in canonical}
    for tag, above in ancestors(own).items():
        for one in above:
            borne[one] += own[tag]


def keep(heads: Heads, generation: Path) -> None:
    """Write down what an index was built with."""
    (generation / "heads").write_text(json.dumps({"least": heads.least, "tags": sorted(heads.tags)}))


def kept(generation: Path) -> Heads:
    """What an index was built with."""
    try:
        read = json.loads((generation / "heads").read_text())
        return Heads(frozenset(map(int, read["tags"])), int(read["least"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Heads()
