"""People for whom another site vouches come in under the same rules as everyone else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from archive.web.guild import guild
from fanthology.archive.accounts.models import Invitation, Pseud, User

pytestmark = pytest.mark.django_db
LOGIN = "/account/oidc/openid/login/"


@pytest.fixture
def elsewhere(home: Path, settings: Any) -> Iterator[str]:
    with guild(email="ruth@moors.example", preferred_username="ruth") as address:
        app = {"provider_id": "openid", "name": "The Guild", "client_id": "a", "secret": "b"}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app | {"settings": {"server_url": address}}]}}
        yield address


def come_back(client: Client) -> Any:
    """Ask the other site, and bring its answer."""
    there = client.post(LOGIN)["Location"]
    state = parse_qs(urlsplit(there).query)["state"][0]
    return client.get(LOGIN.replace("login", "login/callback"), {"code": "yes", "state": state}, follow=True)


def test_nobody_new_where_no_accounts_are_made(elsewhere: str, stranger: Client, settings: Any) -> None:
    settings.REGISTRATION = "closed"
    come_back(stranger)
    assert not User.objects.exists()


def test_an_open_archive_gives_them_an_account_with_a_pseud(elsewhere: str, stranger: Client, settings: Any) -> None:
    settings.REGISTRATION = "open"
    come_back(stranger)
    assert stranger.get("/account/").status_code == 200
    assert Pseud.objects.get().user == User.objects.get() and Pseud.objects.get().is_default


def test_they_wait_for_the_keeper_like_others(elsewhere: str, stranger: Client, keeper: Client, settings: Any) -> None:
    settings.REGISTRATION = "approval"
    come_back(stranger)
    user = User.objects.get(is_keeper=False)
    assert user.awaits_approval and not user.is_active
    come_back(stranger)
    assert stranger.get("/account/").status_code == 302
    keeper.post("/keeper/accounts/decide", {"name": user.username, "decision": "approve"})
    come_back(stranger)
    assert stranger.get("/account/").status_code == 200


def test_they_use_an_invitation_up(elsewhere: str, stranger: Client, settings: Any) -> None:
    settings.REGISTRATION = "invitation"
    come_back(stranger)
    assert not User.objects.exists()
    made, token = Invitation.make()
    stranger.get(f"/invited/{token}")
    come_back(stranger)
    made.refresh_from_db()
    assert made.used_by == User.objects.get() and Invitation.standing(token) is None


def test_a_form_may_lead_to_the_other_site_from_the_page_that_asks_it_alone(elsewhere: str, stranger: Client) -> None:
    assert "form-action 'self' http:;" in stranger.get(LOGIN)["Content-Security-Policy"]
    assert "form-action 'self';" in stranger.get("/sign-in")["Content-Security-Policy"]
