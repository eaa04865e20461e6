"""What saved searches find: how much is new, and a feed of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.viewer import KEEPER, Viewer
from fanthology.archive.feeds.appearing import NEWEST
from fanthology.archive.reading.models import SavedSearch
from fanthology.archive.reading.owner import viewer_as

from .listing import asked_of
from .news import answer_with_feed, newest, news_of
from .viewing import on_laptop


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


def new_in(viewer: Viewer, searches: Iterable[SavedSearch]) -> dict[int, New]:
    """What is new in each of a viewer's searches, by its number."""
    found = {one: newest(viewer, asked_of(QueryDict(one.query))) for one in searches}
    ids = {number for numbers in found.values() for number in numbers}
    added = dict(queries.works(viewer).filter(pk__in=ids).values_list("pk", "added_at"))
    return {one.pk: _new(one.looked_at, [added[pk] for pk in numbers if pk in added]) for one, numbers in found.items()}


def feed_of(request: HttpRequest, saved: SavedSearch, viewer: Viewer) -> HttpResponse:
    """What is new in what a search finds for its owner, as an Atom feed."""
    about = (f"search:{saved.public_id}", saved.name)
    news = news_of(viewer, asked_of(QueryDict(saved.query)))
    return answer_with_feed(request, about, f"{reverse('works')}?{saved.query}", news, saved.looked_at)


def _new(since: datetime, added: list[datetime]) -> New:
    count = sum(one > since for one in added)
    return New(count, count == NEWEST)
