"""How many works a viewer may see of what a list shows. The one place where that is counted.

It is counted in the database: only for the rows of the page that is shown wherever that is possible, and once until
something changes. Of a large archive the index tells what goes through all works, and is asked anew each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce, Substr

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Creatorship, SeriesEntry, Tag, Tagging, TagKind
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.search.overview import Overview, by_index, wider
from fanthology.archive.search.schema import HEADS

from .remembering import remembered

LARGEST = 25
"""So many of the largest fandoms are asked for by every page that shows some, so that all of them are remembered at
once."""

_SPARE = 100
"""So many more are asked of the index, since wider tags come first there that have few works of their own."""

Counts: TypeAlias = Mapping[int, int]
"""How many works, by the number of a tag, creator or series; none of what has none."""


def all_works(viewer: Viewer) -> int:
    found = by_index(viewer, lambda whole: whole.total())
    return remembered(viewer, "works", queries.works(viewer).count) if found is None else found


def of_tags(viewer: Viewer, tags: Sequence[int]) -> Counts:
    """Of canonical tags; the works of a synonym are counted with them, each once."""
    common = by_index(viewer, lambda whole: whole.of_common(tags)) or {}
    others = tuple(one for one in tags if one not in common)
    return {**remembered(viewer, ("tags", others), lambda: _in_database(viewer, others)), **common}


def _in_database(viewer: Viewer, tags: Sequence[int]) -> Counts:
    meant = Tag.objects.filter(Q(pk__in=tags) | Q(canonical__in=tags)).values_list("pk", flat=True)
    # as numbers: within one query the database goes through all taggings there are
    borne = Tagging.objects.filter(queries.seen(viewer, "work__"), tag__in=list(meant))
    return _counted(borne.annotate(meant=Coalesce("tag__canonical", "tag")), "meant")


def of_tag(viewer: Viewer, tag: Tag) -> int:
    found = by_index(viewer, lambda whole: whole.of_common([tag.pk])) or {}
    if tag.pk in found:
        return found[tag.pk]
    return remembered(viewer, ("tag", tag.pk), queries.works_tagged(viewer, tag).count)


def of_creators(viewer: Viewer, creators: Sequence[int]) -> Counts:
    found = Creatorship.objects.filter(queries.seen(viewer, "work__"), creator__in=creators)
    return remembered(viewer, ("creators", tuple(creators)), lambda: _counted(found, "creator"))


def of_series(viewer: Viewer, series: Sequence[int]) -> Counts:
    found = SeriesEntry.objects.filter(queries.seen(viewer, "work__"), series__in=series)
    return remembered(viewer, ("series", tuple(series)), lambda: _counted(found, "series"))


def commonest_tags(viewer: Viewer, kind: TagKind, most: int) -> list[Tag]:
    """The tags of a kind with the most works, each with its ``work_count``."""
    counts = by_index(viewer, lambda whole: whole.commonest(kind, most + _SPARE)) if kind in HEADS else None
    if counts is not None:
        return _commonest(viewer, counts, most)
    found = queries.commonest_tags(viewer, kind)[:most]
    return remembered(viewer, ("commonest", kind, most), lambda: list(found))


def _commonest(viewer: Viewer, counts: dict[int, int], most: int) -> list[Tag]:
    """The index counts the works of narrower tags with a wider one's; a list of names has the tag's own only."""
    above = tuple(sorted(wider(counts)))
    own = remembered(viewer, ("tags", above), lambda: _in_database(viewer, above))
    counts = {pk: own.get(pk, 0) if pk in above else count for pk, count in counts.items()}
    tags = [tag for tag in Tag.objects.filter(pk__in=counts, canonical=None) if counts[tag.pk]]
    for tag in tags:
        setattr(tag, "work_count", counts[tag.pk])  # noqa: B010  (as the database annotates it)
    return sorted(tags, key=lambda tag: (-counts[tag.pk], tag.name))[:most]


def commonest_below(viewer: Viewer, tag: Tag, kind: TagKind, most: int) -> list[Tag]:
    """The same of those that belong to a tag or are part of it."""
    return list(queries.tags_below(viewer, tag, kind)[:most])


@dataclass(frozen=True, slots=True)
class Years:
    """How many works by the year they were published in, or updated where only that is known; and how many have no
    date."""

    by_year: dict[int, int]
    undated: int


def by_year(viewer: Viewer, fandom: Tag | None = None) -> Years:
    """Of all works, or of those of a fandom."""
    found = by_index(viewer, lambda whole: _years_told(whole, fandom))
    return found or remembered(viewer, ("years", fandom and fandom.pk), lambda: _by_year(viewer, fandom))


def _years_told(whole: Overview, fandom: Tag | None) -> Years | None:
    """None of a fandom that the database counts sooner, or otherwise."""
    if fandom and not whole.knows(fandom.pk):
        return None
    tag = (fandom.kind, fandom.pk) if fandom else None
    found = whole.by_year(tag)
    return Years(found, whole.total(tag) - sum(found.values()))


def _by_year(viewer: Viewer, fandom: Tag | None) -> Years:
    works = queries.works_tagged(viewer, fandom) if fandom else queries.works(viewer)
    year = Substr(Coalesce("published", "updated"), 1, 4)  # dates are texts in the database; taking them apart is slow
    rows = dict(works.order_by().annotate(year=year).values_list("year").annotate(Count("pk")))
    undated = rows.pop(None, 0)
    return Years({int(one): rows[one] for one in sorted(rows)}, undated)


@dataclass(frozen=True, slots=True)
class FandomYears:
    """A fandom with how many works it has in all, and by year as `Years` counts them."""

    name: str
    public_id: str
    count: int
    by_year: dict[int, int]


def by_year_and_fandom(viewer: Viewer, most: int) -> list[FandomYears]:
    """The fandoms with the most works, as many as ``most``."""
    if by_index(viewer, lambda whole: True):
        largest = commonest_tags(viewer, TagKind.FANDOM, LARGEST)[:most]
        return [_told(one, by_year(viewer, one).by_year) for one in largest]
    return remembered(viewer, ("years of fandoms", most), lambda: _by_year_and_fandom(viewer, most))


def _by_year_and_fandom(viewer: Viewer, most: int) -> list[FandomYears]:
    """One query for all of them: the database groups, and no work is fetched. Which are the largest takes it longer,
    and is remembered for the front page."""
    largest = commonest_tags(viewer, TagKind.FANDOM, LARGEST)[:most]
    numbers = [one.pk for one in largest]
    meant = Tag.objects.filter(Q(pk__in=numbers) | Q(canonical__in=numbers)).values_list("pk", flat=True)
    borne = Tagging.objects.filter(queries.seen(viewer, "work__"), tag__in=list(meant))
    year = Substr(Coalesce("work__published", "work__updated"), 1, 4)
    grouped = borne.order_by().annotate(meant=Coalesce("tag__canonical", "tag"), year=year).filter(year__isnull=False)
    counted: dict[int, dict[int, int]] = {number: {} for number in numbers}
    for number, when, works in grouped.values_list("meant", "year").annotate(Count("work", distinct=True)):
        counted[number][int(when)] = works
    return [_told(one, dict(sorted(counted[one.pk].items()))) for one in largest]


def _told(fandom: Tag, years: dict[int, int]) -> FandomYears:
    return FandomYears(fandom.name, fandom.public_id, getattr(fandom, "work_count", 0), years)


def _counted(found: QuerySet[Any], by: str) -> Counts:
    return dict(found.order_by().values_list(by).annotate(Count("work", distinct=True)))
