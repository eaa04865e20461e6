"""The lists of works as JSON, for programs: the same questions, the same gate, the same answers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse

from fanthology.archive.catalogue import queries
from fanthology.archive.search.query import Results

from ..addresses import work_address
from ..listing import Asked, asked_of
from ..own_list import own_list
from ..rows import Row, rows_of, tags_by_kind
from ..viewing import viewer_of
from .works import pages_of, rows_found


def works(request: HttpRequest) -> JsonResponse:
    """What `views.works.works` shows, for the same query."""
    viewer, asked = viewer_of(request), asked_of(request.GET)
    results = own_list(viewer, asked).results
    return JsonResponse(
        {
            "total": results.total,
            "page": results.page,
            "size": results.size,
            "problems": [{"sentence": one.sentence, "start": one.start, "end": one.end} for one in results.problems],
            "works": [_record(request, row) for row in rows_found(viewer, results)],
            "facets": {
                name: [{"value": one.value, "label": one.label, "count": one.count} for one in values]
                for name, values in results.facets.items()
            },
            **_neighbours(request, asked, results),
        }
    )


def work(request: HttpRequest, public_id: str) -> JsonResponse:
    """One work."""
    viewer = viewer_of(request)
    found = queries.work_list(viewer).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return JsonResponse(_record(request, rows_of(viewer, [found])[0]))


def _neighbours(request: HttpRequest, asked: Asked, results: Results) -> dict[str, str | None]:
    """Where the pages before and after this one are."""
    pages = pages_of(asked, results)
    before, after = pages.to_previous or asked.at(pages.previous), pages.to_next or asked.at(pages.next)
    return {
        "previous": request.build_absolute_uri(before) if pages.number > 1 else None,
        "next": request.build_absolute_uri(after) if pages.number < pages.last else None,
    }


def _record(request: HttpRequest, row: Row) -> dict[str, Any]:
    work = row.work
    return {
        "id": work.public_id,
        "address": request.build_absolute_uri(work_address(work)),
        "title": work.title,
        "shown_title": work.display_title,
        "creators": [{"id": one.creator.public_id, "name": one.creator.name, "role": one.role} for one in row.credits],
        "series": [
            {"id": one.series.public_id, "name": one.series.name, "position": one.position}
            for one in work.series_entries.all()
        ],
        **{
            kind: [{"id": tag.shown.public_id, "name": tag.name} for tag in tags]
            for kind, tags in tags_by_kind(work).items()
        },
        "rating": work.rating,
        "language": work.language,
        "status": work.status,
        "words": work.words,
        "chapters": work.chapter_count,
        "chapters_expected": work.chapters_expected,
        "published": work.published,
        "updated": work.updated,
        "added": work.added_at,
        "summary": work.summary,
        "passage": str(row.snippet),
    }
