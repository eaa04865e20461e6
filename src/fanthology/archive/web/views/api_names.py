"""Tags, creators and series as JSON, for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import TagKind
from fanthology.archive.catalogue.viewer import Viewer

from .. import counting
from ..keyset import asked_after, page_after
from ..outside import site_root
from ..programs import for_methods
from ..records import creator_record, series_record, tag_record
from ..viewing import viewer_of
from .tags import seen_tag

SIZE = 100
"""Names on a page."""


@for_methods("GET")
def tags(request: HttpRequest) -> HttpResponseBase:
    """Tags of one kind by name, fandoms if none is asked for. A synonym is no tag of its own."""
    asked = request.GET.get("kind", "")
    kind = TagKind(asked) if asked in TagKind.values else TagKind.FANDOM
    return _listed(request, "tags", queries.tags(viewer_of(request), kind), tag_record, f"kind={kind}&")


@for_methods("GET")
def tag(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One tag; of a synonym, what it means."""
    viewer = viewer_of(request)
    found = seen_tag(viewer, public_id)
    told = tag_record(site_root(request), found)
    synonyms = [one.name for one in queries.synonyms(viewer, found)[:SIZE]]
    return JsonResponse(told | {"synonyms": synonyms, "works": counting.of_tag(viewer, found)})


@for_methods("GET")
def creators(request: HttpRequest) -> HttpResponseBase:
    return _listed(request, "creators", queries.creators(viewer_of(request)), creator_record)


@for_methods("GET")
def creator(request: HttpRequest, public_id: str) -> HttpResponseBase:
    found = queries.creators(viewer_of(request))
    return _one(request, found, public_id, creator_record, counting.of_creators)


@for_methods("GET")
def series_list(request: HttpRequest) -> HttpResponseBase:
    return _listed(request, "series", queries.series(viewer_of(request)), series_record)


@for_methods("GET")
def series(request: HttpRequest, public_id: str) -> HttpResponseBase:
    found = queries.series(viewer_of(request))
    return _one(request, found, public_id, series_record, counting.of_series)


def _listed(
    request: HttpRequest, name: str, found: QuerySet[Any], record: Callable[[str, Any], dict[str, Any]], query: str = ""
) -> HttpResponseBase:
    root = site_root(request)
    rows, last = page_after(found, "sort_name", asked_after(request), SIZE)
    more = f"{root}{request.path}?{query}after={last}" if last else None
    return JsonResponse({name: [record(root, row) for row in rows], "next": more})


def _one(
    request: HttpRequest,
    found: QuerySet[Any],
    public_id: str,
    record: Callable[[str, Any], dict[str, Any]],
    count: Callable[[Viewer, Sequence[int]], counting.Counts],
) -> HttpResponseBase:
    """One of some names, with how many works it has."""
    one = get_object_or_404(found, public_id=public_id)
    works = count(viewer_of(request), [one.pk]).get(one.pk, 0)
    return JsonResponse(record(site_root(request), one) | {"works": works})
