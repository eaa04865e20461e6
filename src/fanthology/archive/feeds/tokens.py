"""Tokens: made once, shown once, found by their digest, revoked."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from fanthology.archive.accounts.models import User
from fanthology.archive.audit import note_after
from fanthology.archive.catalogue.public_ids import ALPHABET
from fanthology.fic.errors import FanthologyError

from .models import Token

SCOPES: dict[str, str] = {
    "read": "Read: lists, works and files that you may see",
    "marks": "Marks: see and change what you marked as read, reading, or to read later",
}
"""What a token may be good for, in the words of the page."""
MOST = 20
"""So many tokens an account may have."""
_LONGEST_NAME = 80
_GROUPS, _IN_GROUP = 5, 5  # 28**25 is about 10**36: nobody guesses one


@transaction.atomic
def make(user: User, name: str, scopes: Iterable[str], adult: bool = False) -> tuple[Token, str]:
    """A new token and its secret, which is not kept. The secret can be typed on an e-reader.

    Raises FanthologyError for a name or scopes that cannot be, or where they become too many.
    """
    name, wanted = " ".join(name.split()), [one for one in SCOPES if one in set(scopes)]
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise FanthologyError(f"Say what it is for, in up to {_LONGEST_NAME} letters.")
    if not wanted:
        raise FanthologyError("Say what it may be used for.")
    if Token.objects.filter(user=user).count() >= MOST:
        raise FanthologyError(f"{MOST} are as many as one account may have. Revoke one first.")
    secret = "-".join("".join(secrets.choice(ALPHABET) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    made = Token.objects.create(user=user, name=name, digest=_digest(secret), scopes=" ".join(wanted), adult=adult)
    note_after("account", user.get_username(), ("made a token", made.public_id))
    return made, secret


@transaction.atomic
def revoke(token: Token) -> None:
    """Nobody comes in with it any more."""
    note_after("account", token.user.get_username(), ("revoked a token", token.public_id))
    token.delete()


def token_of(secret: str) -> Token | None:
    """The token of a secret, with its account; None for one that there is not, or whose account is closed.

    Capital letters, spaces and hyphens make no difference. That it was used is noted once a day.
    """
    found = Token.objects.select_related("user").filter(digest=_digest(secret), user__is_active=True).first()
    today = timezone.now().date()
    if found is not None and found.last_used != today:
        Token.objects.filter(pk=found.pk).update(last_used=today)
    return found


def scopes_of(token: Token) -> frozenset[str]:
    return frozenset(token.scopes.split())


def _digest(secret: str) -> str:
    """
    >>> _digest("bcdfg-hjkmn") == _digest(" BCDFG hjkmn")
    True
    """
    plain = secret.casefold().replace("-", "").replace(" ", "")
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
