"""How accounts are made and entered, where this archive differs from what the library does by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from fanthology.archive.accounts.keeping import add_pseud
from fanthology.archive.accounts.models import Invitation, User

from .clients import address_of
from .viewing import on_laptop

INVITED = "fanthology.invited"
"""In the session of somebody who came by an invitation: its token."""


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Who may make an account, and what a new one is."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        if on_laptop(request) or settings.REGISTRATION == "closed":
            return False
        return settings.REGISTRATION != "invitation" or invitation_of(request) is not None

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A new account with a pseud of its name; waiting, where the keeper decides; and its invitation is used."""
        return _welcome(request, user, lambda: super(Accounts, self).save_user(request, user, form, commit))

    def get_login_stages(self) -> list[str]:
        theirs = f"{EmailVerificationStage.__module__}.{EmailVerificationStage.__name__}"
        ours = f"{Verification.__module__}.{Verification.__name__}"
        return [ours if one == theirs else one for one in super().get_login_stages()]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom limits count and lists of sessions name: the reader's line, also behind a proxy."""
        line = address_of(request) or str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104  (not bound to)
        return line.partition("/")[0]


class Elsewhere(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts that another site vouches for are made under the same rules."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return Accounts(request).is_open_for_signup(request)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """As `Accounts.save_user`, which the library calls itself only if a form was filled in."""

        def save() -> User:
            made: User = super(Elsewhere, self).save_user(request, sociallogin, form)
            return made

        return save() if form else _welcome(request, sociallogin.user, save)


class Verification(EmailVerificationStage):  # type: ignore[misc]
    """Asks that an address was confirmed; an account that has none (a keeper's, made at the command line) passes."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if not self.login.signup and user is not None and not EmailAddress.objects.filter(user=user).exists():
            return None, True
        answer: tuple[HttpResponse | None, bool] = super().handle()
        return answer


@transaction.atomic
def _welcome(request: HttpRequest, user: User, save: Callable[[], User]) -> User:
    """Save a new account: with a pseud of its name; waiting, where the keeper decides; and its invitation is used."""
    invitation = invitation_of(request)
    if settings.REGISTRATION == "approval" and invitation is None:
        user.is_active, user.awaits_approval = False, True
    made = save()
    add_pseud(made, made.username)
    if invitation is not None:
        Invitation.objects.filter(pk=invitation.pk).update(used_by=made, used_at=timezone.now())
        request.session.pop(INVITED, None)
    return made


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation that this browser came by, if it still stands."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not request.session.session_key:
        return None
    token = request.session.get(INVITED, "")
    return Invitation.standing(token) if token else None
