"""Coming in, in a real browser: what its rules about scripts, pictures and forms must leave working."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from archive.web.guild import guild
from fanthology.archive.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]
PASSWORD = "a lamp on the landing"


@pytest.fixture
def page(home: Path, live_server: Any, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def sign_in(page: Page) -> None:
    User.objects.create_user("ruth", password=PASSWORD)
    page.goto("/sign-in?next=/account/")
    page.get_by_label("Name or mail address").fill("ruth")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="ruth")).to_be_visible()


def open_guarded(page: Page, address: str) -> None:
    """A page that asks for the password once more."""
    page.goto(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(f"**{address}")


def test_another_site_vouches(page: Page, settings: Any) -> None:
    settings.REGISTRATION = "open"
    with guild(email="ruth@moors.example", preferred_username="ruth") as address:
        app = {"provider_id": "openid", "name": "The Guild", "client_id": "a", "secret": "b"}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app | {"settings": {"server_url": address}}]}}
        page.goto("/sign-in")
        page.get_by_role("link", name="Sign in with The Guild").click()
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_the_picture_for_the_app_is_seen(page: Page) -> None:
    sign_in(page)
    open_guarded(page, "/account/two-factor/totp/activate/")
    picture = page.locator("main img")
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth, () => 0)") > 50


def test_a_passkey_is_made_and_lets_in(page: Page) -> None:
    authenticator = page.context.new_cdp_session(page)
    authenticator.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    answers = {"isUserVerified": True, "automaticPresenceSimulation": True}
    authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": kind | answers})
    sign_in(page)
    open_guarded(page, "/account/two-factor/webauthn/add/")
    page.get_by_label("Name").fill("my lantern")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/two-factor/**")
    expect(page.get_by_text("added", exact=False).first).to_be_visible()
    made = Authenticator.objects.get(type="webauthn")
    for what in ("edit", "remove"):
        page.goto(f"/account/two-factor/webauthn/keys/{made.pk}/{what}/")
        assert Axe().run(page, options={"resultTypes": ["violations"]})["violations"] == []
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
