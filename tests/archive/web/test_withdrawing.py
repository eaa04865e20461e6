"""A work that was withdrawn leaves no trace on any page, for anybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern

from archive.factories import make_work
from fanthology.archive.catalogue.models import (
    Creator,
    Finding,
    Proposal,
    Refusal,
    Series,
    Tag,
    Visibility,
    Withdrawal,
    Work,
)
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web.addresses import work_address
from fanthology.archive.web.urls import urlpatterns

MARK = "Zephyrine"
QUESTIONS = ("", "?q=zephyrine", "?q=lantern", "?sort=title", "?sort=updated", "?status=complete")


@pytest.fixture
def taken(home: object, db: None) -> Work:
    """A work that bears a word of its own in everything it has."""
    work = make_work(
        f"{MARK} Rising",
        creators=[f"{MARK} Lark"],
        fandoms=[f"{MARK} Hall"],
        characters=[f"{MARK} Gale"],
        series=[f"The {MARK} Cycle"],
        summary=f"Where {MARK} went.",
        text=f"The lantern was {MARK}'s.",
    )
    other = make_work("The Lamp", creators=["Hester Lark"], fandoms=["Oz"], text="The lantern was nobody's.")
    tag = Tag.objects.get(name=f"{MARK} Hall")
    Finding.objects.create(work=work, kind="fandom", name=f"{MARK} Hall", tag=tag, confidence=0.9)
    Proposal.objects.create(kind="copies", first=work, second=other, reason="Alike.")
    catch_up(wait=True)
    return work


def addresses() -> Iterator[str]:
    """Every address that can be asked for without knowing a work, and those of what hangs on it."""
    for pattern in urlpatterns:
        if isinstance(pattern, URLPattern) and "<" not in str(pattern.pattern):
            yield "/" + str(pattern.pattern)
    yield from (f"/works/{question}" for question in QUESTIONS)
    for model, place in ((Creator, "creators"), (Series, "series")):
        yield from (f"/{place}/{one.public_id}" for one in model.objects.all())
    yield from (f"/fandoms/{one.public_id}" for one in Tag.objects.filter(kind="fandom"))
    yield from (f"/characters/{one.public_id}" for one in Tag.objects.filter(kind="character"))


def withdraw(keeper: Client, work: Work, days: str = "30") -> None:
    answer = keeper.post(f"{work_address(work)}/withdraw", {"days": days})
    assert answer.status_code == 302, answer.text


def traces(client: Client) -> list[str]:
    return [place for place in addresses() if MARK.encode() in client.get(place).content]


def test_no_page_tells_of_it(taken: Work, keeper: Client, reader: Client, stranger: Client) -> None:
    before = {name: len(traces(client)) for name, client in (("keeper", keeper), ("stranger", stranger))}
    assert before["keeper"] >= 10 and before["stranger"] >= 8
    withdraw(keeper, taken)
    for level in ("before the index follows", "after"):
        for client in (keeper, reader, stranger):
            assert traces(client) == [], level
            assert "1 work" in client.get("/works/?q=lantern").text
        catch_up(wait=True)


@pytest.mark.parametrize(
    "part", ["", "/chapters/1", "/entire", "/download.epub", "/download.json", "/reading", "/original"]
)
def test_its_address_says_only_that_it_was_withdrawn(taken: Work, keeper: Client, stranger: Client, part: str) -> None:
    withdraw(keeper, taken)
    for client in (keeper, stranger):
        answer = client.get(f"{work_address(taken)}{part}")
        if part in ("/reading", "/original") and client is stranger:
            assert answer.status_code in (403, 410)
        else:
            assert answer.status_code == 410 and "was withdrawn" in answer.text
        assert MARK not in answer.text
    assert stranger.get(f"/works/{taken.public_id}").status_code == 410
    assert stranger.get("/works/nothing").status_code == 404


def test_it_can_be_given_back_until_its_bytes_are_gone(taken: Work, keeper: Client, stranger: Client) -> None:
    withdraw(keeper, taken)
    keeper.post("/keeper/withdrawals/decide", {"work": taken.public_id, "decision": "give-back"})
    taken.refresh_from_db()
    assert taken.visibility == Visibility.PRIVATE
    assert keeper.get(work_address(taken)).status_code == 200
    assert stranger.get(work_address(taken)).status_code == 404
    assert not Withdrawal.objects.exists() and not Refusal.objects.exists()
    withdraw(keeper, taken, "0")
    answer = keeper.post("/keeper/withdrawals/decide", {"work": taken.public_id, "decision": "give-back"})
    assert answer.status_code == 400 and "Nothing is left" in answer.text
    assert not Work.objects.filter(pk=taken.pk).exists()
    assert MARK not in keeper.get("/keeper/withdrawals/").text


def test_only_the_keeper_withdraws(taken: Work, reader: Client, stranger: Client) -> None:
    for client in (reader, stranger):
        assert client.post(f"{work_address(taken)}/withdraw", {"days": "0"}).status_code == 403
        assert client.get("/keeper/withdrawals/").status_code == 403
        assert client.post("/keeper/refusals/", {"kind": "creator", "written": "X"}).status_code == 403
    assert Work.objects.filter(withdrawn_at=None, pk=taken.pk).exists()


def test_what_is_refused_is_listed_and_allowed_again(home: object, keeper: Client) -> None:
    keeper.post("/keeper/refusals/", {"kind": "creator", "written": "  Hester   Lark "})
    keeper.post("/keeper/refusals/", {"kind": "address", "written": "hester@moors.example"})
    page = keeper.get("/keeper/refusals/").text
    assert "Hester Lark" in page and "moors.example" not in page and "an address (" in page
    for one in Refusal.objects.all():
        keeper.post("/keeper/refusals/", {"decision": "allow", "refusal": one.public_id})
    assert not Refusal.objects.exists()
    assert keeper.post("/keeper/refusals/", {"kind": "address", "written": "nobody"}).status_code == 400


def test_the_trash_hides_a_work_and_gives_it_back(taken: Work, keeper: Client, stranger: Client) -> None:
    assert "goes to the trash" in keeper.get(f"{work_address(taken)}/remove").text
    assert stranger.post(f"{work_address(taken)}/remove").status_code == 403
    keeper.post(f"{work_address(taken)}/remove")
    assert stranger.get(work_address(taken)).status_code == 404  # it was not withdrawn
    assert [place for place in traces(keeper) if place != "/keeper/trash"] == [] and traces(stranger) == []
    keeper.post("/keeper/withdrawals/decide", {"work": taken.public_id, "decision": "give-back"})
    assert keeper.get(work_address(taken)).status_code == 200 and not Withdrawal.objects.exists()
    keeper.post(f"{work_address(taken)}/remove")
    keeper.post("/keeper/withdrawals/decide", {"work": taken.public_id, "decision": "purge"})
    assert not Work.objects.filter(pk=taken.pk).exists()
    assert not Withdrawal.objects.exists() and not Refusal.objects.exists()


def test_what_is_in_the_trash_is_withdrawn_for_its_author(taken: Work, keeper: Client, stranger: Client) -> None:
    keeper.post(f"{work_address(taken)}/remove")
    keeper.post("/keeper/withdrawals/decide", {"work": taken.public_id, "decision": "withdraw"})
    assert stranger.get(work_address(taken)).status_code == 410
    assert keeper.get("/keeper/trash").text.count("Put it back") == 0
    assert Refusal.objects.filter(withdrawal__public_id=taken.public_id).exists()
