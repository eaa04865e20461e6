"""The catalogue for e-readers: OPDS 1.2 and 2.0, and a client that reads it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from shelfline.config import AppConfig, CatalogConfig
from shelfline.credentials import CredentialStore, MemoryCredentialBackend
from shelfline.services import CatalogWorkflow

from archive.factories import make_work, record_change
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.models import Series, Tag, Work
from fanthology.archive.downloads.file import FORMATS
from fanthology.archive.feeds import tokens
from fanthology.archive.reading.marks import mark
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web.addresses import work_address
from fanthology.archive.web.views import opds

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SPEC = "{http://opds-spec.org/2010/catalog}"
HERE = "http://127.0.0.1"
HARD = ("A “quoted” title & <b>no tag</b> \x0b\x00\x1b\u202e雨が降る Дождь идёт مطر غزير חֹשֶׁךְ " * 8)[:500]


def page(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"].startswith("application/atom+xml;profile=opds-catalog;kind=")
    assert "noindex" in answer["X-Robots-Tag"]
    return ElementTree.XML(answer.content)


def told(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/opds+json", address
    return json.loads(answer.content)


def links(of: ElementTree.Element, rel: str) -> list[ElementTree.Element]:
    return [one for one in of.findall(f"{ATOM}link") if one.get("rel") == rel]


def titles(of: ElementTree.Element) -> list[str | None]:
    return [one.findtext(f"{ATOM}title") for one in of.findall(f"{ATOM}entry")]


def stories(number: int, **fields: Any) -> list[Work]:
    made = [make_work(f"Story {one:03}", fandoms=["Oz"], rating="General Audiences", **fields) for one in range(number)]
    catch_up(wait=True)
    return made


def test_the_first_page_leads_everywhere(stranger: Client, reader: Client) -> None:
    stories(1, creators=["Hester Lark"], series=["The Wet Spring"], characters=["Dorothy Gale"])
    for client, more in ((stranger, 0), (reader, 3)):
        root = page(client, "/opds")
        assert len(titles(root)) == 7 + more
        for entry in root.findall(f"{ATOM}entry"):
            (link,) = links(entry, "subsection")
            assert entry.find(f"{ATOM}content") is not None and (link.get("href") or "").startswith(HERE)
            below = page(client, link.get("href") or "")
            kind = "acquisition" if below.find(f"{ATOM}entry/{ATOM}author") is not None else "navigation"
            assert kind in (link.get("type") or "") or not titles(below)
    (search,) = links(root, "search")
    described = ElementTree.XML(stranger.get(search.get("href") or "").content)
    (url,) = described.findall("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert titles(page(stranger, (url.get("template") or "").replace("{searchTerms}", "story"))) == ["Story 000"]


def test_a_work_says_what_it_is(stranger: Client) -> None:
    work = make_work(
        "Fog & <Rain>",
        creators=["Hester Lark"],
        fandoms=["Oz"],
        series=["The Wet Spring"],
        characters=["Dorothy Gale"],
        summary="It rained.",
        language="en",
        published="1999-03-04",
        rating="General Audiences",
    )
    catch_up(wait=True)
    (entry,) = page(stranger, "/opds/works").findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Fog & <Rain>" and entry.findtext(f"{ATOM}summary") == "It rained."
    assert (entry.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Hester Lark"
    assert titles(page(stranger, entry.findtext(f"{ATOM}author/{ATOM}uri") or "")) == ["Fog & <Rain>"]
    assert entry.findtext("{http://purl.org/dc/terms/}language") == "en"
    assert entry.findtext("{http://purl.org/dc/terms/}issued") == "1999-03-04"
    assert {one.get("term") for one in entry.findall(f"{ATOM}category")} == {"Oz", "Dorothy Gale", "General Audiences"}
    alone, html = links(entry, "alternate")
    assert html.get("href") == f"{HERE}{work_address(work)}"
    assert ElementTree.XML(stranger.get(alone.get("href") or "").content).findtext(f"{ATOM}title") == "Fog & <Rain>"
    got = links(entry, "http://opds-spec.org/acquisition")
    assert [one.get("type") for one in got] == [one.media_type for one in FORMATS.values()]
    file = stranger.get(got[0].get("href") or "")
    assert file["Content-Type"] == "application/epub+zip" and file.content[:2] == b"PK"
    (same,) = told(stranger, "/opds/v2/works")["publications"]
    assert same["metadata"]["identifier"] == entry.findtext(f"{ATOM}id")
    assert same["metadata"]["belongsTo"]["series"][0]["name"] == "The Wet Spring"
    assert same["links"][0]["href"].endswith(f"/opds/v2/download/{work.public_id}.epub")
    assert stranger.get(same["links"][0]["href"]).content == file.content
    (itself,) = [one for one in same["links"] if one["rel"] == "self"]
    assert json.loads(stranger.get(itself["href"]).content) == same


@pytest.mark.parametrize("version", ["/opds", "/opds/v2"])
def test_pages_hold_every_work_once(stranger: Client, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opds, "SIZE", 2)
    works = stories(5, series=["The Wet Spring"])
    series = Series.objects.get().public_id
    for path in ("works?sort=title", f"series/{series}", "works?q=story"):
        found, address = [], f"{version}/{path}"
        while address:
            if version == "/opds":
                root = page(stranger, address)
                found += titles(root)
                address = next((one.get("href") or "" for one in links(root, "next")), "")
            else:
                feed = told(stranger, address)
                found += [one["metadata"]["title"] for one in feed["publications"]]
                address = next((one["href"] for one in feed["links"] if one["rel"] == "next"), "")
        assert sorted(found) == [work.display_title for work in works], path


def test_names_are_paged(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opds, "SIZE", 2)
    for number in range(5):
        make_work(f"Story {number}", creators=[f"Guest {number}"])
    found, address = [], "/opds/names/creators"
    while address:
        root = page(stranger, address)
        found += titles(root)
        address = next((one.get("href") or "" for one in links(root, "next")), "")
    assert found == [f"Guest {number}" for number in range(5)]
    assert stranger.get("/opds/names/nothing").status_code == 404


def test_following_pages_ends_though_a_work_is_withdrawn_meanwhile(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opds, "SIZE", 2)
    works = stories(6)
    first = page(stranger, "/opds/works?sort=title")
    Work.objects.filter(pk=works[1].pk).update(withdrawn_at=works[1].added_at)
    record_change(works[1])
    catch_up(wait=True)
    (following,) = links(first, "next")
    second = page(stranger, following.get("href") or "")
    assert titles(second) == ["Story 003", "Story 004"]
    assert stranger.get(f"/opds/download/{works[1].public_id}.epub").status_code == 404
    assert stranger.get(f"/works/{works[1].public_id}/feed.atom").status_code in (404, 410)


def test_facets_narrow_and_widen(stranger: Client) -> None:
    stories(2)
    make_work("Apart", fandoms=["Dracula"], rating="Teen And Up Audiences", language="fr")
    catch_up(wait=True)

    def facets(address: str) -> dict[tuple[str, str], ElementTree.Element]:
        found = links(page(stranger, address), "http://opds-spec.org/facet")
        return {(one.get(f"{SPEC}facetGroup") or "", one.get("title") or ""): one for one in found}

    every = facets("/opds/works")
    oz = every["Fandom", "Oz"]
    assert oz.get("{http://purl.org/syndication/thread/1.0}count") == "2"
    assert every["Order", "Newest here"].get(f"{SPEC}activeFacet") == "true"
    narrowed = facets(oz.get("href") or "")
    assert (
        narrowed["Fandom", "Oz"].get(f"{SPEC}activeFacet") == "true"
        and ("Rating", "Teen And Up Audiences") not in narrowed
    )
    assert len(titles(page(stranger, narrowed["Fandom", "Oz"].get("href") or ""))) == 3
    second = told(stranger, "/opds/v2/works?language=fr")
    (language,) = [one for one in second["facets"] if one["metadata"]["title"] == "Language"]
    assert [(one["title"], one.get("rel")) for one in language["links"]] == [("French", "self")]
    assert second["metadata"]["numberOfItems"] == 1 and second["metadata"]["title"] == "French"


def test_a_device_is_led_to_the_question_before_a_work_for_adults(stranger: Client) -> None:
    make_work("Grim", rating="Explicit")
    catch_up(wait=True)
    (entry,) = page(stranger, "/opds/works").findall(f"{ATOM}entry")
    link = links(entry, "http://opds-spec.org/acquisition")[0]
    assert link.get("type") == "text/html"
    assert [one.get("type") for one in link.findall(f"{SPEC}indirectAcquisition")] == ["application/epub+zip"]
    (same,) = told(stranger, "/opds/v2/works")["publications"]
    assert same["links"][0]["properties"] == {"indirectAcquisition": [{"type": "application/epub+zip"}]}
    question = stranger.get(link.get("href") or "")
    assert question.status_code == 403 and "Explicit" in question.text
    stranger.post("/adult", {})
    (entry,) = page(stranger, "/opds/works").findall(f"{ATOM}entry")
    assert links(entry, "http://opds-spec.org/acquisition")[0].get("type") == "application/epub+zip"


def test_a_hard_title_is_well_formed(stranger: Client) -> None:
    work = make_work(HARD, creators=[HARD[:80]], fandoms=[HARD[20:]], series=[HARD], summary=HARD)
    catch_up(wait=True)
    tag = Tag.objects.get(kind="fandom").public_id
    for address in ("/opds", "/opds/works", "/opds/names/series", f"/opds/works?fandom={tag}", "/opds/search.xml"):
        ElementTree.XML(stranger.get(address).content)
    for address in ("/opds/v2", "/opds/v2/works", "/opds/v2/names/fandoms", f"/opds/v2/works?q={HARD[:30]}"):
        told(stranger, address)
    for address in (f"/tags/{tag}", f"/works/{work.public_id}"):
        feed = ElementTree.XML(stranger.get(f"{address}/feed.atom").content)
        assert "雨が降る" in (feed.findtext(f"{ATOM}entry/{ATOM}title") or "")


def test_ones_own_catalogue_asks_who_one_is(stranger: Client, reader: Client) -> None:
    ruth = User.objects.get(username="ruth")
    work = make_work("Wet", visibility="registered")
    catch_up(wait=True)
    mark(ruth.pk, work, "later")
    for address in ("/opds/mine", "/opds/mine/v2/works", "/opds/mine/search.xml"):
        answer = stranger.get(address)
        assert answer.status_code == 401 and 'rel="http://opds-spec.org/auth/document"' in answer["Link"]
    _, secret = tokens.make(ruth, "E-reader", ["read"])
    mine = Client(SERVER_NAME="127.0.0.1", headers={"authorization": f"Bearer {secret}"})
    assert titles(page(mine, "/opds/mine/marked/later")) == titles(page(mine, "/opds/mine/works")) == ["Wet"]
    assert titles(page(stranger, "/opds/works")) == []
    document = json.loads(stranger.get("/opds/authentication.json").content)
    assert document["id"] == f"{HERE}/opds/authentication.json" and document["authentication"]


def test_shelfline_reads_the_catalogue(reader: Client, tmp_path: Path) -> None:
    """A client from the package index comes in, goes down, and takes a book."""
    work = make_work("Wet", visibility="registered", creators=["Hester Lark"], summary="It rained.")
    catch_up(wait=True)
    _, secret = tokens.make(User.objects.get(username="ruth"), "Shelfline", ["read"])
    catalogue = CatalogConfig("Archive", f"{HERE}/opds/mine", {"username": "ruth", "password": secret})
    site = _Site()

    async def read() -> Path:
        client = CatalogWorkflow(
            AppConfig(tmp_path / "books", [catalogue]),
            tmp_path / "state.sqlite3",
            httpx.AsyncClient(transport=site, follow_redirects=True),
            CredentialStore(MemoryCredentialBackend()),
        )
        first = await client.fetch_catalog(catalogue)
        (new,) = [one for one in first.entries if one.title == "New works"]
        listed = await client.fetch_catalog(catalogue, new.navigation_url)
        (book,) = listed.entries
        assert (book.title, book.authors, book.summary) == ("Wet", ["Hester Lark"], "It rained.")
        taken = await client.download_best_epub(catalogue, book)
        await client.aclose()
        return taken

    with ThreadPoolExecutor(1) as elsewhere:
        reading = elsewhere.submit(asyncio.run, read())
        site.serve(reading)
    taken = reading.result()
    assert taken.name == "Wet.epub"
    assert taken.read_bytes() == reader.get(f"{work_address(work)}/download.epub").content


class _Site(httpx.AsyncBaseTransport):
    """The site, in the thread that holds the test's transaction, for a client in another."""

    def __init__(self) -> None:
        self._inner = httpx.WSGITransport(get_wsgi_application())
        self._asked: Queue[tuple[httpx.Request, Future[httpx.Response]]] = Queue()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer: Future[httpx.Response] = Future()
        self._asked.put((request, answer))
        return await asyncio.wrap_future(answer)

    def serve(self, reading: Future[Any]) -> None:
        """Answer until the client has read."""
        while not reading.done():
            with contextlib.suppress(Empty):
                request, answer = self._asked.get(timeout=0.05)
                try:
                    told = self._inner.handle_request(request)
                    answer.set_result(httpx.Response(told.status_code, headers=told.headers, content=told.read()))
                except Exception as error:  # the client waits for an answer
                    answer.set_exception(error)
