"""What no intake brings in: somebody asked that it is not kept here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from fanthology.archive.audit import note_after
from fanthology.fic.errors import FanthologyError
from fanthology.fic.text.folding import fold_title
from fanthology.fic.writers.privacy import addresses_in

from .models import Refusal
from .queries import require_keeper
from .viewer import Viewer

MESSAGE = "Its author asked that it is not kept here, so nothing of it was brought in."
REASON = "refused"
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Refused:
    """What is refused among creators and addresses, as it is compared."""

    creators: frozenset[str]
    addresses: frozenset[str]

    def refuses(self, creators: Iterable[tuple[str, str]]) -> bool:
        """True for works of these creators: names, with how they are reached."""
        if not self.creators and not self.addresses:
            return False
        return any(
            fold_title(name) in self.creators
            or any(digest in self.addresses for digest in _digests(f"{name} {contact}"))
            for name, contact in creators
        )


def refused() -> Refused:
    """The creators and addresses that are refused now."""
    rows = Refusal.objects.exclude(kind=Refusal.Kind.HASH).values_list("kind", "value")
    by_kind: dict[str, set[str]] = {kind: set() for kind in Refusal.Kind.values}
    for kind, value in rows:
        by_kind[kind].add(value)
    return Refused(frozenset(by_kind[Refusal.Kind.CREATOR]), frozenset(by_kind[Refusal.Kind.ADDRESS]))


def refused_hashes(hashes: Collection[str]) -> set[str]:
    """Which of these files are refused."""
    found = Refusal.objects.filter(kind=Refusal.Kind.HASH, value__in=hashes)
    return set(found.values_list("value", flat=True))


@transaction.atomic
def refuse(kind: str, written: str, viewer: Viewer) -> Refusal:
    """Bring nothing in any more of this creator, address or file. Done twice it changes nothing.

    Raises FanthologyError for what is none of these, PermissionDenied for anyone but the keeper.
    """
    require_keeper(viewer)
    value, said = _value(kind, " ".join(written.split()))
    told = {"said": said, "by_name": viewer.name or "keeper"}
    made, new = Refusal.objects.get_or_create(kind=kind, value=value, defaults=told)
    if new:
        note_after("refused", viewer.name, [made.public_id])
    return made


@transaction.atomic
def allow(refusal: Refusal, viewer: Viewer) -> None:
    """Take a refusal back. Raises FanthologyError for the file of a withdrawn work, PermissionDenied as `refuse`."""
    require_keeper(viewer)
    if refusal.withdrawal_id is not None:
        raise FanthologyError("This file belongs to a work that was withdrawn; it is not brought in again.")
    note_after("allowed", viewer.name, [refusal.public_id])
    refusal.delete()


def _value(kind: str, written: str) -> tuple[str, str]:
    if kind == Refusal.Kind.CREATOR and fold_title(written):
        return fold_title(written), written
    if kind == Refusal.Kind.ADDRESS and addresses_in(written) == [written]:
        digest = next(iter(_digests(written)))
        return digest, f"an address ({digest[:8]}…)"
    if kind == Refusal.Kind.HASH and _HASH.fullmatch(written.lower()):
        return written.lower(), f"{written.lower()[:12]}…"
    raise FanthologyError("That is no name of a creator, no mail address and no SHA-256 of a file.")


def _digests(text: str) -> Iterable[str]:
    """What is kept of the addresses in a text."""
    for address in addresses_in(text):
        yield sha256(f"fanthology address {address.casefold()}".encode()).hexdigest()
