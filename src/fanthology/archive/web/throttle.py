"""Slows down whoever guesses passwords. All web processes count together; no name or address is kept, only a hash.

``HOME/sign-in/`` holds a file for each name that was tried lately, with one byte for each attempt. A name is known by
so short a hash that there are never many files, whatever is tried; the hash is keyed, so nobody can tell which other
name shares a file with theirs.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

ATTEMPTS = 5
MINUTES = 15
_FOLDER = "sign-in"
_DIGITS = 4


def attempt(name: str) -> bool:
    """Count one attempt to sign in under this name, before its password is looked at. False: there were too many.

    The count is forgotten a quarter of an hour after the last attempt that was let through. Raises OSError if nothing
    can be counted, as on a full disk: guessing without limit is not let through instead.
    """
    place = _place(name)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    if _age(place) > MINUTES * 60:
        place.unlink(missing_ok=True)
    if _count(place) >= ATTEMPTS:
        return False
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, b".")
        return os.fstat(descriptor).st_size <= ATTEMPTS
    finally:
        os.close(descriptor)


def forget(name: str) -> None:
    """The right password was given."""
    _place(name).unlink(missing_ok=True)


def _count(place: Path) -> int:
    return place.stat().st_size if place.exists() else 0


def _age(place: Path) -> float:
    return time.time() - place.stat().st_mtime if place.exists() else 0.0


def _place(name: str) -> Path:
    digest = salted_hmac("fanthology.sign-in", name.casefold(), algorithm="sha256").hexdigest()
    return Path(settings.HOME) / _FOLDER / digest[:_DIGITS]
