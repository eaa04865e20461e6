"""Who is looking at a page: turns a request into the Viewer that every query takes."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.viewer import GUEST, Viewer
from fanthology.archive.reading.owner import viewer_as

from . import gate, opening

_KNOWN = "fanthology.viewer"
# Whoever set one of these stands between the reader and this machine, so "the same laptop" no longer holds.
_PROXY_HEADERS = frozenset(
    {"HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA", "HTTP_X_CLIENT_IP", "HTTP_CF_CONNECTING_IP", "HTTP_TRUE_CLIENT_IP"}
)
_PROXY_PREFIX = "HTTP_X_FORWARDED"


def viewer_of(request: HttpRequest) -> Viewer:
    """The Viewer of this request: a guest, a registered reader, or the keeper (by account or by a laptop's cookie)."""
    known = request.META.get(_KNOWN)
    if not isinstance(known, Viewer):
        known = request.META[_KNOWN] = _find_viewer(request)
    return known


def come_as(request: HttpRequest, viewer: Viewer) -> None:
    """Have the Viewer of this request be another than its cookies say: that of a token."""
    request.META[_KNOWN] = viewer


def on_laptop(request: HttpRequest) -> bool:
    """True if one person's browser talks straight to a site on the same machine.

    All of it must hold: `serve` said so, the Host is local, the peer is this machine, and nothing shows a proxy.
    """
    return bool(settings.LAPTOP) and not is_proxied(request) and _local_host(request) and _local_peer(request)


def _find_viewer(request: HttpRequest) -> Viewer:
    if on_laptop(request) and opening.is_keeper(request.COOKIES.get(opening.COOKIE, "")):
        return Viewer(name="keeper", roles=frozenset({"keeper"}))
    adult = gate.remembered(request)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not isinstance(request.user, User):
        return Viewer(adult=True) if adult else GUEST  # most readers: no session is opened for them
    return viewer_as(request.user, adult)


def is_proxied(request: HttpRequest) -> bool:
    """True if something between the reader and this site says so."""
    return any(name in _PROXY_HEADERS or name.startswith(_PROXY_PREFIX) for name in request.META)


def _local_host(request: HttpRequest) -> bool:
    host = request.get_host()  # DisallowedHost, a 400, for any name that is not ours
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name in settings.LOCAL_HOSTS


def _local_peer(request: HttpRequest) -> bool:
    """
    >>> request = HttpRequest()
    >>> request.META["REMOTE_ADDR"] = "192.0.2.7"
    >>> _local_peer(request)
    False
    """
    try:
        return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False
