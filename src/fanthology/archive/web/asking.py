"""What a view may ask of a request before it does anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.queries import require, require_keeper
from fanthology.archive.catalogue.viewer import Viewer

from .viewing import viewer_of

P = ParamSpec("P")


def keeper_of(request: HttpRequest) -> Viewer:
    """The keeper who is looking. Raises PermissionDenied for anyone else."""
    viewer = viewer_of(request)
    require_keeper(viewer)
    return viewer


def helper_of(request: HttpRequest, permission: str) -> Viewer:
    """Whoever is looking, if they may do that: see `catalogue.viewer.PERMISSIONS`. Raises PermissionDenied else."""
    viewer = viewer_of(request)
    require(viewer, permission)
    return viewer


def me_of(request: HttpRequest) -> User:
    """The account that is signed in, for views that nobody else gets."""
    if not isinstance(request.user, User):
        raise TypeError("nobody is signed in")
    return request.user


def for_those_who_may(
    permission: str,
) -> Callable[[Callable[P, HttpResponseBase]], Callable[P, HttpResponseBase]]:
    """A view that only those with a permission get; everyone else gets 403 before it looks at anything."""

    def guard(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            request = args[0]
            if not isinstance(request, HttpRequest):
                raise TypeError("a view takes the request first")
            helper_of(request, permission)
            return view(*args, **kwargs)

        return guarded

    return guard


def for_those_who_keep(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """A view of what a reader keeps; a guest gets a page that says what they need instead."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request = args[0]
        if not isinstance(request, HttpRequest):
            raise TypeError("a view takes the request first")
        if viewer_of(request).is_registered:
            return view(*args, **kwargs)
        # the same page whatever the address names, and no way back to what takes forms only
        next_page = request.path if not kwargs else ""
        return render(request, "web/account_needed.html", {"next": next_page}, status=403)

    return guarded


def is_here(address: str) -> bool:
    """Whether an address that a form gave is a path of this site, and no other site's.

    >>> is_here("/works/?q=rain"), is_here("//elsewhere.example/"), is_here("works/")
    (True, False, False)
    """
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def page_before(request: HttpRequest) -> str:
    """Where on this site a reader came from, as their browser tells it; empty if that is not known."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return path if parts.netloc == request.get_host() and is_here(path) else ""


def back(request: HttpRequest, otherwise: str) -> str:
    """Where a form wants to go afterwards, if that is on this site; else the page named ``otherwise``."""
    asked = request.POST.get("next", "")
    return asked if is_here(asked) else reverse(otherwise)
