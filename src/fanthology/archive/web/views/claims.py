"""Names that are claimed: by the people whose they are, and before the keeper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from fanthology.archive.catalogue import claiming, queries
from fanthology.archive.catalogue.models import Claim

from ..asking import for_those_who_may, helper_of
from ..paging import page_of
from ..viewing import viewer_of

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """``way`` is how it is to be shown, ``said`` the page or the reason."""
    viewer = viewer_of(request)
    found = get_object_or_404(queries.creators(viewer), public_id=public_id)
    if viewer.user_id is None:
        return redirect("sign-in")
    if request.method != "POST":
        return render(request, "web/claim.html", {"section": "creators", "creator": found, "ways": Claim.Way.choices})
    claiming.claim(found, viewer, request.POST.get("way", ""), request.POST.get("said", ""))
    messages.success(request, "You have claimed this name. Below is what comes next.")
    return redirect("my-works")


@require_POST
def enter_code(request: HttpRequest, public_id: str) -> HttpResponseBase:
    viewer = viewer_of(request)
    found = get_object_or_404(queries.claims_of(viewer), public_id=public_id)
    claiming.enter_code(found, viewer, request.POST.get("code", ""))
    messages.success(request, "The name is yours. Its works are below.")
    return redirect("my-works")


@for_those_who_may("withdraw")
def claims(request: HttpRequest) -> HttpResponseBase:
    rows, pages = page_of(request, queries.claims(helper_of(request, "withdraw")), PAGE)
    return render(request, "web/claims.html", {"section": "claims", "rows": rows, "pages": pages})


@require_POST
@for_those_who_may("withdraw")
def decide(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """``decision`` is accept or refuse; ``why`` is kept with it."""
    found = get_object_or_404(queries.claims(helper_of(request, "withdraw")), public_id=public_id)
    accept = request.POST.get("decision") == "accept"
    claiming.decide(found, helper_of(request, "withdraw"), accept, request.POST.get("why", "").strip()[:500])
    messages.success(request, "The claim is accepted." if accept else "The claim is refused.")
    return redirect("claims")
