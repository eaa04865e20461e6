"""What an account keeps, as JSON, for its own programs."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404

from fanthology.archive.catalogue import queries
from fanthology.archive.reading import marks as kept
from fanthology.archive.reading.models import Mark
from fanthology.fic.errors import FanthologyError

from ..bearing import unauthorized
from ..keyset import asked_after, page_after
from ..outside import site_root
from ..programs import for_methods
from ..records import mark_record, work_record
from ..rows import rows_of
from ..viewing import viewer_of

SIZE = 50
"""Marks on a page."""
_WHO = "Nobody is known by this request. Come with a token."


@for_methods("GET")
def me(request: HttpRequest) -> HttpResponseBase:
    """Who this is."""
    viewer = viewer_of(request)
    if not viewer.is_registered:
        return unauthorized(request, _WHO)
    return JsonResponse({"name": viewer.name, "roles": sorted(viewer.roles)})


@for_methods("GET")
def marks(request: HttpRequest) -> HttpResponseBase:
    """The works that bear one of the account's marks, the last marked first."""
    viewer, root = viewer_of(request), site_root(request)
    if not viewer.is_registered:
        return unauthorized(request, _WHO)
    asked = request.GET.get("mark", "")
    state = asked if asked in Mark.State.values else Mark.State.READING.value
    works, last = page_after(kept.works_marked(viewer, state), "marked_at", asked_after(request), SIZE, falling=True)
    on = kept.marks_on(viewer, works)
    told = [{"mark": state, "at": on[row.work.pk].at, "work": work_record(root, row)} for row in rows_of(viewer, works)]
    return JsonResponse({"marks": told, "next": f"{root}{request.path}?mark={state}&after={last}" if last else None})


@for_methods("GET", "PUT", "DELETE")
def mark(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The account's mark on one work: told, put in the place of another, or taken off."""
    viewer = viewer_of(request)
    if not viewer.is_registered:
        return unauthorized(request, _WHO)
    work = get_object_or_404(queries.works(viewer), public_id=public_id)
    if request.method == "PUT":
        return JsonResponse(mark_record(kept.mark(viewer.user_id, work, _asked_mark(request))))
    if request.method == "DELETE":
        kept.unmark(viewer.user_id, work)
        return HttpResponse(status=204)
    found = kept.marks_on(viewer, [work]).get(work.pk)
    if found is None:
        raise Http404
    return JsonResponse(mark_record(found))


def _asked_mark(request: HttpRequest) -> str:
    """The mark in the body. Raises FanthologyError for a body that is none."""
    try:
        told: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        told = None
    state = told.get("mark") if isinstance(told, dict) else None
    if not isinstance(state, str):
        raise FanthologyError('Send JSON like {"mark": "later"}.')
    return state
