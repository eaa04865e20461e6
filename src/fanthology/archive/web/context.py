"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from fanthology.archive.catalogue.viewer import PERMISSIONS

from .crawlers import FOR_PEOPLE, UNLISTED
from .looking import look_of
from .viewing import on_laptop, viewer_of


def site(request: HttpRequest) -> dict[str, Any]:
    """``viewer`` (who looks), ``may`` (what they may do), ``laptop`` (opened by its owner's one-time address),
    ``version``, ``look`` (how the page is to look), and ``robots`` (what crawlers are asked). A page may say
    otherwise."""
    robots = UNLISTED if settings.ROBOTS == "none" else FOR_PEOPLE
    may = {name.replace("-", "_"): viewer_of(request).may(name) for name in PERMISSIONS}
    return {
        "may": may,
        "robots": robots,
        "viewer": viewer_of(request),
        "laptop": on_laptop(request),
        "look": look_of(request),
        "version": settings.VERSION,
    }
