"""Reviews, pages of the old site, works it held back, and addresses: what comes with a database besides stories."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.factories import make_work
from fanthology.archive.catalogue.models import Creator, Reading, Review, SitePage, Source, Work
from fanthology.archive.catalogue.names import KnownNames
from fanthology.archive.catalogue.rows import Rows
from fanthology.archive.intake.admit import admit
from fanthology.archive.intake.loading import Loaded
from fanthology.archive.intake.prepare import PreparedPage
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db


def made_page(title: str = "The Rules", visibility: str = "private", kind: str = "page") -> SitePage:
    prepared = PreparedPage("efiction", "1", b"x", kind, title, "<p>Be <em>kind</em>.</p>", "2003-05-04", "Ozma")
    item = Loaded(title, title.encode(), f"{abs(hash(title)):064x}"[:64])
    reading, work = admit(item, prepared, KnownNames(), Rows())
    assert work is None and reading.outcome == Reading.Outcome.PAGE
    SitePage.objects.filter(reading=reading).update(visibility=visibility)
    return SitePage.objects.get(reading=reading)


def test_reviews_are_on_a_page_of_their_own(home: object, stranger: Client, keeper: Client) -> None:
    work = make_work("The Lamp", creators=["Hester Lark"], text=["One.", "Two."])
    for position in range(1, 61):
        Review.objects.create(
            work=work, position=position, chapter=2, author=f"Dodo {position}", rating="5", text="So <b>good</b>!"
        )
    assert "60 reviews" in stranger.get(work_address(work)).text
    page = stranger.get(work_address(work) + "/reviews").text
    assert "Dodo 50" in page and "Dodo 51" not in page and "on chapter 2" in page
    assert "So &lt;b&gt;good&lt;/b&gt;!" in page
    assert "Dodo 51" in stranger.get(work_address(work) + "/reviews?page=2").text
    Work.objects.filter(pk=work.pk).update(visibility="private")
    assert [who.get(work_address(work) + "/reviews").status_code for who in (stranger, keeper)] == [404, 200]


def test_pages_of_the_old_site_are_private_until_they_are_published(
    home: object, stranger: Client, reader: Client, keeper: Client
) -> None:
    page = made_page()
    address = f"/pages/{page.public_id}"
    assert [who.get(address).status_code for who in (stranger, reader, keeper)] == [404, 404, 200]
    assert "The Rules" not in stranger.get("/pages/").text
    assert stranger.post("/keeper/publish-pages", {"all": "1", "visibility": "public"}).status_code == 403
    keeper.post("/keeper/publish-pages", {"all": "1", "visibility": "public"})
    assert "Be <em>kind</em>." in stranger.get(address).text
    assert "The Rules" in stranger.get("/pages/").text
    keeper.post("/keeper/publish-pages", {"page": page.public_id, "visibility": "registered"})
    assert [who.get(address).status_code for who in (stranger, reader, keeper)] == [404, 200, 200]
    assert keeper.post("/keeper/publish-pages", {"all": "1", "visibility": "nobody"}).status_code == 400


def test_publishing_everything_leaves_out_what_was_held_back(home: object, keeper: Client) -> None:
    shown, held = make_work("Lamp", visibility="private"), make_work("Owl", visibility="private")
    Work.objects.filter(pk=held.pk).update(held="not validated by the archive it comes from")
    assert "One work stays private" in keeper.get("/keeper/publish").text
    keeper.post("/keeper/publish", {"all": "1", "visibility": "public"})
    levels = dict(Work.objects.values_list("pk", "visibility"))
    assert (levels[shown.pk], levels[held.pk]) == ("public", "private")
    assert "not validated by the archive" in keeper.get("/keeper/private").text
    keeper.post("/keeper/publish", {"work": held.public_id, "visibility": "public"})
    assert Work.objects.get(pk=held.pk).visibility == "public"


def test_only_the_keeper_sees_how_to_reach_a_creator(
    home: object, stranger: Client, reader: Client, keeper: Client
) -> None:
    make_work("The Lamp", creators=["Hester Lark"], contact="Esther Larkin <hester@moors.example>")
    address = f"/creators/{Creator.objects.get().public_id}"
    seen = ["hester@moors.example" in who.get(address).text for who in (stranger, reader, keeper)]
    assert seen == [False, False, True]


def test_undoing_takes_a_page_with_its_reading(home: object, db: None) -> None:
    page = made_page()
    Source.objects.filter(readings=page.reading).delete()
    assert not SitePage.objects.exists()
