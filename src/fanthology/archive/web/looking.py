"""The look of pages that a reader chose: in a cookie for whoever looks, with the account for who has one.

The server draws a page as it was chosen from the beginning, so nothing jumps, and no script is needed.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from fanthology.archive.reading.look import Look, read

COOKIE = "fanthology-look"
_DAYS = 400  # browsers keep none longer


def look_of(request: HttpRequest) -> Look:
    """What this browser was told last."""
    return read(request.COOKIES.get(COOKIE, ""))


def keep_look(request: HttpRequest, response: HttpResponseBase, look: Look) -> None:
    """Have this browser remember a look, if it does not yet."""
    if look.written == request.COOKIES.get(COOKIE, ""):
        return
    if not look.written:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE, look.written, max_age=_DAYS * 86_400, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
