"""Every page, asked for by the keeper, by a registered reader and by a stranger."""

from __future__ import annotations

import pytest
from django.test import Client

from fanthology.archive.catalogue.models import Creator, Series, Tag, Work
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db
OF_A_WORK = [
    "",
    "/chapters/1",
    "/entire",
    "/download.epub",
    "/download.html",
    "/download.txt",
    "/download.md",
    "/download.json",
    "/reviews",
    "/findings",
]
FOR_EVERYONE = [
    "/",
    "/works/",
    "/creators/",
    "/fandoms/",
    "/characters/",
    "/series/",
    "/pages/",
    "/wanted",
    "/sign-in",
    "/robots.txt",
]
FOR_THE_KEEPER = [
    "/keeper/private",
    "/keeper/publish",
    "/keeper/upload",
    "/keeper/intakes/",
    "/keeper/rejections/",
    "/keeper/proposals/",
    "/keeper/suggestions/",
    "/keeper/suggestions/of?kind=fandom&name=Oz",
    "/keeper/tags/",
]
KEEPERS_POSTS = [
    "/keeper/publish",
    "/keeper/publish-pages",
    "/keeper/suggestions/decide",
    "/keeper/suggestions/accept",
    "/keeper/tags/decide",
    "/keeper/upload",
    "/keeper/intakes/b2c3d4f5g/undo",
    "/keeper/rejections/1/admit",
    "/works/b2c3d4f5g/some-story/edit",
    "/works/b2c3d4f5g/some-story/edit/1/undo",
]


@pytest.mark.parametrize("page", OF_A_WORK)
@pytest.mark.parametrize(
    ("visibility", "strangers", "readers"), [("public", 200, 200), ("registered", 404, 200), ("private", 404, 404)]
)
def test_pages_of_a_work(
    library: dict[str, Work],
    keeper: Client,
    reader: Client,
    stranger: Client,
    page: str,
    visibility: str,
    strangers: int,
    readers: int,
) -> None:
    work = library["umbrella"]
    Work.objects.filter(pk=work.pk).update(visibility=visibility)
    address = work_address(work) + page
    assert [who.get(address).status_code for who in (stranger, reader, keeper)] == [strangers, readers, 200]


@pytest.mark.parametrize("page", ["/reading", "/original"])
def test_how_a_work_was_read_is_the_keepers_alone(
    library: dict[str, Work], keeper: Client, reader: Client, stranger: Client, page: str
) -> None:
    address = work_address(library["lamp"]) + page
    Work.objects.update(visibility="public")
    assert [who.get(address).status_code for who in (stranger, reader, keeper)] == [403, 403, 200]


@pytest.mark.parametrize("page", FOR_EVERYONE)
def test_pages_for_everyone(
    library: dict[str, Work], keeper: Client, reader: Client, stranger: Client, page: str
) -> None:
    assert [who.get(page).status_code for who in (stranger, reader, keeper)] == [200, 200, 200]


@pytest.mark.parametrize("page", FOR_THE_KEEPER)
def test_pages_for_the_keeper(keeper: Client, laptop: Client, reader: Client, stranger: Client, page: str) -> None:
    assert [who.get(page).status_code for who in (stranger, reader, keeper, laptop)] == [403, 403, 200, 200]


@pytest.mark.parametrize("page", KEEPERS_POSTS)
def test_what_only_the_keeper_may_do(library: dict[str, Work], reader: Client, stranger: Client, page: str) -> None:
    assert [who.post(page).status_code for who in (stranger, reader)] == [403, 403]


def test_lists_and_counts_hold_only_what_the_viewer_may_see(
    library: dict[str, Work], keeper: Client, reader: Client, stranger: Client
) -> None:
    def pages(client: Client) -> str:
        return "".join(client.get(page).text for page in ("/", "/works/", "/creators/", "/fandoms/"))

    seen = {name: pages(client) for name, client in (("keeper", keeper), ("reader", reader), ("stranger", stranger))}
    private, registered = "Wilhelmina M.", "Robin Hood (Traditional)"
    assert [private in seen[name] for name in ("stranger", "reader", "keeper")] == [False, False, True]
    assert [registered in seen[name] for name in ("stranger", "reader", "keeper")] == [False, True, True]


def test_shelves_of_what_cannot_be_seen_are_not_there(
    library: dict[str, Work], keeper: Client, stranger: Client
) -> None:
    lamp = library["lamp"]
    pages = [
        f"/creators/{Creator.objects.get(works=lamp).public_id}",
        f"/fandoms/{Tag.objects.get(works=lamp, kind='fandom').public_id}",
    ]
    assert [stranger.get(page).status_code for page in pages] == [404, 404]
    assert [keeper.get(page).status_code for page in pages] == [200, 200]


def test_a_series_counts_only_what_is_seen(library: dict[str, Work], keeper: Client, stranger: Client) -> None:
    page = f"/series/{Series.objects.get().public_id}"
    assert "The Adventure of the Borrowed Umbrella" in stranger.get(page).text
    Work.objects.filter(pk=library["umbrella"].pk).update(visibility="private")
    assert (stranger.get(page).status_code, keeper.get(page).status_code) == (404, 200)


def test_a_link_to_a_work_that_is_not_shown_says_it_is_not_here(
    library: dict[str, Work], keeper: Client, stranger: Client
) -> None:
    work, lamp = library["umbrella"], library["lamp"]
    work.links.update(target=lamp)
    assert work_address(lamp) in keeper.get(work_address(work)).text
    page = stranger.get(work_address(work)).text
    assert work_address(lamp) not in page
    assert "The Lamp on the Landing" not in page
    assert "not in this archive" in page


@pytest.mark.parametrize(("kind", "name"), [("tag", "Dracula"), ("fandom", "Dracula"), ("creator", "Wilhelmina M.")])
def test_a_filter_names_only_what_the_viewer_may_see(
    library: dict[str, Work], keeper: Client, reader: Client, stranger: Client, kind: str, name: str
) -> None:
    named = Creator.objects.get(name=name) if kind == "creator" else Tag.objects.get(kind="fandom", name=name)
    address = f"/works/?{kind}={named.public_id}"
    assert [name in who.get(address).text for who in (stranger, reader, keeper)] == [False, False, True]


@pytest.mark.parametrize("page", ["", "/any-words", "/any-words/entire", "/any-words/chapters/1"])
def test_no_address_leads_on_to_the_title_of_a_private_work(
    library: dict[str, Work], keeper: Client, reader: Client, stranger: Client, page: str
) -> None:
    address = f"/works/{library['lamp'].public_id}{page}"
    answers = [ask(address) for who in (stranger, reader, keeper) for ask in (who.get, who.head)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 404, 301, 301]
    assert [answer.has_header("Location") for answer in answers[:4]] == [False] * 4


def test_a_chapter_beyond_all_numbers_is_not_there(library: dict[str, Work], stranger: Client) -> None:
    assert stranger.get(f"{work_address(library['umbrella'])}/chapters/{10**30}").status_code == 404
