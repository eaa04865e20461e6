"""Accounts: the right password, wrong ones, too many of them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from fanthology.archive.accounts.models import User
from fanthology.archive.web import throttle

pytestmark = pytest.mark.django_db
RIGHT = "a long password"


@pytest.fixture(autouse=True)
def account(stranger: Client) -> None:
    User.objects.create_user("mina", password=RIGHT, is_keeper=True)


def sign_in(client: Client, password: str, **more: str) -> int:
    return client.post("/sign-in", {"username": "mina", "password": password, **more}).status_code


def test_a_keeper_signs_in_and_out(stranger: Client) -> None:
    assert sign_in(stranger, RIGHT) == 302
    assert stranger.get("/keeper/upload").status_code == 200
    stranger.post("/sign-out")
    assert stranger.get("/keeper/upload").status_code == 403


def test_a_wrong_password_says_so_without_saying_which(stranger: Client) -> None:
    known = stranger.post("/sign-in", {"username": "mina", "password": "wrong"}).text
    unknown = stranger.post("/sign-in", {"username": "nobody", "password": "wrong"}).text
    assert "do not fit together" in known and "do not fit together" in unknown


def test_guessing_is_slowed_down(stranger: Client) -> None:
    assert [sign_in(stranger, "wrong") for _ in range(throttle.ATTEMPTS)] == [200] * throttle.ATTEMPTS
    assert sign_in(stranger, RIGHT) == 429
    assert stranger.get("/keeper/upload").status_code == 403


@pytest.mark.parametrize("spelling", [" mina", "mina  ", "\uff4dina", "MINA"])
def test_another_spelling_of_the_name_is_no_way_round(stranger: Client, spelling: str) -> None:
    for _ in range(throttle.ATTEMPTS):
        sign_in(stranger, "wrong")
    assert sign_in(stranger, "wrong", username=spelling) == 429


def test_a_name_and_its_mail_address_are_counted_together(stranger: Client) -> None:
    EmailAddress.objects.create(user=User.objects.get(), email="mina@moors.example", verified=True, primary=True)
    for _ in range(throttle.ATTEMPTS):
        sign_in(stranger, "wrong", username="mina@moors.example")
    assert sign_in(stranger, RIGHT) == 429


def test_all_web_processes_count_together(stranger: Client, home: Path) -> None:
    sign_in(stranger, "wrong")
    (counted,) = (home / "sign-in").iterdir()
    counted.write_bytes(b"." * throttle.ATTEMPTS)  # as others would
    assert sign_in(stranger, RIGHT) == 429


def test_the_count_is_forgotten_in_time_and_names_nobody(stranger: Client, home: Path) -> None:
    for _ in range(throttle.ATTEMPTS):
        sign_in(stranger, "wrong")
    (counted,) = (home / "sign-in").iterdir()
    assert "mina" not in counted.name + counted.read_text()
    long_ago = time.time() - throttle.MINUTES * 60 - 1
    os.utime(counted, (long_ago, long_ago))
    assert sign_in(stranger, RIGHT) == 302


def test_the_right_password_ends_the_count(stranger: Client) -> None:
    for _ in range(3):
        assert [sign_in(stranger, "wrong") for _ in range(throttle.ATTEMPTS - 1)] == [200] * (throttle.ATTEMPTS - 1)
        assert sign_in(stranger, RIGHT) == 302


def test_a_disabled_account_does_not_get_in(stranger: Client) -> None:
    User.objects.update(is_active=False)
    assert sign_in(stranger, RIGHT) == 200


def test_a_new_password_ends_old_sessions(stranger: Client) -> None:
    sign_in(stranger, RIGHT)
    user = User.objects.get()
    user.set_password("quite another one")
    user.save()
    assert stranger.get("/keeper/upload").status_code == 403


def test_the_way_on_stays_on_this_site(stranger: Client) -> None:
    form = {"username": "mina", "password": RIGHT, "next": "https://evil.example/"}
    assert stranger.post("/sign-in", form)["Location"] == "/"
