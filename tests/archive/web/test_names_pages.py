"""Names while they are typed, as programs and people without scripts ask for them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.factories import make_work
from fanthology.archive.catalogue.models import Creator, Tag, Work
from fanthology.archive.catalogue.viewer import KEEPER
from fanthology.archive.catalogue.wrangling import make_synonyms
from fanthology.archive.search.follow import catch_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


def asked(client: Client, kind: str, **query: str) -> Any:
    return client.get(f"/suggest/{kind}?{urlencode(query)}")


def found(client: Client, kind: str, **query: str) -> list[str]:
    return [one["name"] for one in asked(client, kind, **query).json()["names"]]


class TestForTheScript:
    def test_what_is_told_of_a_name(self, stranger: Client) -> None:
        make_work(fandoms=["ACD Holmes"])
        canonical = Tag.objects.get(kind="fandom", name__startswith="Sherlock Holmes")
        make_synonyms([Tag.objects.get(name="ACD Holmes")], canonical, KEEPER)
        catch_up()
        answer = asked(stranger, "fandom", q="acd")
        assert answer["Content-Type"] == "application/json"
        (one,) = answer.json()["names"]
        assert one["works"] > 1
        assert (one["id"], one["name"], one["via"]) == (canonical.public_id, canonical.name, "ACD Holmes")

    def test_only_names_of_works_that_are_shown(self, stranger: Client, reader: Client, keeper: Client) -> None:
        for visibility in ("registered", "private"):
            make_work(creators=[f"Quentin {visibility}"], visibility=visibility)
        catch_up()
        assert found(stranger, "creator", q="quent") == []
        assert found(reader, "creator", q="quent") == ["Quentin registered"]
        assert sorted(found(keeper, "creator", q="quent")) == ["Quentin private", "Quentin registered"]

    def test_it_is_kept_by_nobody(self, stranger: Client, keeper: Client) -> None:
        assert asked(stranger, "fandom", q="sher")["Cache-Control"] == "no-cache"
        assert asked(keeper, "fandom", q="sher")["Cache-Control"] == "private, no-store"

    def test_those_of_a_fandom_first(self, stranger: Client) -> None:
        for _ in range(2):
            make_work(fandoms=["Cranford"], characters=["Jonathan Brown"])
        make_work(fandoms=["Dracula"], characters=["Jonathan Harker"])
        catch_up()
        dracula = Tag.objects.get(kind="fandom", name="Dracula").public_id
        assert found(stranger, "character", q="jon")[0] == "Jonathan Brown"
        assert found(stranger, "character", q="jon", fandom=f"{dracula},nothing")[0] == "Jonathan Harker"

    def test_what_is_no_kind(self, stranger: Client) -> None:
        assert asked(stranger, "colour", q="red").status_code == 404
        assert stranger.get("/find/colour?q=red").status_code == 404

    def test_rubbish(self, stranger: Client) -> None:
        for text in ("\0", "x" * 5000, "%ff", "\ud83e".encode("utf-8", "replace").decode(), "' OR 1=1 --"):
            assert found(stranger, "fandom", q=text, fandom="\0,x") == []

    def test_who_types_is_not_kept_waiting(self, stranger: Client, settings: Any) -> None:
        settings.PACES = dict.fromkeys(settings.PACES, 1)
        assert {asked(stranger, "fandom", q="sherlock"[: 1 + count % 8]).status_code for count in range(60)} == {200}

    def test_costs_few_queries_however_much_is_found(self, stranger: Client) -> None:
        make_work(freeforms=[f"Tempest {number}" for number in range(40)])
        catch_up()
        with CaptureQueriesContext(connection) as queries:
            assert len(found(stranger, "freeform", q="tem")) == 10
        assert len(queries) == 1


class TestWithoutAScript:
    def test_what_is_found_leads_back_with_it_asked_for(self, stranger: Client) -> None:
        creator = Creator.objects.get(name="Hester Lark").public_id
        page = stranger.get("/find/creator?" + urlencode({"q": "hester", "next": "/works/?q=rain&page=2"})).text
        assert f'href="/works/?q=rain&amp;creator={creator}"' in page
        assert "Hester Lark" in stranger.get(f"/works/?q=rain&creator={creator}").text

    def test_a_name_is_asked_for_once(self, stranger: Client) -> None:
        creator = Creator.objects.get(name="Hester Lark").public_id
        back = f"/works/?creator={creator}"
        page = stranger.get("/find/creator?" + urlencode({"q": "hester", "next": back})).text
        assert f'rel="nofollow" href="{back}"' in page

    @pytest.mark.parametrize(
        "address",
        [
            "https://elsewhere.example/",
            "//elsewhere.example/",
            "/\\elsewhere.example",
            "javascript:x()",
            "works/",
            " /x",
        ],
    )
    def test_it_leads_nowhere_else(self, stranger: Client, address: str) -> None:
        answer = stranger.get("/find/creator?" + urlencode({"q": "hester", "next": address}))
        assert answer.status_code == 400
        assert "not on this site" in answer.text and "elsewhere" not in answer.text

    def test_nothing_typed_and_nothing_found(self, stranger: Client) -> None:
        assert "called anything like" not in stranger.get("/find/fandom").text
        assert "No fandoms here are called anything like “&lt;zep&gt;”" in stranger.get("/find/fandom?q=%3Czep%3E").text

    def test_the_boxes_of_the_list_of_works_lead_there(self, stranger: Client) -> None:
        page = stranger.get("/works/?q=rain").text
        assert 'action="/find/creator"' in page and 'name="next" value="/works/?q=rain"' in page
        assert 'action="/find/rating"' not in page

    def test_names_of_works_that_are_not_shown(self, stranger: Client) -> None:
        make_work(creators=["Quentin Hush"], visibility="private")
        catch_up()
        assert "Quentin Hush" not in stranger.get("/find/creator?q=quentin").text

    def test_queries_do_not_grow_with_what_is_found(self, stranger: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as made:
                assert stranger.get("/find/freeform?q=tempest").status_code == 200
            return len(made)

        make_work(freeforms=["Tempest"])
        catch_up()
        one = queries()
        make_work(freeforms=[f"Tempest {number}" for number in range(40)])
        catch_up()
        assert queries() <= one


def test_fields_that_take_names_say_of_which_kind(keeper: Client) -> None:
    work = Work.objects.get(title="The Lamp on the Landing")
    fandom = Tag.objects.get(kind="fandom", name="Dracula").public_id
    page = keeper.get(f"/works/{work.public_id}/{work.slug}/reading").text
    for kind in ("creator", "fandom", "character", "relationship", "freeform", "warning", "category", "series"):
        assert f'data-suggest="{kind}" data-suggest-many data-suggest-fandom="{fandom}"' in page
    assert keeper.get("/keeper/tags/").text.count('data-suggest="#kind"') == 2
    assert 'data-suggest="#kind"' in keeper.get("/keeper/refusals/").text


def test_a_script_is_allowed_where_one_helps(keeper: Client) -> None:
    for address, allowed in (("/keeper/tags/", "'self'"), ("/find/fandom", "'self'"), ("/creators/", "'none'")):
        assert f"script-src {allowed};" in keeper.get(address)["Content-Security-Policy"]
