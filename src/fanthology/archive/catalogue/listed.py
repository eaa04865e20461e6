"""What a list shows of each work besides its own row and its tags (see `tagged`), in two queries for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch, prefetch_related_objects

from .models import Creatorship, SeriesEntry, Work


def shown_in_lists() -> tuple[Prefetch[str], ...]:
    return (
        Prefetch("credits", Creatorship.objects.select_related("creator")),
        Prefetch("series_entries", SeriesEntry.objects.select_related("series")),
    )


def as_in_lists(works: Sequence[Work]) -> Sequence[Work]:
    """Works that a viewer may see, as `queries.works` gave them, with what `queries.work_list` has of each."""
    prefetch_related_objects(works, *shown_in_lists())
    return works
