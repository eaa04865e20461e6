"""The cookie that remembers a reader's answer at the gate for adults. It says yes, when, and nothing else."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

_SALT = "fanthology.adult"
_YES = "yes"
_LONGEST = 200
_DAY = 60 * 60 * 24


def remembered(request: HttpRequest) -> bool | None:
    """True if this browser said yes, not too long ago; None if it said nothing, or what it sends was not made here."""
    cookie = request.COOKIES.get(settings.ADULT_COOKIE_NAME, "")
    if not cookie or len(cookie) > _LONGEST:
        return None
    try:
        answer = signing.TimestampSigner(salt=_SALT).unsign(cookie, max_age=settings.GATE_DAYS * _DAY)
    except signing.BadSignature:
        return None
    return True if answer == _YES else None


def remember(response: HttpResponse) -> None:
    """Keep a yes in the reader's browser."""
    response.set_cookie(
        settings.ADULT_COOKIE_NAME,
        signing.TimestampSigner(salt=_SALT).sign(_YES),
        max_age=settings.GATE_DAYS * _DAY,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def forget(response: HttpResponse) -> None:
    """Ask this browser again."""
    response.delete_cookie(settings.ADULT_COOKIE_NAME, samesite="Lax")
