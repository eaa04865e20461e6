"""The list of works: filters, order, pages, and addresses that stay."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from archive.factories import make_work
from fanthology.archive.catalogue.models import Creator, Tag, Work
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web.addresses import tag_address, work_address

pytestmark = pytest.mark.django_db


def titles(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/works/{query}")
    assert page.status_code == 200
    return re.findall(r'<h2><a href="/works/[^"]+">([^<]+)</a></h2>', page.text)


def test_filters(library: dict[str, Work], stranger: Client) -> None:
    holmes = Tag.objects.get(name__startswith="Sherlock Holmes -").public_id
    lark = Creator.objects.get(name="Hester Lark").public_id
    assert set(titles(stranger, f"?fandom={holmes}")) == {
        "The Adventure of the Borrowed Umbrella",
        "Five Orange Blossoms",
    }
    assert titles(stranger, f"?creator={lark}&status=in-progress") == ["The Adventure of the Borrowed Umbrella"]
    assert titles(stranger, "?language=fr") == ["Une nuit à Meung"]
    assert len(titles(stranger, "?rating=General+Audiences")) == 2
    assert titles(stranger, "?fandom=nosuchtag") == []


def test_facets_count_what_choosing_them_gives(library: dict[str, Work], stranger: Client) -> None:
    page = stranger.get("/works/?status=complete").text
    for address, count in re.findall(r'<a rel="nofollow" href="(\?[^"]+)">[^<]+</a> <span class="count">(\d+)', page):
        chosen = titles(stranger, address.replace("&amp;", "&"))
        # a work has one status: another is one that will do, too
        assert len(chosen) - (3 if address.count("status=") > 1 else 0) == int(count)


def test_a_value_is_left_out_in_one_click(library: dict[str, Work], stranger: Client) -> None:
    page = stranger.get("/works/").text
    found = re.findall(r'<a class="not" rel="nofollow" href="(\?[^"]+)" title="Leave out ([^"]+)"', page)
    counts = dict(re.findall(r'">([^<]+)</a> <span class="count">(\d+)', page))
    assert len(found) > 20
    for address, name in found:
        assert len(titles(stranger, address)) == 6 - int(counts[name])


def test_several_values_mean_all_of_them_or_any(library: dict[str, Work], stranger: Client) -> None:
    rain, cats = (library["umbrella"].tags.get(name="Rain"), library["Tea at Netherfield"].tags.first())
    assert cats is not None
    both = f"?{'freeform'}={rain.public_id}&tag={cats.public_id}"
    assert titles(stranger, both) == []
    fandoms = "&".join(f"fandom={tag.public_id}" for tag in Tag.objects.filter(kind="fandom").order_by("name")[:2])
    page = stranger.get(f"/works/?{fandoms}").text
    assert "A work must have all of them." in page
    (switch,) = re.findall(r'<a rel="nofollow" href="(\?[^"]+)">Any of them</a>', page)
    assert "any=fandom" in switch
    assert len(titles(stranger, switch.replace("&amp;", "&"))) > len(titles(stranger, f"?{fandoms}"))


def test_a_mistake_is_pointed_at(library: dict[str, Work], stranger: Client) -> None:
    page = stranger.get("/works/?q=moor+words%3Alots").text
    assert "was left out: a number is written as" in page
    assert '<span class="pointed">moor <mark>words:lots</mark></span>' in page
    assert "<mark>moor</mark>" in page, "the rest was searched"


def test_a_description_finds_what_has_some_of_its_words(library: dict[str, Work], stranger: Client) -> None:
    assert titles(stranger, "?q=zeppelin+moor+xylophone") == []
    assert titles(stranger, "?q=zeppelin+moor+xylophone&loosely=1") == titles(stranger, "?q=moor")


def test_more_like_this(library: dict[str, Work], stranger: Client) -> None:
    other = make_work("Another Umbrella", freeforms=["Rain"], characters=["Mrs. Hudson"], text="Rain again.")
    make_work("Nothing of the Kind", text="Sun.")
    catch_up(wait=True)
    page = stranger.get(f"{work_address(other)}/alike").text
    assert re.findall(r'<h2><a href="/works/[^"]+">([^<]+)', page)[0] == "The Adventure of the Borrowed Umbrella"
    assert "Nothing of the Kind" not in page


def test_the_same_as_json(library: dict[str, Work], stranger: Client) -> None:
    told = stranger.get("/api/works?q=umbrella&sort=title").json()
    assert (told["total"], [one["title"] for one in told["works"]]) == (1, [library["umbrella"].title])
    assert told["works"][0]["relationship"][0]["name"] == "Sherlock Holmes & John Watson"
    assert told["facets"]["status"] == [{"value": "in-progress", "label": "in-progress", "count": 1}]
    assert stranger.get(f"/api/works/{library['umbrella'].public_id}").json() == told["works"][0] | {"passage": ""}
    assert stranger.get(f"/api/works/{library['guest'].public_id}").status_code == 404


def test_a_filter_in_use_can_be_taken_away(library: dict[str, Work], stranger: Client) -> None:
    page = stranger.get("/works/?q=kettle&status=complete&language=fr").text
    assert 'href="?q=kettle&amp;status=complete"' in page
    assert 'href="?q=kettle&amp;language=fr"' in page
    assert 'name="status" value="complete"' in page, "a new search keeps the filters"


def test_search_shows_where_the_words_stand(library: dict[str, Work], stranger: Client) -> None:
    assert "<mark>moor</mark>" in stranger.get("/works/?q=moor").text


def test_orders(library: dict[str, Work], stranger: Client) -> None:
    by_title = titles(stranger, "?sort=title")
    assert by_title[0] == "The Adventure of the Borrowed Umbrella"
    assert len(by_title) == 6
    assert titles(stranger, "?sort=words")[0] == "The Adventure of the Borrowed Umbrella"
    assert titles(stranger, "?sort=nonsense") == titles(stranger, "?sort=newest")


def test_pages_do_not_overlap_and_miss_nothing(stranger: Client, home: object) -> None:
    for number in range(45):
        make_work(f"Story {number:02}")
    catch_up(wait=True)
    pages = [titles(stranger, f"?sort=title&page={number}") for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({title for page in pages for title in page}) == 45
    first = stranger.get("/works/?sort=title").text
    assert 'rel="prev"' not in first
    (address,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert "after=" in address and "page=2" in address
    second = stranger.get(f"/works/{address.replace('&amp;', '&')}").text
    assert "Page 2 of 3" in second
    assert titles(stranger, address.replace("&amp;", "&")) == pages[1]
    (back,) = re.findall(r'rel="prev" href="([^"]+)"', second)
    assert titles(stranger, back.replace("&amp;", "&")) == pages[0]
    make_work("Story 00 and a half")
    catch_up(wait=True)
    assert titles(stranger, address.replace("&amp;", "&"))[0] == pages[1][0], "what came in meanwhile moves nothing"


@pytest.mark.parametrize("query", ["?page=0", "?page=-1", "?page=x", "?page=99999999999999", "?page=٣", "?q=%00%ff"])
def test_nonsense_in_the_address_is_no_fault(library: dict[str, Work], stranger: Client, query: str) -> None:
    assert stranger.get(f"/works/{query}").status_code == 200


def test_nothing_found_says_what_to_do(library: dict[str, Work], stranger: Client) -> None:
    assert "Try fewer words" in stranger.get("/works/?q=zeppelin").text


def test_an_empty_archive_says_what_to_do(keeper: Client, stranger: Client) -> None:
    assert "fanthology import" in keeper.get("/").text
    assert "fanthology import" in keeper.get("/works/").text
    assert "Nothing has been published" in stranger.get("/").text


def test_a_works_tags_lead_to_their_pages_and_those_to_the_works(library: dict[str, Work], stranger: Client) -> None:
    work = library["umbrella"]
    page = stranger.get(work_address(work)).text
    for kind in ("warning", "relationship", "character", "freeform"):
        tag = work.tags.filter(kind=kind).first()
        assert tag is not None
        assert f'href="{tag_address(tag)}"' in page
        assert f'href="/works/?tag={tag.public_id}"' in stranger.get(tag_address(tag)).text
        listed = stranger.get(f"/works/?tag={tag.public_id}").text
        assert f"Tag: {tag.name.replace('&', '&amp;')}" in listed
        assert work.display_title in listed
