"""Programs and e-readers that come in with a token: as ``Authorization: Bearer``, or as the password of ``Basic``,
which is all that most e-readers know. The name beside it is not looked at; an account's own password is never taken.

A token counts where programs come, and nowhere else: a page is for people, who sign in.
"""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Callable
from math import ceil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from fanthology.archive.feeds.opds2 import AUTHENTICATION_TYPE, authentication
from fanthology.archive.feeds.tokens import scopes_of, token_of
from fanthology.archive.reading.owner import viewer_as

from .buckets import Pace, buckets
from .catalogues import Catalogue
from .clients import address_of, hashed
from .outside import site_root
from .pace import FILE
from .problems import problem
from .viewing import come_as

_READ = "read"
_SCOPES = {
    "api-mark": "marks",
    "api-marks": "marks",
    **dict.fromkeys(("download", "works-feed", "tag-feed", "creator-feed", "series-feed", "work-feed"), _READ),
}
"""What a token needs, by the name of a route."""
_PROGRAMS = ("api-", "opds")
"""How the names of the other routes begin to which one may come with a token."""
_ACCOUNTS = ("api-me", "api-mark", "api-marks")
"""Routes of what is an account's own."""
_GUESSES = Pace(a_minute=10, at_once=20)
"""So many wrong tokens are taken from one address."""
_DAY = 60 * 60 * 24
_BY_TOKEN = "fanthology.by-token"

_NO_TOKEN = "A token is needed here. Make one on the page of your account, and use it as the password."
_WRONG_TOKEN = "There is no such token. It may have been revoked. Make another one on the page of your account."
_TOO_MANY = "Too many wrong tokens came from here. Wait a while and try again."


class Bearing:
    """Lets in who brings a token; answers 401 to who brings a wrong one, or none where one is needed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _scope_of(request):
            patch_vary_headers(response, ["Authorization"])
        return response

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, named: dict[str, Any]) -> HttpResponse | None:
        scope = _scope_of(request)
        if not scope:
            return None
        written = request.META.get("HTTP_AUTHORIZATION", "")
        if written:
            return _let_in(request, written, scope)
        return unauthorized(request, _NO_TOKEN) if _is_needed(request, named) else None


def comes_by_token(request: HttpRequest) -> bool:
    """Whether this request came with a token, and not with a cookie, which other sites can have a browser send."""
    return bool(request.META.get(_BY_TOKEN))


def unauthorized(request: HttpRequest, why: str) -> HttpResponse:
    """401 in the words of whoever asks: a program gets a problem, an e-reader the document that says how to come in."""
    answer: HttpResponse
    if _name_of(request).startswith("api-"):
        answer = problem(401, "A token is needed", why)
        answer.headers["WWW-Authenticate"] = 'Bearer realm="Fanthology"'
        return answer
    answer = authentication_document(request)
    answer.status_code = 401
    answer.headers["WWW-Authenticate"] = 'Basic realm="Fanthology", charset="UTF-8"'
    return answer


def authentication_document(request: HttpRequest) -> HttpResponse:
    """How to come in, as OPDS has it (Authentication for OPDS 1.0)."""
    root = site_root(request)
    address = f"{root}{reverse('opds-authentication')}"
    told = authentication(address, f"{root}{reverse('opds', args=[Catalogue(own=True)])}", f"{root}{reverse('tokens')}")
    answer = JsonResponse(told, content_type=AUTHENTICATION_TYPE)
    answer.headers["Link"] = f'<{address}>; rel="http://opds-spec.org/auth/document"; type="{AUTHENTICATION_TYPE}"'
    return answer


def _let_in(request: HttpRequest, written: str, scope: str) -> HttpResponse | None:
    wait = _guessing(request, wrong=False)
    if wait:
        return _too_many(wait)
    token = token_of(_secret(written))
    if token is None:
        _guessing(request, wrong=True)
        return unauthorized(request, _WRONG_TOKEN)
    if scope not in scopes_of(token):
        return problem(403, "Not for this token", f"This token was not made for that: it lacks “{scope}”.")
    come_as(request, viewer_as(token.user, adult=True if token.adult else None))
    request.META[_BY_TOKEN] = True
    return None


def _guessing(request: HttpRequest, wrong: bool) -> float:
    """For how many seconds no token that comes from there is looked at. With ``wrong``, one more came. What cannot be
    counted goes on: there are too many tokens to guess one."""
    address = address_of(request)
    if address is None:
        return 0.0
    now = time.time()
    who = hashed(f"tokens {address}", int(now // _DAY))
    try:
        table = buckets(Path(settings.HOME) / FILE)
        return table.take(who, _GUESSES, now) if wrong else table.wait(who, _GUESSES, now)
    except OSError:
        return 0.0


def _too_many(wait: float) -> HttpResponse:
    answer = problem(429, "A little slower, please", _TOO_MANY)
    answer.headers["Retry-After"] = str(max(1, ceil(wait)))
    return answer


def _secret(written: str) -> str:
    """
    >>> _secret("Bearer bcdfg"), _secret("basic bWluYTpiY2RmZw=="), _secret("Basic ?"), _secret("")
    ('bcdfg', 'bcdfg', '', '')
    """
    kind, _, told = written.partition(" ")
    if kind.casefold() == "bearer":
        return told.strip()
    if kind.casefold() != "basic":
        return ""
    try:
        pair = base64.b64decode(told.strip(), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
    return pair.partition(":")[2]


def _scope_of(request: HttpRequest) -> str:
    """What a token needs for this; nothing where none counts."""
    name = _name_of(request)
    return _SCOPES.get(name, _READ if name.startswith(_PROGRAMS) else "")


def _is_needed(request: HttpRequest, named: dict[str, Any]) -> bool:
    catalogue = named.get("catalogue")
    return isinstance(catalogue, Catalogue) and catalogue.own


def _name_of(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""
