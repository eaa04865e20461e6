"""A name is claimed in three ways; its owner may then do something about their works, and nobody else may."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.factories import make_work
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.models import Claim, Creator, Work
from fanthology.archive.catalogue.queries import publishable_works
from fanthology.archive.catalogue.viewer import KEEPER
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db
CONTACT = "hester@moors.example"


@pytest.fixture
def work(home: Path, db: None) -> Work:
    return make_work("Flight", creators=["Hester Lark"], contact=f"Hester <{CONTACT}>")


@pytest.fixture
def other(home: Path, db: None) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.create_user("otto", password="a long password"))
    return client


def ask(client: Client, way: str, said: str = "") -> str:
    address = f"/creators/{Creator.objects.get(name='Hester Lark').public_id}/claim"
    return client.post(address, {"way": way, "said": said}, follow=True).text


def accept(keeper: Client) -> None:
    claim = Claim.objects.get(state="open")
    keeper.post(f"/keeper/claims/{claim.public_id}/decide", {"decision": "accept", "why": "I saw it."})


@pytest.fixture
def owned(work: Work, reader: Client, keeper: Client) -> Work:
    ask(reader, "keeper", "I am Hester.")
    accept(keeper)
    return work


def act(client: Client, work: Work, **form: str) -> int:
    return client.post(f"/my-works/{work.public_id}", form).status_code


def test_by_the_address_in_the_files(work: Work, reader: Client, keeper: Client) -> None:
    page = ask(reader, "address")
    assert mail.outbox[0].to == [CONTACT]
    assert CONTACT not in page
    code = re.search(r"asked: (\w+)", str(mail.outbox[0].body))
    assert code is not None
    assert code[1] not in page + keeper.get("/keeper/claims/").text
    claim = Claim.objects.get()
    assert code[1] != claim.code
    answer = reader.post(f"/my-claims/{claim.public_id}/code", {"code": code[1]}, follow=True)
    assert "Flight" in answer.text
    assert [step.what for step in claim.steps.all()] == ["claimed", "accepted"]


def test_a_wrong_code_is_refused_and_counted(work: Work, reader: Client, other: Client) -> None:
    ask(reader, "address")
    right = re.search(r"asked: (\w+)", str(mail.outbox[0].body))
    assert right is not None
    address = f"/my-claims/{Claim.objects.get().public_id}/code"
    assert other.post(address, {"code": right[1]}).status_code == 404
    for _ in range(5):
        assert "not the code" in reader.post(address, {"code": "x"}).text
    assert "not the code" in reader.post(address, {"code": right[1]}).text
    assert Claim.objects.get().state == "open"


def test_letters_to_one_address_are_few(work: Work, reader: Client) -> None:
    for _ in range(3):
        ask(reader, "address")
        Claim.objects.update(state="refused")
    assert "Enough codes" in ask(reader, "address")
    assert len(mail.outbox) == 3


def test_by_a_code_on_a_page(work: Work, reader: Client, keeper: Client) -> None:
    page = ask(reader, "page", "http://moors.example/me")
    code = Claim.objects.get().code
    assert code in page
    assert code in keeper.get("/keeper/claims/").text
    accept(keeper)
    assert "I saw it." in keeper.get("/keeper/claims/").text
    assert "Flight" in reader.get("/my-works/").text


def test_a_claim_on_anothers_works_is_refused(owned: Work, other: Client) -> None:
    assert "Somebody else has shown" in ask(other, "keeper", "It is me.")
    assert Claim.objects.count() == 1


def test_two_who_wait_and_one_who_is_accepted(work: Work, reader: Client, other: Client, keeper: Client) -> None:
    ask(reader, "keeper", "I am Hester.")
    accept(keeper)
    Claim.objects.update(state="open")
    ask(other, "keeper", "I am Hester, too.")
    first, second = Claim.objects.order_by("pk")
    keeper.post(f"/keeper/claims/{first.public_id}/decide", {"decision": "accept"})
    answer = keeper.post(f"/keeper/claims/{second.public_id}/decide", {"decision": "accept"})
    assert "claimed already" in answer.text
    assert Claim.objects.filter(state="accepted").count() == 1


def test_nobody_else_may_touch_them(owned: Work, other: Client, stranger: Client, keeper: Client) -> None:
    for client in (other, stranger, keeper):
        assert act(client, owned, act="limit", visibility="private") == 404
    assert Work.objects.get().visibility == "public"
    assert other.get("/keeper/claims/").status_code == 403
    assert stranger.get("/my-works/").status_code == 302
    claim = Claim.objects.get()
    assert other.post(f"/keeper/claims/{claim.public_id}/decide", {"decision": "refuse"}).status_code == 403


def test_a_refused_claim_ends_it(owned: Work, reader: Client, keeper: Client) -> None:
    keeper.post(f"/keeper/claims/{Claim.objects.get().public_id}/decide", {"decision": "refuse", "why": "A mistake."})
    assert act(reader, owned, act="orphan") == 404


def test_the_keeper_cannot_go_beyond_what_the_author_allows(
    owned: Work, reader: Client, keeper: Client, stranger: Client
) -> None:
    act(reader, owned, act="limit", visibility="private")
    assert stranger.get(work_address(owned)).status_code == 404
    keeper.post("/keeper/publish", {"work": owned.public_id, "visibility": "public"})
    assert Work.objects.get().visibility == "private"
    assert not publishable_works(KEEPER).exists()
    act(reader, owned, act="limit", visibility="registered")
    assert Work.objects.get().visibility == "registered"


def test_an_owner_corrects_but_credits_nobody_else(owned: Work, reader: Client) -> None:
    act(reader, owned, act="correct", field="summary", value="A heron leaves.")
    act(reader, owned, act="correct", field="creators", value="Somebody Else")
    found = Work.objects.get()
    assert found.summary == "A heron leaves."
    assert found.edits.get().by_name == "ruth"
    assert not Creator.objects.filter(name="Somebody Else").exists()


def test_an_orphan_is_credited_to_nobody(owned: Work, reader: Client, stranger: Client) -> None:
    act(reader, owned, act="orphan")
    page = stranger.get(work_address(owned)).text
    assert "orphan_account" in page
    assert "Hester Lark" not in page + stranger.get("/creators/").text
    assert act(reader, owned, act="limit", visibility="private") == 404


@pytest.mark.parametrize("page", ["/keeper/claims/", "/my-works/"])
def test_lists_cost_the_same_for_many(owned: Work, keeper: Client, reader: Client, page: str) -> None:
    client = keeper if page.startswith("/keeper") else reader

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(page).status_code == 200
        return len(caught)

    few = cost()
    user = User.objects.get(username="ruth")
    for number in range(15):
        make_work(f"Story {number}", creators=["Hester Lark", f"Guest {number}"])
        Claim.objects.create(creator=Creator.objects.get(name=f"Guest {number}"), user=user, way="keeper")
    assert cost() <= few


def test_the_creators_page_offers_it_to_people_with_an_account(work: Work, reader: Client, stranger: Client) -> None:
    address = f"/creators/{Creator.objects.get().public_id}"
    assert "These are mine" in reader.get(address).text
    assert "These are mine" not in stranger.get(address).text
    assert stranger.get(f"{address}/claim").status_code == 302
    assert "Are you Hester Lark?" in reader.get(f"{address}/claim").text


def test_an_owner_withdraws_and_nobody_sees_it(
    owned: Work, reader: Client, other: Client, keeper: Client, stranger: Client
) -> None:
    assert act(other, owned, act="withdraw") == 404
    assert stranger.get(work_address(owned)).status_code == 200
    assert act(reader, owned, act="withdraw") == 302
    assert [who.get(work_address(owned)).status_code for who in (stranger, reader, keeper)] == [410, 410, 410]
    assert "Hester Lark" not in keeper.get("/keeper/claims/").text
    assert "Flight" not in reader.get("/my-works/").text
    assert act(reader, owned, act="limit", visibility="public") == 404
