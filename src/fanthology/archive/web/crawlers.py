"""What programs that go through the web are asked to leave alone: ``robots.txt`` and what pages say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fanthology.archive.telling.robots import FOR_PEOPLE, LEARNERS, UNLISTED, robots_of

__all__ = ("FOR_PEOPLE", "LEARNERS", "UNLISTED", "render_work", "robots_of", "robots_txt")

_NEVER = (
    *("/works/?", "/api/", "/opds", "/suggest/", "/find/", "/keeper/", "/open/", "/adult", "/random", "/look"),
    *("/take", "/parcels/", "/series/*/take", "/works/*/take"),
    *("/account/", "/saved/", "/sign-in", "/my-works/"),
)
_TEXTS = ("/works/*/chapters/", "/works/*/entire", "/works/*/download.", "/works/*/findings", "/works/*/reviews")
_DISALLOWED: dict[str, tuple[str, ...]] = {
    "lists": (*_NEVER, *_TEXTS),
    "texts": _NEVER,
    "none": ("/",),
}
"""By the setting: what search engines are asked to leave alone. A filtered list is the same works over and over."""


def robots_txt() -> str:
    """``robots.txt``: what search engines may read, and that programs which learn may read nothing."""
    everyone = ["User-agent: *", *(f"Disallow: {path}" for path in _DISALLOWED[settings.ROBOTS])]
    learners = [*(f"User-agent: {name}" for name in LEARNERS), "Disallow: /"]
    return "\n".join((*everyone, "", *learners, ""))


def render_work(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of a work, with what its ``robots`` asks said in a header too."""
    response = render(request, template, context, status=status)
    response.headers["X-Robots-Tag"] = context["robots"]
    return response
