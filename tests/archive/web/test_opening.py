"""The one-time address of a laptop: once, only there, only straight from the same machine."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from fanthology.archive.web import opening

pytestmark = pytest.mark.django_db
PROXY_HEADERS = [
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_VIA",
]


@pytest.fixture
def browser(home: Path, settings: Any) -> Client:
    settings.LAPTOP = True
    return Client(SERVER_NAME="127.0.0.1")


def is_keeper(client: Client, **headers: Any) -> bool:
    return client.get("/keeper/private", **headers).status_code == 200


def test_an_address_works_once(browser: Client) -> None:
    token = opening.new_token()
    answer = browser.get(f"/open/{token}/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_keeper(browser)
    again = Client(SERVER_NAME="127.0.0.1")
    assert again.get(f"/open/{token}/").status_code == 403
    assert "fanthology keeper open" in again.get(f"/open/{token}/").text
    assert not is_keeper(again)


def test_the_cookie_is_out_of_reach(browser: Client) -> None:
    browser.get(f"/open/{opening.new_token()}/")
    cookie = browser.cookies[opening.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and int(cookie["max-age"]) > 60 * 60 * 24 * 30


def test_looking_ahead_does_not_use_it_up(browser: Client) -> None:
    token = opening.new_token()
    assert browser.head(f"/open/{token}/").status_code == 405
    assert browser.get(f"/open/{token}/").status_code == 302


@pytest.mark.parametrize("token", ["wrong", "x" * 5000, "..", "%00", "naïve"])
def test_a_made_up_token_opens_nothing(browser: Client, token: str) -> None:
    assert browser.get(f"/open/{token}/").status_code in (403, 404)
    assert not is_keeper(browser)


def test_an_old_address_is_void(browser: Client, home: Path) -> None:
    token = opening.new_token()
    (place,) = (home / "openings").iterdir()
    long_ago = time.time() - opening.ADDRESS_AGE - 1
    os.utime(place, (long_ago, long_ago))
    assert browser.get(f"/open/{token}/").status_code == 403


def test_what_is_kept_tells_no_secret(home: Path) -> None:
    token = opening.new_token()
    cookie = opening.use(opening.new_token())
    kept = [*(home / "openings").iterdir(), *(home / "keepers").iterdir()]
    assert [place.stat().st_mode & 0o777 for place in kept] == [0o600, 0o600]
    assert cookie is not None
    assert all(token not in place.name and place.name not in cookie and not place.read_bytes() for place in kept)


def test_revoking_locks_the_browser_out(laptop: Client) -> None:
    assert is_keeper(laptop)
    assert opening.revoke_all() == 1
    assert not is_keeper(laptop)


def test_signing_out_revokes_the_cookie_itself(laptop: Client) -> None:
    cookie = laptop.cookies[opening.COOKIE].value
    assert laptop.post("/sign-out").status_code == 302
    assert not opening.is_keeper(cookie)


def test_a_cookie_signed_elsewhere_opens_nothing(laptop: Client, settings: Any) -> None:
    settings.SECRET_KEY = "another archive's secret"
    assert not is_keeper(laptop)


@pytest.mark.parametrize("header", PROXY_HEADERS)
def test_a_proxy_turns_it_off(browser: Client, laptop: Client, header: str) -> None:
    token = opening.new_token()
    assert browser.get(f"/open/{token}/", **{header: "127.0.0.1"}).status_code == 403
    assert not is_keeper(laptop, **{header: "127.0.0.1"})
    assert browser.get(f"/open/{token}/").status_code == 302, "a refused request must not use the token up"


@pytest.mark.parametrize("peer", ["192.0.2.7", "10.0.0.1", "", "2001:db8::1"])
def test_another_machine_is_a_guest(laptop: Client, peer: str) -> None:
    assert not is_keeper(laptop, REMOTE_ADDR=peer)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "a b"])
def test_another_host_name_is_refused(laptop: Client, host: str) -> None:
    answer = laptop.get("/", SERVER_NAME=host, HTTP_HOST=host)
    assert answer.status_code == 400
    assert "does not answer to that name" in answer.text


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:9", "[::1]:8000", "[::1]"])
def test_local_names_are_the_laptop(laptop: Client, host: str) -> None:
    assert is_keeper(laptop, HTTP_HOST=host)


def test_nothing_opens_a_site_that_is_no_laptop(laptop: Client, settings: Any) -> None:
    settings.LAPTOP = False
    assert not is_keeper(laptop)
    assert laptop.get(f"/open/{opening.new_token()}/").status_code == 403


def test_without_the_cookie_the_front_page_says_what_to_open(browser: Client) -> None:
    assert "open the address that" in browser.get("/").text
