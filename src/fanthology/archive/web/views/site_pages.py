"""The pages of archives that are no stories: their rules, their news; and publishing them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Visibility
from fanthology.archive.catalogue.publish import publish_pages

from ..asking import back, for_those_who_may, helper_of
from ..paging import page_of
from ..viewing import viewer_of

PAGE = 100


def site_pages(request: HttpRequest) -> HttpResponseBase:
    found = queries.site_pages(viewer_of(request)).order_by("-kind", "-published", "title", "pk").defer("html")
    rows, pages = page_of(request, found, PAGE)
    context = {"section": "pages", "rows": rows, "pages": pages, "total": pages.total}
    return render(request, "web/site_pages.html", context)


def site_page(request: HttpRequest, public_id: str) -> HttpResponseBase:
    page = get_object_or_404(queries.site_pages(viewer_of(request)), public_id=public_id)
    return render(request, "web/site_page.html", {"section": "pages", "page": page, "visibilities": Visibility.choices})


@require_POST
@for_those_who_may("publish")
def publish(request: HttpRequest) -> HttpResponseBase:
    """``page`` names pages by public id; ``all`` means every private one; ``visibility`` who may see them."""
    keeper = helper_of(request, "publish")
    found = queries.site_pages(keeper)
    if not request.POST.get("all"):
        found = found.filter(public_id__in=request.POST.getlist("page"))
    changed = publish_pages(keeper, found, request.POST.get("visibility", ""))
    words = "1 page was" if changed == 1 else f"{changed:,} pages were"
    messages.success(request, f"The visibility of {words} changed." if changed else "Nothing changed.")
    return redirect(back(request, "site-pages") or reverse("site-pages"))
