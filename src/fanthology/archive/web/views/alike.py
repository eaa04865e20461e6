"""More like this: the works that share most with one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from fanthology.archive.catalogue import queries
from fanthology.archive.reading.standing import standing_for
from fanthology.archive.search.alike import alike as works_like

from ..addresses import work_address
from ..crawlers import UNLISTED
from ..rows import rows_of
from ..viewing import viewer_of

MOST = 20


def alike(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    work = get_object_or_404(queries.works(viewer), public_id=public_id)
    if slug != work.slug:
        return redirect(f"{work_address(work)}/alike", permanent=True)
    results = works_like(viewer, work, MOST, standing_for(viewer))
    rows = rows_of(viewer, results.works)
    context = {"section": "works", "work": work, "address": work_address(work), "rows": rows, "robots": UNLISTED}
    return render(request, "web/alike.html", context)
