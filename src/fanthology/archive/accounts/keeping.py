"""What is done to accounts: approving, closing, roles, pseuds; all of an account's own data; and leaving."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from fanthology.archive.audit import note_after
from fanthology.fic.errors import FanthologyError

from .models import Pseud, Role, RoleGrant, User

OWN_DATA: dict[str, Callable[[User], Any]] = {}
"""What else an account's own data are, by the name of a file: apps that know more put their part here."""
LEAVING: list[Callable[[User, str], None]] = []
"""What else has to be done when an account goes: called with the account, and what is to become of its works."""
FATES = ("orphan", "withdraw")
MOST_PSEUDS = 20


def roles_of(user: User) -> frozenset[str]:
    """Every role of an account, with those that follow from it."""
    granted = set(user.grants.values_list("role", flat=True))
    return frozenset(granted | {"reader"} | ({"keeper"} if user.is_keeper else set()))


def note_sign_in(sender: object, user: User, **_: object) -> None:
    """Note that a keeper is in, by whatever way and after whatever factors."""
    if user.is_keeper:
        note_after("signed-in", user.get_username())


@transaction.atomic
def set_roles(user: User, roles: Iterable[str], keeper: bool) -> None:
    """Give an account these roles and no others.

    Raises FanthologyError for a role that there is not, or if nobody would be left who keeps the archive.
    """
    wanted = set(roles)
    if not wanted <= set(Role.values):
        raise FanthologyError("There is no such role.")
    if user.is_keeper and not keeper:
        _need_another_keeper(user)
    RoleGrant.objects.filter(user=user).exclude(role__in=wanted).delete()
    for role in wanted:
        RoleGrant.objects.get_or_create(user=user, role=role)
    User.objects.filter(pk=user.pk).update(is_keeper=keeper)


@transaction.atomic
def approve(user: User) -> None:
    """Let somebody in who asked for an account."""
    User.objects.filter(pk=user.pk, awaits_approval=True).update(awaits_approval=False, is_active=True)


@transaction.atomic
def close(user: User) -> None:
    """Shut an account: it cannot sign in, and is signed out everywhere. Its name stays taken. Raises FanthologyError
    for the last keeper."""
    if user.is_keeper:
        _need_another_keeper(user)
    User.objects.filter(pk=user.pk).update(is_active=False, awaits_approval=False)
    end_sessions(user)


@transaction.atomic
def reopen(user: User) -> None:
    """Let a closed account sign in again."""
    User.objects.filter(pk=user.pk).update(is_active=True, awaits_approval=False)


def end_sessions(user: User) -> None:
    """Sign an account out everywhere."""
    keys = [
        one.session_key for one in Session.objects.iterator() if one.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(session_key__in=keys).delete()


@transaction.atomic
def add_pseud(user: User, name: str) -> Pseud:
    """A new name to write under. Raises FanthologyError for one that cannot be."""
    name = " ".join(name.split())
    if not name or len(name) > 80 or not name.isprintable():
        raise FanthologyError("A pseud is a name of up to 80 letters.")
    if user.pseuds.count() >= MOST_PSEUDS:
        raise FanthologyError(f"An account has up to {MOST_PSEUDS} pseuds.")
    if user.pseuds.filter(name=name).exists():
        raise FanthologyError(f"“{name}” is one of your pseuds already.")
    return Pseud.objects.create(user=user, name=name, is_default=not user.pseuds.exists())


@transaction.atomic
def make_default(pseud: Pseud) -> None:
    """Have this pseud be the account's own name."""
    Pseud.objects.filter(user=pseud.user_id).update(is_default=False)
    Pseud.objects.filter(pk=pseud.pk).update(is_default=True)


@transaction.atomic
def remove_pseud(pseud: Pseud) -> None:
    """Take a pseud away. Raises FanthologyError for the default one."""
    if pseud.is_default:
        raise FanthologyError("This is your default pseud. Make another one the default first.")
    pseud.delete()


def own_data(user: User) -> bytes:
    """A zip with all that is kept of an account, as JSON."""
    told: dict[str, Any] = {
        "account": {
            "name": user.username,
            "mail": user.email,
            "joined": user.date_joined.isoformat(),
            "last_signed_in": user.last_login.isoformat() if user.last_login else None,
            "roles": sorted(roles_of(user)),
        },
        "pseuds": [{"name": one.name, "default": one.is_default} for one in user.pseuds.all()],
    }
    told |= entering_of(user)
    told |= {name: gather(user) for name, gather in OWN_DATA.items()}
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as box:
        for name, data in told.items():
            box.writestr(f"{name}.json", json.dumps(data, ensure_ascii=False, indent=1))
    return kept.getvalue()


def entering_of(user: User) -> dict[str, list[dict[str, Any]]]:
    """How an account is entered, and from where; never what a password, a passkey or a code is made from."""
    return {
        "addresses": [
            {"mail": one.email, "confirmed": one.verified}
            for one in EmailAddress.objects.filter(user_id=user.pk).order_by("pk")
        ],
        "sessions": [
            {
                "began": one.created_at.isoformat(),
                "last_seen": one.last_seen_at.isoformat(),
                "address": one.ip,
                "browser": one.user_agent,
            }
            for one in UserSession.objects.filter(user_id=user.pk).order_by("pk")
        ],
        "factors": [
            {"kind": one.type, "name": str(one), "made": one.created_at.isoformat()}
            for one in Authenticator.objects.filter(user_id=user.pk).order_by("pk")
        ],
        "elsewhere": [
            {"site": one.provider, "name_there": one.uid, "told": one.extra_data, "since": one.date_joined.isoformat()}
            for one in SocialAccount.objects.filter(user_id=user.pk).order_by("pk")
        ],
    }


@transaction.atomic
def leave(user: User, fate: str) -> None:
    """Delete an account. Its works are orphaned or withdrawn. Raises FanthologyError for the last keeper, or another
    fate than those."""
    if fate not in FATES:
        raise FanthologyError("Say what is to become of your works: orphaned, or withdrawn.")
    if user.is_keeper:
        _need_another_keeper(user)
    for settle in LEAVING:
        settle(user, fate)
    end_sessions(user)
    user.delete()


def _need_another_keeper(user: User) -> None:
    if not User.objects.filter(is_keeper=True, is_active=True).exclude(pk=user.pk).exists():
        raise FanthologyError("This is the only keeper's account. Make somebody else a keeper first.")
