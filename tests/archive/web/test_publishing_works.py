"""Publishing one work, the ticked ones, or all that are private."""

from __future__ import annotations

import pytest
from django.test import Client

from fanthology.archive.catalogue.models import Work
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db


def test_one_from_its_page(library: dict[str, Work], keeper: Client, stranger: Client) -> None:
    address = work_address(library["lamp"])
    form = {"work": library["lamp"].public_id, "visibility": "public", "next": address}
    answer = keeper.post("/keeper/publish", form, follow=True)
    assert answer.redirect_chain[-1][0] == address
    assert "1 work is now shown to everyone" in answer.text
    assert stranger.get(address).status_code == 200
    keeper.post("/keeper/publish", form | {"visibility": "private"})
    assert stranger.get(address).status_code == 404


def test_the_ticked_ones(library: dict[str, Work], keeper: Client, stranger: Client) -> None:
    chosen = [library["lamp"], library["guest"]]
    keeper.post("/keeper/publish", {"work": [work.public_id for work in chosen], "visibility": "registered"})
    assert {Work.objects.get(pk=work.pk).visibility for work in chosen} == {"registered"}
    assert Work.objects.filter(visibility="private").count() == 0


def test_all_and_search_follows(library: dict[str, Work], keeper: Client, stranger: Client) -> None:
    assert "The Lamp on the Landing" not in stranger.get("/works/?q=hillingham").text
    answer = keeper.post("/keeper/publish", {"all": "1", "visibility": "public"}, follow=True)
    assert "2 works are now shown to everyone" in answer.text
    assert "everything is published" in answer.text
    catch_up(wait=True)
    assert "The Lamp on the Landing" in stranger.get("/works/?q=hillingham").text


def test_all_of_them_only_after_a_question(library: dict[str, Work], keeper: Client) -> None:
    assert 'href="/keeper/publish"' in keeper.get("/").text
    question = keeper.get("/keeper/publish").text
    assert "Publish 2 private works?" in question
    assert 'name="all"' in question
    assert Work.objects.filter(visibility="private").count() == 2
    keeper.post("/keeper/publish", {"all": "1", "visibility": "public"})
    assert "Everything is published" in keeper.get("/keeper/publish").text


def test_nothing_ticked(library: dict[str, Work], keeper: Client) -> None:
    assert "no work was ticked" in keeper.post("/keeper/publish", {"visibility": "public"}, follow=True).text
    assert "Choose who" in keeper.post("/keeper/publish", {"visibility": "secret"}, follow=True).text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_way_back_stays_on_this_site(library: dict[str, Work], keeper: Client, elsewhere: str) -> None:
    answer = keeper.post("/keeper/publish", {"visibility": "public", "next": elsewhere})
    assert answer["Location"] == "/works/"


def test_a_form_without_its_token_is_refused(library: dict[str, Work], laptop: Client) -> None:
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
    strict.cookies = laptop.cookies
    answer = strict.post("/keeper/publish", {"all": "1", "visibility": "public"})
    assert answer.status_code == 403
    assert "form was not accepted" in answer.text
    assert Work.objects.filter(visibility="private").count() == 2
