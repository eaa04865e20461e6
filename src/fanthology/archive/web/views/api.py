"""Works as JSON, for programs: the same questions, the same gate, the same answers as the pages. The document that
describes all of the API is `feeds.openapi`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404

from fanthology.archive.catalogue import gating, queries
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.feeds.openapi import document
from fanthology.archive.search.query import Results

from ..addresses import work_address
from ..listing import Asked, asked_of
from ..outside import site_root
from ..own_list import own_list
from ..programs import for_methods
from ..records import chapter_record, work_record
from ..rows import rows_of
from ..viewing import viewer_of
from .works import pages_of, rows_found


@for_methods("GET")
def openapi(request: HttpRequest) -> HttpResponseBase:
    """What all of this is, as OpenAPI 3.1."""
    return JsonResponse(document(site_root(request)))


@for_methods("GET")
def works(request: HttpRequest) -> HttpResponseBase:
    """What `views.works.works` shows, for the same query."""
    viewer, asked = viewer_of(request), asked_of(request.GET)
    results = own_list(viewer, asked).results
    root = site_root(request)
    return JsonResponse(
        {
            "total": results.total,
            "page": results.page,
            "size": results.size,
            "problems": [{"sentence": one.sentence, "start": one.start, "end": one.end} for one in results.problems],
            "works": [work_record(root, row) for row in rows_found(viewer, results)],
            "facets": {
                name: [{"value": one.value, "label": one.label, "count": one.count} for one in values]
                for name, values in results.facets.items()
            },
            **_neighbours(f"{root}{request.path}", asked, results),
        }
    )


@for_methods("GET")
def work(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One work."""
    viewer = viewer_of(request)
    return JsonResponse(work_record(site_root(request), rows_of(viewer, [_seen(viewer, public_id)])[0]))


@for_methods("GET")
def chapters(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A work's chapters, without their texts."""
    viewer, root = viewer_of(request), site_root(request)
    found = _seen(viewer, public_id)
    rows = queries.chapters(viewer).filter(edition=found.edition_id)
    return JsonResponse({"chapters": [chapter_record(root, work_address(found), row) for row in rows]})


@for_methods("GET")
def chapter(request: HttpRequest, public_id: str, position: int) -> HttpResponseBase:
    """One chapter with its text, for who has asked for it where that is needed."""
    viewer = viewer_of(request)
    found = _seen(viewer, public_id)
    gating.require_open(viewer, found)
    rows = queries.chapters(viewer).select_related("text")
    row = get_object_or_404(rows, edition=found.edition_id, position=position)
    told = chapter_record(site_root(request), work_address(found), row)
    return JsonResponse(
        told | {"notes_before": row.notes_before, "notes_after": row.notes_after, "html": row.text.html}
    )


def _seen(viewer: Viewer, public_id: str) -> Work:
    found = queries.works(viewer).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _neighbours(here: str, asked: Asked, results: Results) -> dict[str, str | None]:
    """Where the pages before and after this one are."""
    pages = pages_of(asked, results)
    before, after = pages.to_previous or asked.at(pages.previous), pages.to_next or asked.at(pages.next)
    return {
        "previous": f"{here}{before}" if pages.number > 1 else None,
        "next": f"{here}{after}" if pages.number < pages.last else None,
    }
