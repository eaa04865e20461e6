"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .viewing import on_laptop, viewer_of


def site(request: HttpRequest) -> dict[str, Any]:
    """``viewer`` (who looks), ``laptop`` (opened by its owner's one-time address), and ``version``."""
    return {"viewer": viewer_of(request), "laptop": on_laptop(request), "version": settings.VERSION}
