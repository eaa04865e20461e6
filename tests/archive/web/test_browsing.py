"""Lists of fandoms by medium, and of fandoms, characters, creators and series by letter."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from archive.factories import make_work
from fanthology.archive.catalogue.models import Creator, Tag, Tagging, TagParent, Work
from fanthology.archive.catalogue.publish import publish
from fanthology.archive.catalogue.viewer import KEEPER

pytestmark = pytest.mark.django_db
LISTS = ("/fandoms/", "/characters/", "/creators/", "/series/")


@pytest.fixture
def shelf(home: object) -> None:
    """Public works of three letters and two media, and hidden ones of other letters and another."""
    for title, fandom, who in (("One", "Dracula", "Ada"), ("Two", "Dracula", "Bea"), ("Three", "The X-Files", "Bea")):
        make_work(title, fandoms=[fandom], characters=[who], creators=[who], series=[who])
    make_work("Four", fandoms=["Cave of Nowhere"], visibility="public")
    for title, visible in (("Five", "private"), ("Six", "registered")):
        who = ["Quillfeather", "Bea"]
        make_work(title, fandoms=["Pokemon", "Dracula"], characters=who, creators=who, series=who, visibility=visible)


def listed(client: Client, address: str) -> dict[str, int]:
    """The names of a page with their counts."""
    page = client.get(address)
    assert page.status_code == 200
    found = re.findall(r'<li><a href="[^"]+">([^<]+)</a> <span class="count"><span class="unseen">works: ', page.text)
    counts = re.findall(r"works: </span>([\d,]+)</span>", page.text)
    return dict(zip(found, map(int, counts), strict=True))


def links(client: Client, address: str, label: str) -> list[str]:
    """The words of the links in a part of a page."""
    page = client.get(address).text
    part = re.search(rf'<nav aria-label="{label}">(.*?)</nav>', page, re.DOTALL)
    return re.findall(r"<a [^>]*>([^<]+)</a>", part[1]) if part else []


def test_fandoms_by_medium(shelf: None, stranger: Client) -> None:
    assert listed(stranger, "/fandoms/") == {"Cave of Nowhere": 1, "Dracula": 2, "The X-Files": 1}
    assert links(stranger, "/fandoms/", "Media") == ["All", "TV", "Books", "Other"]
    assert listed(stranger, "/fandoms/?medium=book") == {"Dracula": 2}
    assert listed(stranger, "/fandoms/?medium=tv") == {"The X-Files": 1}
    assert listed(stranger, "/fandoms/?medium=other") == {"Cave of Nowhere": 1}
    assert listed(stranger, "/fandoms/?medium=nonsense") == listed(stranger, "/fandoms/")


def test_a_medium_that_somebody_said_counts(shelf: None, stranger: Client) -> None:
    games = Tag.objects.create(kind="fandom", name="Video Games")
    for fandom in ("Cave of Nowhere", "Dracula"):
        TagParent.objects.create(tag=Tag.objects.get(name=fandom), parent=games, kind="parent")
    assert listed(stranger, "/fandoms/?medium=game") == {"Cave of Nowhere": 1, "Dracula": 2}
    assert links(stranger, "/fandoms/", "Media") == ["All", "TV", "Games"]
    assert "Video Games" not in stranger.get("/fandoms/").text, "no work bears it"


def test_by_letter(shelf: None, stranger: Client) -> None:
    assert links(stranger, "/fandoms/", "Letters") == ["All", "C", "D", "X"]
    assert listed(stranger, "/fandoms/?letter=x") == {"The X-Files": 1}
    assert listed(stranger, "/fandoms/?medium=book&letter=x") == {}
    for place in ("/characters/", "/creators/", "/series/"):
        assert links(stranger, place, "Letters") == ["All", "A", "B"]
        assert listed(stranger, f"{place}?letter=b") == {"Bea": 2}


def test_a_letter_keeps_the_medium_and_starts_at_the_first_page(shelf: None, stranger: Client) -> None:
    make_work("Seven", fandoms=["Emma"])
    TagParent.objects.create(
        tag=Tag.objects.get(name="Emma"), parent=Tag.objects.create(kind="fandom", name="Books"), kind="metatag"
    )
    page = stranger.get("/fandoms/?medium=book&page=4").text
    assert 'href="?letter=d&amp;medium=book"' in page


def test_what_a_viewer_may_not_see_leaves_no_trace(shelf: None, stranger: Client, reader: Client) -> None:
    for place in LISTS:
        before = stranger.get(place).text
        assert "Quillfeather" not in before and "Pokemon" not in before
        hidden = "p" if place == "/fandoms/" else "q"
        assert links(reader, place, "Letters") != links(stranger, place, "Letters")
        nothing, nowhere = (stranger.get(f"{place}?letter={letter}").text for letter in (hidden, "z"))
        assert nothing.replace(hidden.upper(), "Z") == nowhere.replace(hidden.upper(), "Z")
    assert listed(reader, "/fandoms/")["Dracula"] == 3
    assert "Games" in links(reader, "/fandoms/", "Media")


def test_what_is_taken_away_is_gone_from_lists_at_once(shelf: None, reader: Client) -> None:
    before = {place: listing(reader, place) for place in LISTS}
    assert "Games" in links(reader, "/fandoms/", "Media")
    publish(KEEPER, Work.objects.filter(title="Six"), "private")
    for place in LISTS:
        assert "Quillfeather" not in reader.get(place).text
        assert not {"P", "Q"} & set(links(reader, place, "Letters"))
    assert "Games" not in links(reader, "/fandoms/", "Media")
    publish(KEEPER, Work.objects.filter(title="Six"), "registered")
    assert {place: listing(reader, place) for place in LISTS} == before


def listing(client: Client, place: str) -> str:
    """What a page lists, without the frame, whose forms have a new secret each time."""
    return client.get(place).text.partition("<main")[2].partition("</main>")[0]


def test_a_synonym_is_counted_where_it_belongs(shelf: None, stranger: Client) -> None:
    made = make_work("Seven", fandoms=["Drac", "Dracula"])
    Tag.objects.filter(name="Drac").update(canonical=Tag.objects.get(name="Dracula"))
    assert listed(stranger, "/fandoms/?letter=d") == {"Dracula": 3}, "a work with both counts once"
    Tagging.objects.filter(work=made, tag__name="Dracula").delete()
    assert listed(stranger, "/fandoms/?letter=d") == {"Dracula": 3}


def test_somebody_credited_twice_is_counted_once(home: object, stranger: Client) -> None:
    made = make_work("One", creators=["Ada"])
    made.credits.create(creator=Creator.objects.get(), role="artist")
    assert listed(stranger, "/creators/") == {"Ada": 1}


def test_long_lists_are_small_pages(home: object, stranger: Client) -> None:
    work = make_work("One", fandoms=["Aa"])
    tags = [
        Tag(kind="fandom", name=f"{first}{number}", sort_name=f"{first}{number}")
        for first in "bc"
        for number in range(250)
    ]
    Tagging.objects.bulk_create(Tagging(work=work, tag=tag) for tag in Tag.objects.bulk_create(tags))
    assert listed(stranger, "/fandoms/") == {"Aa": 1}
    assert links(stranger, "/fandoms/", "Letters") == ["A", "B", "C"]
    first, second = (listed(stranger, f"/fandoms/?letter=b&page={page}") for page in (1, 2))
    assert (len(first), len(second)) == (200, 50)
    assert len(stranger.get("/fandoms/?letter=b").content) < 60_000
