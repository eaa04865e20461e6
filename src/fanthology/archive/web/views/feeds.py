"""Atom feeds of what has a page: all works or a search, a tag, a creator, a series, a work."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from fanthology.archive.catalogue import queries
from fanthology.archive.feeds.appearing import appearances

from ..addresses import tag_address, work_address
from ..listing import asked_of
from ..news import answer_with_feed, news_of
from ..viewing import viewer_of
from .tags import seen_tag

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""Of when a feed is in which nothing is."""


@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """Of what the list of works shows for the same query."""
    asked = asked_of(request.GET)
    title = f"Works: {asked.text}" if asked.text else "Works"
    page = f"{reverse('works')}{asked.address if asked.query else ''}"
    return answer_with_feed(request, (f"works:{asked.query}", title), page, news_of(viewer_of(request), asked), _NEVER)


@require_safe
def tag(request: HttpRequest, public_id: str) -> HttpResponse:
    """Of a fandom, a character or another tag. A synonym's is that of what it means."""
    found = seen_tag(viewer_of(request), public_id)
    return _listed(request, ("tag", found.public_id), found.name, tag_address(found))


@require_safe
def creator(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(queries.creators(viewer_of(request)), public_id=public_id)
    return _listed(request, ("creator", public_id), found.name, reverse("creator", args=[public_id]))


@require_safe
def series(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(queries.series(viewer_of(request)), public_id=public_id)
    return _listed(request, ("series", public_id), found.name, reverse("series", args=[public_id]))


@require_safe
def work(request: HttpRequest, public_id: str) -> HttpResponse:
    """Of one work: that it came, and each chapter that came later."""
    viewer = viewer_of(request)
    found = get_object_or_404(queries.works(viewer), public_id=public_id)
    about = (f"feed:{public_id}", found.display_title)
    return answer_with_feed(request, about, work_address(found), appearances(viewer, [found.pk]), found.added_at)


def _listed(request: HttpRequest, filtered: tuple[str, str], name: str, page: str) -> HttpResponse:
    """Of the works with one value of a facet."""
    facet, public_id = filtered
    asked = asked_of(QueryDict(f"{facet}={public_id}"))
    return answer_with_feed(request, (f"{facet}:{public_id}", name), page, news_of(viewer_of(request), asked), _NEVER)
