"""Names as somebody begins to type them: for the script beside a field as JSON, and as a page for who has no script."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from fanthology.archive.search.names.schema import TABLES
from fanthology.archive.search.names.suggesting import MOST, Suggestion, suggest
from fanthology.fic.errors import FanthologyError

from ..asking import is_here
from ..viewing import viewer_of

LABELS = {
    "fandom": ("fandom", "fandoms"),
    "character": ("character", "characters"),
    "relationship": ("relationship", "relationships"),
    "freeform": ("tag", "tags"),
    "warning": ("warning", "warnings"),
    "category": ("category", "categories"),
    "creator": ("creator", "creators"),
    "series": ("series", "series"),
}
"""Each kind of name, as one and as many are called."""

_LONGEST = 500
_MOST_FANDOMS = 20
_PLACES = frozenset(("page", "after", "before"))
"""What says where in a list somebody is; another list starts at its beginning."""


def names(request: HttpRequest, kind: str) -> JsonResponse:
    """What ``q`` may mean, as JSON; names of the ``fandom`` (public ids, with commas between) come first."""
    found = _found(request, kind, 10)
    answer = JsonResponse({"names": [_record(one) for one in found]})
    if viewer_of(request).is_registered:
        answer.headers["Cache-Control"] = "private, no-store"  # it may name what others must not see
    return answer


def find(request: HttpRequest, kind: str) -> HttpResponse:
    """What ``q`` may mean, each name a link to ``next``, the list that somebody looks at, with that name asked for."""
    back = request.GET.get("next", "") or reverse("works")
    if not is_here(back):
        raise FanthologyError("The list to go back to is not on this site. Start from the list of works.")
    found = _found(request, kind, MOST)
    one, many = LABELS[kind]
    context = {
        "section": "works",
        "kind": kind,
        "one": one,
        "many": many,
        "text": _typed(request),
        "next": back,
        "fandom": request.GET.get("fandom", ""),
        "rows": [{"found": each, "address": with_name(back, kind, each.public_id)} for each in found],
    }
    return render(request, "web/find.html", context)


def with_name(address: str, kind: str, public_id: str) -> str:
    """An address of this site whose query asks for one more name.

    >>> with_name("/works/?q=rain&page=3", "fandom", "b2c3d4f5g")
    '/works/?q=rain&fandom=b2c3d4f5g'
    """
    parts = urlsplit(address)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in _PLACES]
    asked = (kind, public_id)
    return f"{parts.path}?{urlencode(pairs if asked in pairs else [*pairs, asked])}"


def _found(request: HttpRequest, kind: str, limit: int) -> tuple[Suggestion, ...]:
    """Raises Http404 for what is no kind of name."""
    if kind not in TABLES:
        raise Http404
    fandoms = [one for one in request.GET.get("fandom", "").replace("\0", "").split(",") if one][:_MOST_FANDOMS]
    return suggest(viewer_of(request), kind, _typed(request), fandoms=fandoms, limit=limit)


def _typed(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\0", " ").split())[:_LONGEST]


def _record(one: Suggestion) -> dict[str, object]:
    return {"id": one.public_id, "name": one.name, "works": one.works, "via": one.via}
