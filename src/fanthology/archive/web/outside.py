"""Addresses as other programs need them: whole, with the name of the site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site_root(request: HttpRequest) -> str:
    """Scheme and host of this site, without a slash: what a path is put behind. A proxy that speaks HTTPS with readers
    speaks HTTP with us."""
    scheme = "https" if settings.HTTPS else request.scheme
    return f"{scheme}://{request.get_host()}"
