"""The pages of works that belong together, and of what is wanted."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.factories import make_work
from fanthology.archive.catalogue.gathering import join_parts
from fanthology.archive.catalogue.models import Link, Missing, Proposal, Work
from fanthology.archive.catalogue.proposing import propose
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db

RAIN, SUN = "It rained at four.\n\nNobody came.", "It rained at five.\n\nNobody came."


@pytest.fixture
def pair(home: object, db: None) -> tuple[Work, Work]:
    one = make_work("The Lamp", creators=["Hester Lark"], text=RAIN)
    other = make_work("The Lamp, again", creators=["Hester Lark"], text=SUN)
    propose(Proposal.Kind.COPIES, one, other, "About 80 in 100 phrases are the same.")
    return one, other


def test_the_page_says_why_and_shows_both_side_by_side(pair: tuple[Work, Work], keeper: Client) -> None:
    page = keeper.get("/keeper/proposals/").text
    assert "About 80 in 100 phrases" in page and "The Lamp, again" in page
    compared = keeper.get(f"/keeper/proposals/{Proposal.objects.get().pk}").text
    assert "<del>four.</del>" in compared and "<ins>five.</ins>" in compared and "Nobody came." in compared


def test_accepting_a_copy_and_taking_it_back(pair: tuple[Work, Work], keeper: Client, stranger: Client) -> None:
    one, other = pair
    decide = f"/keeper/proposals/{Proposal.objects.get().pk}/decide"
    keeper.post(decide, {"decision": "accept", "shown": other.public_id})
    assert stranger.get(f"/works/{one.public_id}")["Location"] == work_address(other)
    assert "The Lamp, again" in keeper.get("/keeper/proposals/?decided=1").text
    page = keeper.get(work_address(other)).text
    assert "Take it apart" in page and "Show this text" in page
    edition = other.editions.filter(gathered=True).get()
    keeper.post(f"/keeper/works/{other.public_id}/edition", {"edition": edition.pk})
    other.refresh_from_db()
    assert other.edition_id == edition.pk and other.display_title == "The Lamp"
    keeper.post(decide, {"decision": "take-back"})
    other.refresh_from_db()
    assert [stranger.get(work_address(work)).status_code for work in (one, other)] == [200, 200]
    assert keeper.post(decide, {"decision": "take-back"}).status_code == 400


def test_refusing_keeps_both(pair: tuple[Work, Work], keeper: Client) -> None:
    proposal = Proposal.objects.get()
    keeper.post(f"/keeper/proposals/{proposal.pk}/decide", {"decision": "refuse"})
    assert "Nothing waits for you" in keeper.get("/keeper/proposals/").text
    assert propose(Proposal.Kind.COPIES, *pair, "again") is False


def test_only_the_keeper_may_look_or_decide(pair: tuple[Work, Work], reader: Client, stranger: Client) -> None:
    number = Proposal.objects.get().pk
    for who in (reader, stranger):
        assert [who.get(page).status_code for page in ("/keeper/proposals/", f"/keeper/proposals/{number}")] == [
            403,
            403,
        ]
        posts = [f"/keeper/proposals/{number}/decide", f"/keeper/works/{pair[0].public_id}/apart",
                 f"/keeper/works/{pair[0].public_id}/edition"]  # fmt: skip
        assert [who.post(page).status_code for page in posts] == [403] * 3


def test_a_whole_that_a_viewer_may_not_see_is_not_led_to(home: object, stranger: Client, keeper: Client) -> None:
    one, other = make_work("A", text="One."), make_work("A", text="Two.")
    join_parts([one, other])
    Work.objects.filter(pk=one.pk).update(visibility="private")
    assert [who.get(f"/works/{other.public_id}").status_code for who in (stranger, keeper)] == [404, 302]
    assert "2 parts" in keeper.get(work_address(one)).text
    keeper.post(f"/keeper/works/{one.public_id}/apart")
    assert stranger.get(f"/works/{other.public_id}").status_code == 301


def test_how_each_file_of_a_work_was_read(home: object, keeper: Client) -> None:
    from fanthology.archive.catalogue import originals
    from fanthology.archive.catalogue.models import Source

    works = [make_work("A", text=text) for text in ("One.", "Two.")]
    for number, source in enumerate(Source.objects.order_by("pk"), start=1):
        sha256 = originals.put(f"post {number}".encode())
        Source.objects.filter(pk=source.pk).update(sha256=sha256, name=f"post{number}.txt")
    whole = join_parts(works)
    page = keeper.get(f"{work_address(whole)}/reading").text
    assert "post1.txt" in page and "?part=2" in page
    assert "post 2" in keeper.get(f"{work_address(whole)}/reading?part=2").text
    assert keeper.get(f"{work_address(whole)}/original?part=2").content == b"post 2"
    assert keeper.get(f"{work_address(whole)}/reading?part=99").status_code == 200


def test_wanted_lists_what_is_missing_and_nothing_that_is_here(home: object, stranger: Client, keeper: Client) -> None:
    dream = make_work("When Dreaming Ends", creators=["Dodo"])
    Missing.objects.create(work=dream, what="chapter", number=1)
    posts = make_work("The Lamp", creators=["Hester Lark"], chapters_expected=7)
    for number in (3, 4):
        Missing.objects.create(work=posts, what="part", number=number)
    Missing.objects.create(work=posts, what="work", title="Tastes")
    Link.objects.create(work=posts, kind="follows", title="Tastes", match_title="tastes", creator="Kat")
    hidden = make_work("Hidden", visibility="private")
    Missing.objects.create(work=hidden, what="chapter", number=2)
    page = stranger.get("/wanted").text
    assert "Chapter 1" in page and "Parts 3 and 4 of 7" in page and "“Tastes” by Kat" in page
    assert "Hidden" not in page and "Hidden" in keeper.get("/wanted").text
    Link.objects.update(target=dream)
    assert "Tastes" not in stranger.get("/wanted").text
