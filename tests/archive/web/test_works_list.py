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
        assert len(titles(stranger, address.replace("&amp;", "&"))) == int(count)


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
    assert 'rel="next" href="?page=2&amp;sort=title"' in first and 'rel="prev"' not in first


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
