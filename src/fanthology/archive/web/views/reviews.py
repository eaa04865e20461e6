"""The reviews that came with a work, in the order they were kept in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from fanthology.archive.catalogue import queries

from ..addresses import work_address
from ..paging import page_of
from ..viewing import viewer_of

PAGE = 50


def reviews(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    viewer = viewer_of(request)
    work = get_object_or_404(queries.works(viewer), public_id=public_id)
    if slug != work.slug:
        return redirect(f"{work_address(work)}/reviews", permanent=True)
    rows, pages = page_of(request, queries.reviews(viewer).filter(work=work).order_by("position"), PAGE)
    context = {"section": "works", "work": work, "address": work_address(work), "rows": rows, "pages": pages}
    return render(request, "web/reviews.html", context | {"total": pages.total})
