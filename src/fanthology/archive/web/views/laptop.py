"""The one-time address that makes a browser on this machine the keeper's."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from .. import opening
from ..viewing import on_laptop


@require_GET
def open_archive(request: HttpRequest, token: str) -> HttpResponseBase:
    """Uses the token up and sets the cookie. Whatever is wrong with either, the page says how to get a new address."""
    if not on_laptop(request):
        return render(request, "web/open.html", {"elsewhere": True}, status=403)
    cookie = opening.use(token)
    if cookie is None:
        return render(request, "web/open.html", status=403)
    answer = redirect("front")
    answer.set_cookie(
        opening.COOKIE,
        cookie,
        max_age=opening.COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
