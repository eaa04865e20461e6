"""The gate for adults: the page that stands before a text, and the answer to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from fanthology.archive.catalogue.gating import BehindGateError
from fanthology.archive.catalogue.models import Work
from fanthology.archive.telling.warnings import gate_words, warnings_of

from .. import gate
from ..addresses import work_address
from ..asking import back
from ..crawlers import UNLISTED, render_work
from ..problems import for_programs, problem


def gate_page(request: HttpRequest, found: BehindGateError) -> HttpResponse:
    """The question in the place of a text. It answers 403, for pages and files alike: a browser shows it all the same,
    and no program that saves stories, no cache and no search engine takes the question for the story."""
    work: Work = found.work
    if for_programs(request):
        return problem(403, "For adults", gate_words(found.reason, work))
    context = {
        "section": "works",
        "work": work,
        "address": work_address(work),
        "lang": work.language or "",
        "reason": gate_words(found.reason, work),
        "warnings": warnings_of(work),
        "robots": UNLISTED,
        "next": request.get_full_path(),
    }
    return render_work(request, "web/gate.html", context, status=403)


@require_POST
def answer(request: HttpRequest) -> HttpResponseBase:
    """Remember a yes and go where the reader was; with ``again``, forget it."""
    answered = redirect(back(request, "front"))
    if request.POST.get("again"):
        gate.forget(answered)
    else:
        gate.remember(answered)
    return answered
