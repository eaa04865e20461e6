"""Accounts: who may make one, what they may do, how they are entered, and how they end."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from archive.factories import make_work
from fanthology.archive.accounts.keeping import add_pseud, own_data, roles_of, set_roles
from fanthology.archive.accounts.models import Invitation, Pseud, User
from fanthology.archive.audit import read_back
from fanthology.archive.catalogue.models import Claim, Creator
from fanthology.archive.web.addresses import work_address
from fanthology.fic.errors import FanthologyError

pytestmark = pytest.mark.django_db
PASSWORD = "a lamp on the landing"
NEW = {"email": "ruth@moors.example", "username": "ruth", "password1": PASSWORD, "password2": PASSWORD}


def sign_up(client: Client, **more: str) -> Any:
    return client.post("/account/signup/", {**NEW, **more})


def confirm(client: Client) -> None:
    """Follow the last address that came by mail."""
    letters = "".join(str(one.body) for one in mail.outbox)
    client.post(re.findall(r"/account/confirm-email/[^/\s]+/", letters)[-1])


def sign_in(client: Client, name: str = "ruth", password: str = PASSWORD) -> Any:
    return client.post("/sign-in", {"username": name, "password": password})


@pytest.mark.parametrize(("mode", "made"), [("closed", 0), ("invitation", 0), ("approval", 1), ("open", 1)])
def test_who_may_make_an_account(home: Path, stranger: Client, settings: Any, mode: str, made: int) -> None:
    settings.REGISTRATION = mode
    assert ("Make an account" in stranger.get("/sign-in").text) == bool(made)
    sign_up(stranger)
    assert User.objects.count() == made


def test_on_a_laptop_nobody_makes_accounts(home: Path, stranger: Client, settings: Any) -> None:
    settings.REGISTRATION, settings.LAPTOP = "open", True
    sign_up(stranger)
    assert not User.objects.exists()


def test_an_address_is_confirmed_before_anyone_gets_in(home: Path, stranger: Client, settings: Any) -> None:
    settings.REGISTRATION = "open"
    sign_up(stranger)
    sign_in(stranger)
    assert stranger.get("/account/").status_code == 302
    confirm(stranger)
    sign_in(stranger, "ruth@moors.example")
    assert "ruth" in stranger.get("/account/").text
    assert [one.name for one in Pseud.objects.all()] == ["ruth"]


def test_the_keeper_lets_people_in(home: Path, stranger: Client, keeper: Client, settings: Any) -> None:
    settings.REGISTRATION = "approval"
    sign_up(stranger)
    EmailAddress.objects.update(verified=True)
    sign_in(stranger)
    assert stranger.get("/account/").status_code == 302
    assert "waits for you" in keeper.get("/keeper/accounts/").text
    keeper.post("/keeper/accounts/decide", {"name": "ruth", "decision": "approve"})
    assert mail.outbox[-1].to == ["ruth@moors.example"] and "/sign-in" in str(mail.outbox[-1].body)
    sign_in(stranger)
    assert stranger.get("/account/").status_code == 200


def test_an_invitation_makes_one_account(home: Path, stranger: Client, keeper: Client, settings: Any) -> None:
    settings.REGISTRATION = "invitation"
    page = keeper.post("/keeper/accounts/invite", {"note": "for Ruth"}).text
    place = re.findall(r"/invited/[\w-]+", page)[0]
    assert place.rpartition("/")[2] not in keeper.get("/keeper/accounts/").text
    assert "for Ruth" in keeper.get("/keeper/accounts/").text
    assert stranger.get(place)["Location"].startswith("/account/signup/")
    sign_up(stranger)
    assert User.objects.filter(username="ruth").exists() and Invitation.objects.get().used_by is not None
    other = Client(SERVER_NAME="127.0.0.1")
    assert other.get(place)["Location"] == "/sign-in"
    sign_up(other, username="edith", email="edith@moors.example")
    assert not User.objects.filter(username="edith").exists()


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_whoever_has_a_second_factor_is_asked_for_it(home: Path, stranger: Client) -> None:
    user = User.objects.create_user("ruth", password=PASSWORD)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    assert sign_in(stranger)["Location"].startswith("/account/two-factor/authenticate/")
    assert stranger.get("/account/").status_code == 302
    stranger.post("/account/two-factor/authenticate/", {"code": "000000"})
    assert stranger.get("/account/").status_code == 302
    stranger.post("/account/two-factor/authenticate/", {"code": code(secret)})
    assert stranger.get("/account/").status_code == 200
    assert Authenticator.objects.filter(user=user).exists()


@pytest.mark.parametrize("factor", [True, False], ids=["with a second factor", "without one"])
def test_a_keeper_who_signs_in_is_noted_when_they_are_in(
    home: Path,
    stranger: Client,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
    factor: bool,
) -> None:
    user, secret = User.objects.create_user("ruth", password=PASSWORD, is_keeper=True), generate_totp_secret()
    if factor:
        TOTP.activate(user, secret)
        with django_capture_on_commit_callbacks(execute=True):
            sign_in(stranger)
            stranger.post("/account/two-factor/authenticate/", {"code": "000000"})
        assert list(read_back()) == []
    with django_capture_on_commit_callbacks(execute=True):
        if factor:
            stranger.post("/account/two-factor/authenticate/", {"code": code(secret)})
        else:
            sign_in(stranger)
    assert [(line.what, line.who) for line in read_back()] == [("signed-in", "ruth")]


@pytest.mark.parametrize(
    ("page", "scripts"),
    [
        ("", "'none'"),
        ("webauthn/", "'none'"),
        ("webauthn/add/", "'self'"),
        ("totp/activate/", "'none'"),
        ("recovery-codes/generate/", "'none'"),
    ],
)
def test_pages_of_factors_are_there_and_only_passkeys_have_scripts(
    home: Path, stranger: Client, page: str, scripts: str
) -> None:
    User.objects.create_user("ruth", password=PASSWORD)
    sign_in(stranger)
    stranger.post("/account/reauthenticate/", {"password": PASSWORD})
    answer = stranger.get(f"/account/two-factor/{page}", follow=True)
    assert answer.status_code == 200 and "Fanthology" in answer.text
    assert f"script-src {scripts};" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "script-src 'none'" in stranger.get("/account/")["Content-Security-Policy"]
    assert "script-src 'none'" in stranger.get("/creators/")["Content-Security-Policy"]


def test_another_site_can_vouch_for_people(home: Path, stranger: Client, settings: Any) -> None:
    app = {"provider_id": "openid", "name": "The Guild", "client_id": "a", "secret": "b"}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [app | {"settings": {"server_url": "https://guild.example"}}]}
    }
    assert "Sign in with The Guild" in stranger.get("/sign-in").text


def test_sessions_are_listed_and_ended(home: Path, stranger: Client) -> None:
    User.objects.create_user("ruth", password=PASSWORD)
    other = Client(SERVER_NAME="127.0.0.1", headers={"user-agent": "A lantern"})
    sign_in(stranger)
    sign_in(other)
    assert "A lantern" in stranger.get("/account/sessions/").text
    stranger.post("/account/sessions/")
    assert other.get("/account/").status_code == 302 and stranger.get("/account/").status_code == 200


def test_limits_and_sessions_know_who_is_behind_the_proxy(home: Path, settings: Any) -> None:
    settings.PROXIES = 1
    User.objects.create_user("ruth", password=PASSWORD)
    client = Client(SERVER_NAME="127.0.0.1", headers={"x-forwarded-for": "192.0.2.66, 198.51.100.7"})
    sign_in(client)
    assert "198.51.100.7" in client.get("/account/sessions/").text


def test_a_curator_brings_in_a_file_of_more_than_a_megabyte(home: Path, stranger: Client, reader: Client) -> None:
    set_roles(User.objects.create_user("edith", password=PASSWORD), ["curator"], keeper=False)
    sign_in(stranger, "edith")
    large = b"It rained upon the landing. " * 50_000
    assert reader.post("/keeper/upload", {"files": io.BytesIO(large)}).status_code == 413
    assert stranger.post("/keeper/upload", {"files": io.BytesIO(large)}).status_code == 302


def test_a_guest_has_no_session(home: Path, stranger: Client) -> None:
    for place in ("/", "/works/", "/sign-in", "/fandoms/"):
        stranger.get(place)
    assert not Session.objects.exists()


def test_a_new_address_counts_when_it_is_confirmed(home: Path, stranger: Client) -> None:
    user = User.objects.create_user("ruth", password=PASSWORD, email="ruth@moors.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    sign_in(stranger)
    change = {"email": "new@moors.example", "action_add": ""}
    assert "reauthenticate" in stranger.post("/account/email/", change)["Location"]
    stranger.post("/account/reauthenticate/", {"password": PASSWORD})
    stranger.post("/account/email/", change)
    user.refresh_from_db()
    assert user.email == "ruth@moors.example"
    confirm(stranger)
    user.refresh_from_db()
    assert user.email == "new@moors.example"


def test_roles_and_what_they_may(home: Path, stranger: Client, keeper: Client) -> None:
    make_work("The Lamp", visibility="private")
    user = User.objects.create_user("ruth", password=PASSWORD)
    sign_in(stranger)
    assert stranger.get("/keeper/intakes/").status_code == 403 and "The Lamp" not in stranger.get("/works/").text
    keeper.post("/keeper/accounts/decide", {"name": "ruth", "decision": "roles", "role": ["curator", "author"]})
    assert roles_of(user) == {"reader", "curator", "author"}
    for place in ("/keeper/intakes/", "/keeper/upload", "/keeper/tags/", "/keeper/suggestions/", "/keeper/proposals/"):
        assert stranger.get(place).status_code == 200
    for place in ("/keeper/publish", "/keeper/accounts/", "/keeper/withdrawals/"):
        assert stranger.get(place).status_code == 403
    assert "The Lamp" in stranger.get("/works/").text
    keeper.post("/keeper/accounts/decide", {"name": "ruth", "decision": "close"})
    assert stranger.get("/account/").status_code == 302
    assert sign_in(stranger).status_code == 200


def test_the_last_keeper_stays(home: Path, keeper: Client) -> None:
    answer = keeper.post("/keeper/accounts/decide", {"name": "mina", "decision": "roles"})
    assert answer.status_code == 400 and "only keeper" in answer.text
    with pytest.raises(FanthologyError, match="no such role"):
        set_roles(User.objects.get(), ["emperor"], keeper=True)


def test_pseuds(home: Path, stranger: Client) -> None:
    user = User.objects.create_user("ruth", password=PASSWORD)
    add_pseud(user, "ruth")
    sign_in(stranger)
    stranger.post("/account/pseuds", {"name": "  Gilded   Lily "})
    lily = Pseud.objects.get(name="Gilded Lily")
    assert not lily.is_default
    stranger.post("/account/pseuds", {"decision": "default", "pseud": lily.public_id})
    first = Pseud.objects.get(name="ruth")
    assert stranger.post("/account/pseuds", {"decision": "remove", "pseud": lily.public_id}).status_code == 400
    stranger.post("/account/pseuds", {"decision": "remove", "pseud": first.public_id})
    assert [one.name for one in Pseud.objects.all()] == ["Gilded Lily"]
    other = User.objects.create_user("edith", password=PASSWORD)
    hers = add_pseud(other, "Edith")
    assert stranger.post("/account/pseuds", {"decision": "remove", "pseud": hers.public_id}).status_code == 404


def test_own_data(home: Path, stranger: Client) -> None:
    user = User.objects.create_user("ruth", password=PASSWORD, email="ruth@moors.example")
    add_pseud(user, "Gilded Lily")
    EmailAddress.objects.create(user=user, email="old@moors.example")
    stranger.force_login(user)
    secret = generate_totp_secret()
    UserSession.objects.create(
        user=user, ip="127.0.0.1", user_agent="A lantern", session_key=stranger.session.session_key
    )
    TOTP.activate(user, secret)
    with zipfile.ZipFile(io.BytesIO(stranger.get("/account/data.zip").content)) as box:
        assert json.loads(box.read("account.json"))["mail"] == "ruth@moors.example"
        assert json.loads(box.read("pseuds.json")) == [{"name": "Gilded Lily", "default": True}]
        session = json.loads(box.read("sessions.json"))[0]
        assert session["browser"] == "A lantern" and session["began"] and session["address"] == "127.0.0.1"
        assert json.loads(box.read("addresses.json")) == [{"mail": "old@moors.example", "confirmed": False}]
        assert [one["kind"] for one in json.loads(box.read("factors.json"))] == ["totp"]
        assert json.loads(box.read("elsewhere.json")) == []
        assert secret not in "".join(box.read(name).decode() for name in box.namelist())
        assert PASSWORD not in "".join(box.read(name).decode() for name in box.namelist())
    assert user.password.encode() not in own_data(user)


def test_leaving_needs_the_password_and_an_answer(home: Path, stranger: Client) -> None:
    User.objects.create_user("ruth", password=PASSWORD)
    User.objects.create_user("mina", password=PASSWORD, is_keeper=True)
    sign_in(stranger)
    session = stranger.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 10_000}]
    session.save()
    assert "reauthenticate" in stranger.post("/account/leave", {"fate": "orphan"})["Location"]
    stranger.post("/account/reauthenticate/", {"password": PASSWORD})
    assert stranger.post("/account/leave", {"fate": "burn"}).status_code == 400
    stranger.post("/account/leave", {"fate": "orphan"})
    assert [one.username for one in User.objects.all()] == ["mina"]
    assert stranger.get("/account/").status_code == 302


def test_an_account_of_a_curator_corrects_what_others_may_not(home: Path, stranger: Client, reader: Client) -> None:
    work = make_work("The Lmap")
    set_roles(User.objects.create_user("edith", password=PASSWORD), ["curator"], keeper=False)
    sign_in(stranger, "edith")
    form = {"field": "title", "value": "The Lamp"}
    assert reader.post(f"{work_address(work)}/edit", form).status_code == 403
    assert stranger.post(f"{work_address(work)}/edit", form).status_code == 302
    work.refresh_from_db()
    assert work.title == "The Lamp"
    assert stranger.get(f"{work_address(work)}/original").status_code == 403


@pytest.mark.parametrize("fate", ["orphan", "withdraw"])
def test_what_becomes_of_the_works_of_somebody_who_leaves(
    home: Path, stranger: Client, keeper: Client, fate: str
) -> None:
    work = make_work("The Lamp", creators=["Gilded Lily"])
    user = User.objects.create_user("ruth", password=PASSWORD)
    Claim.objects.create(creator=Creator.objects.get(), user=user, way="keeper", state="accepted")
    sign_in(stranger)
    with zipfile.ZipFile(io.BytesIO(stranger.get("/account/data.zip").content)) as box:
        assert json.loads(box.read("claims.json"))[0]["name"] == "Gilded Lily"
    stranger.post("/account/reauthenticate/", {"password": PASSWORD})
    stranger.post("/account/leave", {"fate": fate})
    assert not User.objects.filter(username="ruth").exists()
    page = Client(SERVER_NAME="127.0.0.1").get(work_address(work))
    assert "Gilded Lily" not in page.text
    assert page.status_code == (200 if fate == "orphan" else 410)
