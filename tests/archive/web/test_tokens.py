"""Tokens: made once, shown once, good for what they say, and no way around anything."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client

from archive.factories import make_work
from fanthology.archive.accounts.keeping import close, leave, own_data, set_roles
from fanthology.archive.accounts.models import User
from fanthology.archive.audit import read_back
from fanthology.archive.feeds import tokens
from fanthology.archive.feeds.models import Token
from fanthology.archive.web import bearing
from fanthology.archive.web.buckets import Pace
from fanthology.fic.errors import FanthologyError

pytestmark = pytest.mark.django_db
ME = "/api/me"


@pytest.fixture
def ruth(reader: Client) -> User:
    return User.objects.get(username="ruth")


def secret(user: User, *scopes: str, adult: bool = False) -> str:
    return tokens.make(user, "E-reader", scopes or ("read",), adult)[1]


def basic(password: str, name: str = "ruth") -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def test_a_token_is_made_and_shown_once(
    reader: Client, stranger: Client, ruth: User, django_capture_on_commit_callbacks: Any
) -> None:
    sent = {"decision": "make", "name": "My <reader>", "scope": ["read", "burn"]}
    with django_capture_on_commit_callbacks(execute=True):
        page = reader.post("/account/tokens", sent)
    shown = page.text.partition('<code class="secret">')[2].partition("</code>")[0]
    token = Token.objects.get()
    assert len(shown) == 29 and token.scopes == "read" and shown not in token.digest
    assert "My &lt;reader&gt;" in page.text and "no-store" in page["Cache-Control"]
    again = reader.get("/account/tokens").text
    assert shown not in again and "never used" in again
    told = stranger.get(ME, headers={"authorization": f"Bearer {shown}"})
    assert told.json() == {"name": "ruth", "roles": ["reader"]} and not told.cookies
    assert stranger.get(ME, headers=basic(shown.upper().replace("-", " "))).status_code == 200
    assert "last used" in reader.get("/account/tokens").text
    with django_capture_on_commit_callbacks(execute=True):
        reader.post("/account/tokens", {"decision": "revoke", "token": token.public_id})
    assert stranger.get(ME, headers={"authorization": f"Bearer {shown}"}).status_code == 401
    noted = [(one.what, *one.things) for one in read_back()]
    made, revoked = ("account", "made a token", token.public_id), ("account", "revoked a token", token.public_id)
    assert made in noted and revoked in noted
    assert shown not in repr(noted)


@pytest.mark.parametrize(
    ("name", "scopes"), [("", ["read"]), ("x" * 81, ["read"]), ("a\x00b", ["read"]), ("Reader", []), ("R", ["write"])]
)
def test_a_token_says_what_it_is_for(reader: Client, name: str, scopes: list[str]) -> None:
    answer = reader.post("/account/tokens", {"decision": "make", "name": name, "scope": scopes})
    assert answer.status_code == 400 and 'role="alert"' in answer.text
    assert not Token.objects.exists()


def test_there_is_an_end_to_tokens(ruth: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST", 1)
    secret(ruth)
    with pytest.raises(FanthologyError, match="Revoke one"):
        secret(ruth)


def test_nobody_revokes_the_token_of_another(reader: Client, keeper: Client) -> None:
    theirs, _ = tokens.make(User.objects.get(username="mina"), "Mine", ["read"])
    assert reader.post("/account/tokens", {"decision": "revoke", "token": theirs.public_id}).status_code == 404
    assert Token.objects.filter(pk=theirs.pk).exists()


def test_the_password_of_an_account_lets_no_program_in(stranger: Client, ruth: User) -> None:
    answer = stranger.get("/opds/mine", headers=basic("a long password"))
    assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Basic ")
    assert answer["Content-Type"] == "application/opds-authentication+json"
    (way,) = json.loads(answer.content)["authentication"]
    assert way["type"] == "http://opds-spec.org/auth/basic"


def test_a_token_shows_what_its_account_may_see(stranger: Client, reader: Client, ruth: User) -> None:
    registered, private = (make_work(name, visibility=name) for name in ("registered", "private"))  # type: ignore[arg-type]
    mine = {"authorization": f"Bearer {secret(ruth)}"}
    assert stranger.get(f"/api/works/{registered.public_id}").status_code == 404
    assert stranger.get(f"/api/works/{registered.public_id}", headers=mine).status_code == 200
    assert stranger.get(f"/api/works/{private.public_id}", headers=mine).status_code == 404
    address = f"/opds/mine/download/{registered.public_id}.epub"
    assert stranger.get(address).status_code == 401
    assert stranger.get(address, headers=mine)["Content-Type"] == "application/epub+zip"
    set_roles(ruth, ["curator"], keeper=False)
    assert stranger.get(f"/api/works/{private.public_id}", headers=mine).status_code == 200
    close(ruth)
    assert stranger.get(f"/api/works/{registered.public_id}", headers=mine).status_code == 401


def test_a_token_counts_for_programs_only(stranger: Client, reader: Client, ruth: User) -> None:
    mine = {"authorization": f"Bearer {secret(ruth, 'read', 'marks')}"}
    assert stranger.get("/account/tokens", headers=mine).status_code == 302
    assert stranger.get("/account/marks", headers=mine).status_code == 403
    assert "ruth" not in stranger.get("/", headers=mine).text


def test_scopes_are_kept(stranger: Client, ruth: User) -> None:
    work = make_work("Wet")
    reads = {"authorization": f"Bearer {secret(ruth, 'read')}"}
    marks = {"authorization": f"Bearer {secret(ruth, 'marks')}"}
    address = f"/api/me/marks/{work.public_id}"
    answer = stranger.put(address, {"mark": "read"}, "application/json", headers=reads)
    assert answer.status_code == 403 and "marks" in answer.json()["detail"]
    assert stranger.put(address, {"mark": "read"}, "application/json", headers=marks).status_code == 200
    assert stranger.get("/api/works", headers=marks).status_code == 403


def test_a_browser_does_not_write_without_a_token(reader: Client) -> None:
    """Another site could have a browser send its cookie, so that is not enough."""
    address = f"/api/me/marks/{make_work('Wet').public_id}"
    assert reader.put(address, {"mark": "read"}, "application/json").status_code == 401
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize(
    "written", ["Bearer", "Basic", "Basic !!", "Basic /w==", "Digest x", "é", "Bearer \ud800", " "]
)
def test_whatever_is_written_is_no_token(stranger: Client, written: str) -> None:
    answer = stranger.get("/api/works", headers={"authorization": written})
    assert answer.status_code == 401 and answer["Content-Type"] == "application/problem+json"


def test_guessing_is_slowed_down(stranger: Client, ruth: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bearing, "_GUESSES", Pace(1, 2))
    right = {"authorization": f"Bearer {secret(ruth)}"}
    wrong = {"authorization": "Bearer bcdfg"}
    assert [stranger.get(ME, headers=wrong).status_code for _ in range(3)] == [401, 401, 429]
    slow = stranger.get(ME, headers=right)
    assert slow.status_code == 429 and int(slow["Retry-After"]) > 1
    elsewhere = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="192.0.2.9")
    assert elsewhere.get(ME, headers=right).status_code == 200


def test_the_gate_stands_before_tokens_too(stranger: Client, ruth: User) -> None:
    work = make_work("Grim", rating="Explicit")
    address = f"/opds/mine/download/{work.public_id}.epub"
    assert stranger.get(address, headers=basic(secret(ruth))).status_code == 403
    assert stranger.get(address, headers=basic(secret(ruth, adult=True))).status_code == 200
    chapter = f"/api/works/{work.public_id}/chapters/1"
    asked = stranger.get(chapter, headers=basic(secret(ruth)))
    assert asked.status_code == 403 and asked["Content-Type"] == "application/problem+json"
    assert stranger.get(chapter, headers=basic(secret(ruth, adult=True))).json()["html"]


def test_tokens_are_an_accounts_own_data_and_go_with_it(ruth: User, keeper: Client) -> None:
    kept = secret(ruth)
    told = own_data(ruth)
    assert b"tokens.json" in told and b"device.json" in told and kept.encode() not in told
    leave(ruth, "orphan")
    assert not Token.objects.exists()
