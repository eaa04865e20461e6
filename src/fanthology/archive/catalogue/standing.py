"""What a reader never wants to be shown, wherever works are listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from .models import Creatorship, Tagging, TagParent, Work


@dataclass(frozen=True, slots=True)
class Standing:
    """Numbers of tags, creators and works that are left out, the ratings that are, and the only languages that are not
    (any if there are none)."""

    tags: frozenset[int] = frozenset()
    creators: frozenset[int] = frozenset()
    works: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    ratings: frozenset[str] = frozenset()


NOTHING = Standing()


def but_unwanted(works: QuerySet[Work], standing: Standing) -> QuerySet[Work]:
    """Of some works those that a reader may be shown in a list: what the index does, for lists that are not its own.

    A tag stands for its synonyms and for everything below it.
    """
    if standing == NOTHING:
        return works
    unwanted = Q(pk__in=standing.works) | Q(rating__in=standing.ratings)
    unwanted |= Q(pk__in=Creatorship.objects.filter(creator__in=standing.creators).values("work"))
    if standing.tags:
        tags = below(standing.tags)
        borne = Tagging.objects.filter(Q(tag__in=tags) | Q(tag__canonical__in=tags))
        unwanted |= Q(pk__in=borne.values("work"))
    if standing.languages:
        unwanted |= Q(language__isnull=False) & ~Q(language__in=["", *standing.languages])
    return works.exclude(unwanted)


def below(tags: Iterable[int]) -> set[int]:
    """Tags with all that are part of them."""
    found = set(tags)
    fresh = found
    while fresh:
        rows = TagParent.objects.filter(parent__in=fresh, kind=TagParent.Kind.METATAG).values_list("tag_id", flat=True)
        fresh = set(rows) - found
        found |= fresh
    return found
