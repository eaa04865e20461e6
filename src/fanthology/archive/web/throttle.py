"""Slows down whoever guesses passwords. Counted in each web process; no name or address is kept, only a hash."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

ATTEMPTS = 5
MINUTES = 15


def blocked(name: str) -> bool:
    """True if too many wrong passwords were given for this name lately."""
    return int(cache.get(_key(name), 0)) >= ATTEMPTS


def count_failure(name: str) -> None:
    """One more wrong password for this name; forgotten after a quarter of an hour."""
    key = _key(name)
    cache.add(key, 0, MINUTES * 60)
    cache.incr(key)


def forget(name: str) -> None:
    """The right password was given."""
    cache.delete(_key(name))


def _key(name: str) -> str:
    return "sign-in-" + hashlib.sha256(name.casefold().encode("utf-8", "surrogatepass")).hexdigest()
