"""The keeper's page of what was done by whom."""

from __future__ import annotations

from itertools import islice

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from fanthology.archive.audit import KINDS, read_back

from ..asking import for_those_who_may

PAGE = 100
_MOST_PAGES = 1_000


@for_those_who_may("accounts")
def audit(request: HttpRequest) -> HttpResponseBase:
    """A hundred lines a page, the newest first."""
    asked = request.GET.get("page", "1")
    page = min(max(int(asked), 1), _MOST_PAGES) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    start = (page - 1) * PAGE
    lines = list(islice(read_back(), start, start + PAGE + 1))
    context = {
        "section": "audit",
        "rows": [{"line": one, "words": KINDS.get(one.what, one.what)} for one in lines[:PAGE]],
        "newer": page - 1,
        "older": page + 1 if len(lines) > PAGE else 0,
    }
    return render(request, "web/audit.html", context)
