"""What saved searches find: how much is new, and a feed of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import KEEPER, Viewer
from fanthology.archive.reading.models import SavedSearch
from fanthology.archive.reading.owner import viewer_as
from fanthology.archive.search.answering import Paging
from fanthology.fic.writers.xhtml import legal

from .addresses import work_address
from .listing import asked_of
from .own_list import own_list
from .viewing import on_laptop

NEWEST = 50
"""So many of the newest works a feed has, and so many new ones are counted."""


@dataclass(frozen=True, slots=True)
class New:
    """How many works have come since a search was last looked at; ``more`` if there are more than were counted."""

    count: int
    more: bool


def owner_of(request: HttpRequest, saved: SavedSearch) -> Viewer | None:
    """Whoever saved a search, with all their rights; None if they have none any more. What a laptop's keeper saved, who
    has no account, is that keeper's on the laptop only."""
    if saved.user is None:
        return KEEPER if on_laptop(request) else None
    return viewer_as(saved.user) if saved.user.is_active else None


def newest(viewer: Viewer, query: str) -> list[int]:
    """The numbers of the works that a search finds for this viewer and that came last."""
    asked = replace(asked_of(QueryDict(query)), sort="added", paging=Paging(size=NEWEST))
    results = own_list(viewer, asked, with_facets=False, with_snippets=False).results
    return [hit.work_id for hit in results.hits]


def new_in(viewer: Viewer, searches: Iterable[SavedSearch]) -> dict[int, New]:
    """What is new in each of a viewer's searches, by its number."""
    found = {one: newest(viewer, one.query) for one in searches}
    ids = {number for numbers in found.values() for number in numbers}
    added = dict(queries.works(viewer).filter(pk__in=ids).values_list("pk", "added_at"))
    return {one.pk: _new(one.looked_at, [added[pk] for pk in numbers if pk in added]) for one, numbers in found.items()}


def feed_of(request: HttpRequest, saved: SavedSearch, viewer: Viewer) -> str:
    """The newest works that a search finds for its owner, as an Atom feed."""
    ids = newest(viewer, saved.query)
    works = queries.work_list(viewer).in_bulk(ids)
    entries = [_entry(request, works[pk]) for pk in ids if pk in works]
    context = {
        "id": _urn(f"search:{saved.public_id}"),
        "title": saved.name,
        "here": request.build_absolute_uri(request.path),
        "list": request.build_absolute_uri(f"{reverse('works')}?{saved.query}"),
        "updated": max((works[pk].added_at for pk in ids if pk in works), default=saved.looked_at),
        "entries": entries,
    }
    return legal(render_to_string("web/feed.xml", context))


def _entry(request: HttpRequest, work: Work) -> dict[str, object]:
    return {
        "id": _urn(f"work:{work.public_id}"),
        "work": work,
        "link": request.build_absolute_uri(work_address(work)),
        "creators": list(dict.fromkeys(credit.creator.name for credit in work.credits.all())),
    }


def _urn(name: str) -> str:
    """A name that stays whatever the archive's address is.

    >>> _urn("work:k4m2xw9bq")
    'urn:uuid:9f315e4a-cce7-5528-a8f5-c2a239e8e1f7'
    """
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:fanthology:{name}").urn


def _new(since: datetime, added: list[datetime]) -> New:
    count = sum(one > since for one in added)
    return New(count, count == NEWEST)
