"""What seems to be so, tags in order, and characters, on their pages."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.factories import make_work
from fanthology.archive.catalogue.findings import store_findings
from fanthology.archive.catalogue.inferred import FindingRow
from fanthology.archive.catalogue.models import AcceptanceRule, Finding, Tag, TagParent, Work
from fanthology.archive.catalogue.names import KnownNames
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db


def rows(block: str | None, fandom: str = "Cowboy Bebop (Anime)", sure: float = 0.97) -> list[FindingRow]:
    signs = {"for": [{"quote": "the Syndicate", "block": block, "count": 4}], "against": []}
    other = {"for": signs["for"], "against": [{"quote": "Sunnydale", "block": None, "count": 1}]}
    return [
        FindingRow("fandom", fandom, "primary", sure, signs),
        FindingRow("character", "Spike Spiegel", "appears", 0.8, other),
        FindingRow("character", "Julia (Cowboy Bebop)", "mentioned", 0.7, other),
        FindingRow("pov", "first person", "", 0.9, signs),
    ]


@pytest.fixture
def work(home: object, db: None) -> Work:
    made = make_work("Blue", text="It rained.\n\nThe Syndicate came, and Spike ran.")
    assert made.edition is not None
    html = made.edition.chapters.get().text.html
    block = html.partition('id="')[2].partition('"')[0]
    store_findings(made, rows(block), KnownNames())
    return made


def test_the_page_says_why_and_leads_to_the_place(work: Work, stranger: Client) -> None:
    page = stranger.get(work_address(work)).text
    assert "Not stated; almost surely Cowboy Bebop (Anime)" in page and "probably Spike Spiegel" in page
    assert "probably Julia" not in page and "Julia (Cowboy Bebop) <span" in page, "she is in it, but is no tag of it"
    why = stranger.get(f"{work_address(work)}/findings").text
    assert f'href="{work_address(work)}/chapters/1#' in why and "the Syndicate</a> ×4" in why
    assert "<q>Sunnydale</q>" in why and "only mentioned" in why and "almost surely (97 in 100)" in why
    assert "Accept" not in why


def test_the_keeper_decides_one_by_one(work: Work, keeper: Client, stranger: Client) -> None:
    one = work.findings.get(kind="fandom")
    assert "Accept" in keeper.get(f"{work_address(work)}/findings").text
    keeper.post("/keeper/suggestions/decide", {"finding": one.pk, "decision": "accept"})
    assert "Cowboy Bebop (Anime)</a>" in stranger.get(work_address(work)).text
    keeper.post("/keeper/suggestions/decide", {"finding": one.pk, "decision": "take-back"})
    assert "Cowboy Bebop (Anime)</a>" not in stranger.get(work_address(work)).text
    keeper.post("/keeper/suggestions/decide", {"finding": one.pk, "decision": "refuse"})
    assert "Cowboy Bebop (Anime)" not in stranger.get(f"{work_address(work)}/findings").text
    assert "refused" in keeper.get(f"{work_address(work)}/findings").text


def test_all_of_a_kind_at_once_and_by_rule(work: Work, keeper: Client) -> None:
    other = make_work("Green", text="It rained.")
    store_findings(other, rows(None, sure=0.6), KnownNames())
    listed = keeper.get("/keeper/suggestions/").text
    assert "Cowboy Bebop (Anime)</a>" in listed and "60 to 97 in 100" in listed
    assert "Blue" in keeper.get("/keeper/suggestions/of?kind=fandom&name=Cowboy+Bebop+(Anime)").text
    for nothing in ("", "?kind=fandom&name=+", "?kind=zeppelin&name=Oz"):
        assert keeper.get(f"/keeper/suggestions/of{nothing}").status_code == 404
    keeper.post("/keeper/suggestions/accept", {"kind": "fandom", "percent": "95"})
    assert list(Finding.objects.filter(state="accepted").values_list("work", flat=True)) == [work.pk]
    keeper.post("/keeper/suggestions/accept", {"kind": "fandom", "percent": "50", "always": "1"})
    assert Finding.objects.filter(state="accepted").count() == 2
    assert "A rule accepts these" in keeper.get("/keeper/suggestions/").text
    keeper.post("/keeper/suggestions/accept", {"kind": "fandom", "decision": "end"})
    assert not AcceptanceRule.objects.exists()
    assert keeper.post("/keeper/suggestions/accept", {"kind": "fandom", "percent": "5"}).status_code == 400


def test_what_probably_fits_is_found_when_it_is_asked_for(work: Work, stranger: Client) -> None:
    stated = make_work("Red", fandoms=["Cowboy Bebop (Anime)"])
    catch_up(wait=True)
    number = Tag.objects.get(name="Cowboy Bebop (Anime)").public_id
    plain, wider = (stranger.get(f"/works/?tag={number}{more}").text for more in ("", "&probably=1"))
    assert "Red" in plain and work_address(work) not in plain and "Show what probably fits" in plain
    assert work_address(stated) in wider and work_address(work) in wider


def test_one_spike_and_who_he_is(work: Work, keeper: Client) -> None:
    make_work("Fog", fandoms=["Buffy the Vampire Slayer"], characters=["Spike (BtVS)"])
    make_work("Rain", fandoms=["Cowboy Bebop (Anime)"], characters=["Spike Spiegel"])
    assert "Spike (BtVS)" in keeper.get("/characters/").text
    one, other = (Tag.objects.get(name=name) for name in ("Spike (BtVS)", "Spike Spiegel"))
    page = keeper.get(f"/characters/{one.public_id}").text
    assert "A man of Buffy the Vampire Slayer." in page and "Fog" in page and "Rain" not in page
    assert f'<a href="/characters/{other.public_id}">Spike Spiegel</a> (Cowboy Bebop (Anime))' in page


def test_tags_are_joined_in_bulk_and_parted_again(home: object, keeper: Client, stranger: Client) -> None:
    make_work("Fog", fandoms=["BtVS"])
    make_work("Rain", fandoms=["Buffy: TVS", "Oz"])
    tag = Tag.objects.get(name="BtVS")
    assert "Buffy the Vampire Slayer" in keeper.get("/keeper/tags/").text
    keeper.post("/keeper/tags/decide", {"decision": "join", "tag": [tag.public_id]})
    tag.refresh_from_db()
    assert tag.shown.name == "Buffy the Vampire Slayer"
    assert stranger.get(f"/fandoms/{tag.public_id}")["Location"] == f"/fandoms/{tag.shown.public_id}"
    assert "Fog" in stranger.get(f"/fandoms/{tag.shown.public_id}").text
    assert "BtVS" in keeper.get("/keeper/tags/?show=joined").text
    keeper.post("/keeper/tags/decide", {"decision": "part", "tag": [tag.public_id]})
    tag.refresh_from_db()
    assert tag.canonical is None


def test_characters_are_put_under_their_fandoms_in_bulk(home: object, keeper: Client, stranger: Client) -> None:
    make_work("Fog", fandoms=["Buffy the Vampire Slayer"], characters=["Spike (BtVS)", "Aunt May"])
    make_work("Rain", fandoms=["Alice"], characters=["Spike Spiegel"])
    assert keeper.get("/keeper/tags/?show=fandoms").text.count("Spike") == 1
    spike, fandom = Tag.objects.get(name="Spike (BtVS)"), Tag.objects.get(name="Buffy the Vampire Slayer")
    ticked = {"decision": "belong", "tag": [f"{spike.public_id} {fandom.public_id}"]}
    keeper.post("/keeper/tags/decide", ticked)
    assert "Nothing to propose" in keeper.get("/keeper/tags/?show=fandoms").text
    listed = stranger.get(f"/fandoms/{fandom.public_id}").text
    assert f'<a href="/characters/{spike.public_id}">Spike (BtVS)</a>' in listed
    page = stranger.get(f"/characters/{spike.public_id}").text
    assert "<dt>Belongs to</dt>" in page
    assert f'<a href="/fandoms/{fandom.public_id}">Buffy the Vampire Slayer</a>' in page
    keeper.post("/keeper/tags/decide", {"decision": "unparent", "relation": TagParent.objects.get().pk})
    assert "Belongs to" not in stranger.get(f"/characters/{spike.public_id}").text
    assert stranger.post("/keeper/tags/decide", ticked).status_code == 403


def test_tags_are_put_in_order_by_hand(home: object, keeper: Client) -> None:
    make_work("Fog", fandoms=["Sherlock (TV)", "Oz"])
    names = {"kind": "fandom", "name": "Sherlock (TV)", "other": "Sherlock Holmes"}
    keeper.post("/keeper/tags/decide", {**names, "decision": "metatag"})
    relation = TagParent.objects.get()
    assert "is part of Sherlock Holmes" in keeper.get("/keeper/tags/").text
    keeper.post("/keeper/tags/decide", {"decision": "unparent", "relation": relation.pk})
    assert not TagParent.objects.exists()
    keeper.post("/keeper/tags/decide", {**names, "name": "Oz", "decision": "synonym"})
    assert Tag.objects.get(name="Oz").shown.name == "Sherlock Holmes"
    assert keeper.post("/keeper/tags/decide", {**names, "name": "Nobody", "decision": "synonym"}).status_code == 400
