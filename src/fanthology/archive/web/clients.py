"""Who asks, for counting: an account, or the address that a request comes from, of which only a hash is kept."""

from __future__ import annotations

import hashlib
import ipaddress
from functools import lru_cache
from typing import TypeAlias

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .viewing import is_proxied

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
_NETWORK = 64
"""So many bits of an IPv6 address are a household's; the rest it can choose itself."""


def address_of(request: HttpRequest) -> str | None:
    """The address of the reader's line; None if it cannot be told, as behind a proxy that nobody spoke of.

    With ``FANTHOLOGY_PROXIES``, what the outermost of them wrote is believed, and nothing that stands before it.
    """
    peer = _parsed(str(request.META.get("REMOTE_ADDR", "")))
    if settings.PROXIES:
        passed = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        found = _parsed(passed[-settings.PROXIES]) if len(passed) >= settings.PROXIES else None
        return line_of(found) if found else None
    if peer is None or (not peer.is_global and is_proxied(request)):
        return None  # everybody would be one
    return line_of(peer)


def line_of(address: Address) -> str:
    """
    >>> line_of(ipaddress.ip_address("2001:db8:1:2:3:4:5:6")), line_of(ipaddress.ip_address("::ffff:192.0.2.7"))
    ('2001:db8:1:2::/64', '192.0.2.7')
    """
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), _NETWORK), strict=False))


def hashed(who: str, day: int) -> int:
    """A keyed hash of 64 bits, another one each day: what is kept of one day says nothing of the next."""
    digest = hashlib.blake2b(who.encode(), key=_key(settings.SECRET_KEY, day), digest_size=8).digest()
    return int.from_bytes(digest, "big")


@lru_cache(maxsize=2)
def _key(secret: str, day: int) -> bytes:
    return salted_hmac("fanthology.clients", str(day), secret=secret, algorithm="sha256").digest()


def _parsed(written: str) -> Address | None:
    """
    >>> [str(_parsed(one)) for one in (" 192.0.2.7:80", "[2001:db8::1]:443", "2001:db8::1", "fe80::1%eth0", "unknown")]
    ['192.0.2.7', '2001:db8::1', '2001:db8::1', 'fe80::1', 'None']
    """
    text = written.strip()[:64].partition("%")[0]
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    for one in (bare, bare.partition(":")[0]):
        try:
            return ipaddress.ip_address(one)
        except ValueError:
            continue
    return None
