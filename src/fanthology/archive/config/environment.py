"""What the environment says, in the words of the manual: a wrong word stops the program with a sentence."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from fanthology.fic.errors import FanthologyError


def choice(name: str, words: tuple[str, ...]) -> str:
    """The variable's value, one of ``words``; the first if it is not set. Raises FanthologyError for another."""
    value = os.environ.get(name, "").strip().casefold() or words[0]
    if value not in words:
        raise FanthologyError(f"{name} is “{value}”. It can be: {', '.join(words)}.")
    return value


def number(name: str, otherwise: int, most: int, least: int = 0) -> int:
    """The variable's value, a whole number; ``otherwise`` if it is not set. Raises FanthologyError else."""
    value = os.environ.get(name, "").strip()
    if not value:
        return otherwise
    if not (value.isascii() and value.isdecimal() and len(value) < 10 and least <= int(value) <= most):
        raise FanthologyError(f"{name} is “{value}”. It has to be a whole number from {least} to {most:,}.")
    return int(value)


def mail() -> tuple[str, dict[str, Any]]:
    """How mail is sent: Django's backend, and what it needs. ``FANTHOLOGY_MAIL`` is ``smtp://name:password@host:587``
    or ``smtps://…``; without it each mail becomes a file in ``HOME/mail``. Raises FanthologyError for another."""
    written = os.environ.get("FANTHOLOGY_MAIL", "").strip()
    if not written:
        return "django.core.mail.backends.filebased.EmailBackend", {}
    parts = urlsplit(written)
    try:
        port = parts.port or (465 if parts.scheme == "smtps" else 587)
    except ValueError:
        port = 0
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not port:
        raise FanthologyError("FANTHOLOGY_MAIL has to be like smtp://name:password@mail.example:587.")
    told = {"host": parts.hostname, "port": port, "tls": parts.scheme == "smtps", "starttls": parts.scheme == "smtp"}
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return "django.core.mail.backends.smtp.EmailBackend", told | {"user": user, "password": password}


def openid() -> list[dict[str, Any]]:
    """Who else may say who somebody is, by OpenID Connect: ``FANTHOLOGY_OPENID`` is the issuer's address,
    ``FANTHOLOGY_OPENID_ID`` and ``FANTHOLOGY_OPENID_SECRET`` what it gave, ``FANTHOLOGY_OPENID_NAME`` how people call
    it. Nobody, if the first is not set. Raises FanthologyError if only some are."""
    issuer = os.environ.get("FANTHOLOGY_OPENID", "").strip()
    if not issuer:
        return []
    client, secret = (os.environ.get(f"FANTHOLOGY_OPENID_{one}", "").strip() for one in ("ID", "SECRET"))
    if not client or not secret or urlsplit(issuer).scheme not in ("https", "http"):
        raise FanthologyError("FANTHOLOGY_OPENID is an address, and needs FANTHOLOGY_OPENID_ID and …_SECRET beside it.")
    name = os.environ.get("FANTHOLOGY_OPENID_NAME", "").strip() or urlsplit(issuer).hostname or "OpenID"
    told = {"provider_id": "openid", "name": name, "client_id": client, "secret": secret}
    return [told | {"settings": {"server_url": issuer}}]
