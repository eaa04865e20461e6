"""The files that held others: which are kept, and the way to discard one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Container
from fanthology.archive.intake.discarding import discard_container, only_in, why_kept

from ..asking import for_those_who_may, helper_of
from ..paging import page_of

PAGE = 100


@for_those_who_may("originals")
def containers(request: HttpRequest) -> HttpResponseBase:
    rows, pages = page_of(request, queries.containers(helper_of(request, "originals")), PAGE)
    return render(request, "web/containers.html", {"section": "intakes", "rows": rows, "pages": pages})


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may("originals")
def discard(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asked for without a form, it is the question whether to, or why that cannot be."""
    keeper = helper_of(request, "originals")
    found = get_object_or_404(queries.containers(keeper), pk=pk)
    if request.method != "POST":
        return _ask(request, found)
    discard_container(found, keeper)
    messages.success(request, "The container is discarded. What was taken out of it is still here.")
    return redirect("containers")


def _ask(request: HttpRequest, found: Container) -> HttpResponseBase:
    reason = why_kept(found)
    lost = only_in(found)
    lost_words = f" Rejected items that were not kept apart go with it: {lost:,}." if lost else ""
    context = {
        "question": "This container stays" if reason else f"Discard {found.name}?",
        "consequence": reason
        or "Its bytes are removed, and with them what was withdrawn of it. What was taken out of it stays, each item "
        f"byte for byte.{lost_words} That cannot be undone.",
        "action": "" if reason else reverse("discard-container", args=[found.pk]),
        "button": "Discard it",
        "otherwise": reverse("containers"),
    }
    return render(request, "web/confirm.html", context)
