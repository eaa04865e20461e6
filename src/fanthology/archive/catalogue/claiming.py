"""Creators claimed by the people whose names they are: asking, proving, deciding. Every step is logged."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from fanthology.archive.audit import note_after
from fanthology.fic.errors import FanthologyError
from fanthology.fic.writers.privacy import addresses_in

from .models import Claim, ClaimStep, Creator
from .public_ids import new_public_id
from .queries import require_keeper
from .viewer import Viewer

TRIES = 5
LASTS = timedelta(days=7)
MOST_A_DAY = 3
"""So many codes are sent to one address in a day, whoever asks."""
_SUBJECT = "A code from an archive"
_LETTER = """Somebody with an account at an archive of stories says that the name {name} is theirs.

If that was you, enter this code on the page where you asked: {code}

If it was not, you need do nothing: without the code nothing happens.
"""


@transaction.atomic
def claim(creator: Creator, viewer: Viewer, way: str, said: str = "") -> Claim:
    """Say that a creator is oneself. For the way by address a code is sent to the one in the files.

    Raises FanthologyError if the name is somebody else's by now, is being claimed by this account already, or cannot be
    claimed in this way; PermissionDenied for someone without an account.
    """
    if viewer.user_id is None:
        raise PermissionDenied
    _refuse_taken(creator, viewer)
    made = _WAYS.get(way)
    if made is None:
        raise FanthologyError("Choose how you can show that the name is yours.")
    found = made(creator, viewer.user_id, " ".join(said.split())[:500])
    _log(found, "claimed", viewer)
    return found


def enter_code(found: Claim, viewer: Viewer, code: str) -> None:
    """Accept a claim by the code that was sent. Raises FanthologyError for a wrong one, PermissionDenied for another's.

    A wrong code is counted even though it is refused, so this is more than one transaction.
    """
    if viewer.user_id is None or found.user_id != viewer.user_id:
        raise PermissionDenied
    with transaction.atomic():
        right = _try_code(found, code)
        if right:
            _accept(found, viewer, "the code was right")
    if not right:
        raise FanthologyError("That is not the code, or it is no longer good. Look at the letter again.")


@transaction.atomic
def decide(found: Claim, viewer: Viewer, accept: bool, why: str) -> None:
    """The keeper's decision on a claim, with its reason; a claim that was accepted can be refused later.

    Raises FanthologyError if that was decided already, or another's claim stands; PermissionDenied for others.
    """
    require_keeper(viewer)
    found = Claim.objects.select_for_update().get(pk=found.pk)
    if accept:
        _accept(found, viewer, why)
        return
    if found.state == Claim.State.REFUSED:
        raise FanthologyError("This claim was refused already.")
    Claim.objects.filter(pk=found.pk).update(state=Claim.State.REFUSED)
    _log(found, "refused", viewer, why)


def _refuse_taken(creator: Creator, viewer: Viewer) -> None:
    standing = creator.claims.filter(state=Claim.State.ACCEPTED).first()
    if standing is not None and standing.user_id == viewer.user_id:
        raise FanthologyError("This name is yours already. Its works are among your works.")
    if standing is not None:
        raise FanthologyError("Somebody else has shown that this name is theirs. If that is wrong, tell the keeper.")
    if creator.claims.filter(user=viewer.user_id, state=Claim.State.OPEN).exists():
        raise FanthologyError("You have claimed this name already, and that is not decided yet.")


def _by_address(creator: Creator, user: int, said: str) -> Claim:
    addresses = addresses_in(creator.contact)
    if not addresses:
        raise FanthologyError("There is no mail address in these files. Choose another way.")
    sent = creator.claims.filter(way=Claim.Way.ADDRESS, at__gte=timezone.now() - timedelta(days=1)).count()
    if sent >= MOST_A_DAY:
        raise FanthologyError("Enough codes were sent to this address today. Try again tomorrow.")
    code = new_public_id()
    made = Claim.objects.create(creator=creator, user_id=user, way=Claim.Way.ADDRESS, code=_digest(code))
    try:
        send_mail(_SUBJECT, _LETTER.format(name=creator.name, code=code), None, addresses[:1])
    except OSError as error:
        raise FanthologyError("The letter could not be sent. Choose another way, or try again later.") from error
    return made


def _by_page(creator: Creator, user: int, said: str) -> Claim:
    if not said:
        raise FanthologyError("Say which page you will place the code on.")
    code = f"fanthology-{new_public_id()}"
    return Claim.objects.create(creator=creator, user_id=user, way=Claim.Way.PAGE, code=code, said=said)


def _by_judgement(creator: Creator, user: int, said: str) -> Claim:
    if not said:
        raise FanthologyError("Tell the keeper why the name is yours.")
    return Claim.objects.create(creator=creator, user_id=user, way=Claim.Way.KEEPER, said=said)


_WAYS: dict[str, Callable[[Creator, int, str], Claim]] = {
    Claim.Way.ADDRESS: _by_address,
    Claim.Way.PAGE: _by_page,
    Claim.Way.KEEPER: _by_judgement,
}


def _try_code(found: Claim, code: str) -> bool:
    """Whether a code is right, counting the attempt."""
    locked = Claim.objects.select_for_update().get(pk=found.pk)
    good = locked.state == Claim.State.OPEN and locked.way == Claim.Way.ADDRESS and locked.tries < TRIES
    if not good or locked.at < timezone.now() - LASTS:
        return False
    Claim.objects.filter(pk=locked.pk).update(tries=locked.tries + 1)
    return secrets.compare_digest(locked.code, _digest(code.strip().lower()))


def _accept(found: Claim, viewer: Viewer, why: str) -> None:
    others = Claim.objects.filter(creator=found.creator_id, state=Claim.State.ACCEPTED)
    if others.exists():
        raise FanthologyError("This name is claimed already. Refuse that claim first if it is wrong.")
    Claim.objects.filter(pk=found.pk).update(state=Claim.State.ACCEPTED, code="")
    _log(found, "accepted", viewer, why)


def _log(found: Claim, what: str, viewer: Viewer, why: str = "") -> None:
    note_after("claim", viewer.name, (found.public_id, what))
    ClaimStep.objects.create(claim=found, what=what, why=why, by_name=viewer.name or "keeper")


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()
