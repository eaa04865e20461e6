"""How the keeper opens an archive on their own laptop: a one-time address, then a cookie.

Nothing here is kept in the clear. ``HOME/openings/`` holds one empty file per unused address and ``HOME/keepers/`` one
per browser that was opened, each named by the SHA-256 of its secret. Using an address removes its file, which the file
system lets only one caller do; removing the files in ``keepers`` locks every browser out at once.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.core import signing

COOKIE = "fanthology-keeper"
COOKIE_AGE = 60 * 60 * 24 * 365
ADDRESS_AGE = 60 * 60 * 24
_SALT = "fanthology.keeper"
_LONGEST = 200  # no secret made here is longer; a hostile one is not worth hashing


def new_token() -> str:
    """A new one-time token. Its hash is kept; the token itself is in the returned text only."""
    token = secrets.token_urlsafe(24)
    _keep(_openings(), token)
    return token


def use(token: str) -> str | None:
    """The value of the keeper's cookie for an unused token, once; None for a used, stale or made-up one."""
    place = _openings() / _hash(token)
    try:
        fresh = time.time() - place.stat().st_mtime < ADDRESS_AGE
        place.unlink()
    except OSError:
        return None
    if not fresh:
        return None
    secret = secrets.token_urlsafe(24)
    _keep(_keepers(), secret)
    return signing.Signer(salt=_SALT).sign(secret)


def is_keeper(cookie: str) -> bool:
    """True if this cookie was made here and has not been revoked."""
    if not cookie or len(cookie) > _LONGEST:
        return False
    try:
        secret = signing.Signer(salt=_SALT).unsign(cookie)
    except signing.BadSignature:
        return False
    return (_keepers() / _hash(secret)).is_file()


def revoke(cookie: str) -> None:
    """Forget one browser: its cookie no longer opens anything."""
    if is_keeper(cookie):
        secret = signing.Signer(salt=_SALT).unsign(cookie)
        (_keepers() / _hash(secret)).unlink(missing_ok=True)


def revoke_all() -> int:
    """Forget every browser and every unused address. Returns how many browsers there were."""
    forget_addresses()
    return _empty(_keepers())


def forget_addresses() -> int:
    """Make every unused one-time address void, as `serve` does before it prints a new one."""
    return _empty(_openings())


def _empty(folder: Path) -> int:
    places = list(folder.iterdir()) if folder.is_dir() else []
    for place in places:
        place.unlink(missing_ok=True)
    return len(places)


def _keep(folder: Path, secret: str) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(folder / _hash(secret), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret[:_LONGEST].encode("utf-8", "surrogatepass")).hexdigest()


def _openings() -> Path:
    return Path(settings.HOME) / "openings"


def _keepers() -> Path:
    return Path(settings.HOME) / "keepers"
