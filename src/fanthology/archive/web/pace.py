"""Keeps whoever takes the archive away page by page to a pace that no reader reaches."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from .buckets import Pace, buckets
from .clients import address_of, hashed
from .viewing import viewer_of
from .views.errors import too_fast

FILE: Final = "pace"
_ROUTES = {
    "chapter": "pages",
    "entire": "pages",
    "findings": "pages",
    "reviews": "pages",
    "api-chapter": "pages",
    "download": "downloads",
    "take": "downloads",
    "take-series": "downloads",
    "take-shelf": "downloads",
    "take-search": "downloads",
    "parcel-file": "downloads",
    "opds-download": "downloads",
}
"""What is counted, by the name of its route; all else is not."""
_REGISTERED = 4
"""Somebody who is signed in may take so many times as much."""
_REST = 2
"""After a rest, so many minutes' worth may be taken at once."""
_DAY = 60 * 60 * 24


class FairPace:
    """Answers 429 to who takes more than their share. On a laptop nobody is counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        match = request.resolver_match
        kind = _ROUTES.get(match.url_name or "") if match else None
        if kind is None or settings.LAPTOP:
            return None
        wait = seconds_to_wait(request, kind)
        return too_fast(request, ceil(wait)) if wait else None


def seconds_to_wait(request: HttpRequest, kind: str) -> float:
    """Count one of a kind for who asks: 0 if it may go on, else after how many seconds.

    What cannot be counted goes on: a disk that is full must not keep readers out.
    """
    pace = _pace(kind)
    viewer = viewer_of(request)
    who = f"account {viewer.user_id}" if viewer.user_id else address_of(request)
    if pace is None or who is None:
        return 0.0
    now = time.time()
    try:
        table = buckets(Path(settings.HOME) / FILE)
        return table.take(
            hashed(f"{kind} {who}", int(now // _DAY)), pace.times(_REGISTERED) if viewer.user_id else pace, now
        )
    except OSError:
        return 0.0


def _pace(kind: str) -> Pace | None:
    a_minute: int = settings.PACES[kind]
    return Pace(a_minute, a_minute * _REST) if a_minute else None
