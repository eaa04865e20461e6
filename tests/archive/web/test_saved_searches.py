"""Saved searches: kept, looked at, and followed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qsl
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from archive.factories import make_work, record_change
from fanthology.archive.accounts.keeping import close, set_roles
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.models import Work
from fanthology.archive.reading import filters, searches
from fanthology.archive.reading.marks import mark
from fanthology.archive.reading.models import SavedSearch
from fanthology.archive.reading.searches import query_of, save
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web.addresses import work_address
from fanthology.fic.errors import FanthologyError

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def ruth(reader: Client) -> User:
    return User.objects.get(username="ruth")


def story(title: str, hours_ago: float = 0, **fields: object) -> Work:
    """A wet story that came in so long ago."""
    made = make_work(title, **{"text": "Rain fell on the landing.", **fields})
    Work.objects.filter(pk=made.pk).update(added_at=timezone.now() - timedelta(hours=hours_ago))
    record_change(made)
    catch_up(wait=True)
    return made


def entries(client: Client, saved: SavedSearch) -> list[ElementTree.Element]:
    answer = client.get(f"/saved/{saved.token}/feed.atom")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.XML(answer.content).findall(f"{ATOM}entry")


def titles(client: Client, saved: SavedSearch) -> list[str | None]:
    return [one.findtext(f"{ATOM}title") for one in entries(client, saved)]


@pytest.mark.parametrize("who", ["reader", "laptop"])
def test_a_search_is_saved_from_the_list(who: str, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(who)
    story("Umbrella", rating="Mature")
    page = client.get("/works/?q=rain&rating=Mature&sort=title&page=1").text
    query = re.search(r'name="query" value="([^"]*)"', page)
    assert query
    sent = query[1].replace("&amp;", "&")
    client.post("/account/searches", {"decision": "save", "query": sent, "name": "Wet & grim"})
    one = SavedSearch.objects.get()
    assert dict(parse_qsl(one.query)) == {"q": "rain", "rating": "Mature", "sort": "title"}
    page = client.get("/account/searches").text
    assert "Wet &amp; grim" in page and "“rain”, 1 filter" in page
    assert client.get(f"/account/searches/{one.public_id}")["Location"] == f"/works/?{one.query}"


def test_what_is_new_is_counted_until_it_is_looked_at(reader: Client, ruth: User) -> None:
    saved = save(ruth.pk, "Wet", "q=rain&sort=title")
    story("Old", hours_ago=5)
    story("Dry", text="The sun shone.")
    story("New")
    assert re.search(r'class="new"[^>]*>1 new<', reader.get("/account/searches").text)
    assert reader.get(f"/account/searches/{saved.public_id}?new=1")["Location"] == "/works/?q=rain&sort=added"
    assert 'class="new"' not in reader.get("/account/searches").text
    story("Newer")
    assert ">1 new<" in reader.get("/account/searches").text
    reader.head(f"/account/searches/{saved.public_id}")
    assert ">1 new<" in reader.get("/account/searches").text


def test_searches_are_renamed_moved_and_deleted(reader: Client, ruth: User) -> None:
    a, b, c = (save(ruth.pk, name, f"q={name}") for name in "abc")

    def do(one: SavedSearch, decision: str, **more: str) -> int:
        return reader.post("/account/searches", {"search": one.public_id, "decision": decision, **more}).status_code

    assert do(c, "up") == 302
    assert do(a, "up") == 302
    assert do(b, "rename", name=" The  second ") == 302
    assert [one.name for one in searches.searches_of(ruth.pk)] == ["a", "c", "The second"]
    assert do(a, "delete") == 302
    assert [one.name for one in searches.searches_of(ruth.pk)] == ["c", "The second"]
    assert do(b, "rename", name="") == 400 and do(b, "burn") == 400 and do(a, "up") == 404


def test_nobody_changes_the_searches_of_another(reader: Client, keeper: Client, ruth: User) -> None:
    theirs = save(User.objects.get(username="mina").pk, "Mine", "q=rain")
    for decision in ("rename", "up", "renew", "delete"):
        sent = {"search": theirs.public_id, "decision": decision, "name": "x"}
        assert reader.post("/account/searches", sent).status_code == 404
    assert reader.get(f"/account/searches/{theirs.public_id}").status_code == 404
    assert "Mine" not in reader.get("/account/searches").text
    theirs.refresh_from_db()
    assert theirs.name == "Mine"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("rain", "That is no search"),
        ("q=" + "ä" * 400, "up to 2,000"),
        ("a b=1", "no search"),
        ("javascript:x=1", "no search"),
    ],
)
def test_only_a_query_is_kept(reader: Client, written: str, problem: str) -> None:
    answer = reader.post("/account/searches", {"decision": "save", "name": "Wet", "query": written})
    assert answer.status_code == 400 and problem in answer.text and 'value="Wet"' in answer.text
    assert not SavedSearch.objects.exists()


@given(st.text(max_size=300))
def test_what_is_kept_is_a_query_whatever_was_written(written: str) -> None:
    try:
        kept = query_of(written)
    except FanthologyError:
        return
    assert query_of(kept) == kept and len(kept) <= 2_000
    assert re.fullmatch(r"([a-z-]+=[\w.~+%*-]+(&|$))*", kept, re.ASCII)


def test_there_is_an_end_to_searches(ruth: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "MOST", 2)
    save(ruth.pk, "a", "")
    save(ruth.pk, "b", "")
    with pytest.raises(FanthologyError, match="as many as"):
        save(ruth.pk, "c", "")


def test_a_feed_is_well_formed_atom(stranger: Client, ruth: User) -> None:
    saved = save(ruth.pk, "Wet & <wild>", "q=rain&sort=title")
    first = story(
        "Fog & <b>Rain</b>",
        hours_ago=2,
        creators=["Hester <Lark>", "Dodo"],
        summary='A "wet"\x0b one & <i>so</i>\nmore',
    )
    story("Bare", hours_ago=1)
    answer = stranger.get(f"/saved/{saved.token}/feed.atom")
    root = ElementTree.XML(answer.content)
    assert root.tag == f"{ATOM}feed" and root.findtext(f"{ATOM}title") == "Wet & <wild> · Fanthology"
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    links = {one.get("rel"): one.get("href") for one in root.findall(f"{ATOM}link")}
    here = "http://127.0.0.1"
    assert links == {"self": f"{here}/saved/{saved.token}/feed.atom", "alternate": f"{here}/works/?{saved.query}"}
    bare, fog = root.findall(f"{ATOM}entry")
    for one in (root, bare, fog):
        assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one.findtext(f"{ATOM}id") or "")
        assert datetime.fromisoformat(one.findtext(f"{ATOM}updated") or "").utcoffset() == timedelta(0)
    assert root.findtext(f"{ATOM}updated") == bare.findtext(f"{ATOM}updated")
    assert fog.findtext(f"{ATOM}title") == "Fog & <b>Rain</b>"
    assert [one.text for one in fog.findall(f"{ATOM}author/{ATOM}name")] == ["Hester <Lark>", "Dodo"]
    assert fog.findtext(f"{ATOM}summary") == 'A "wet" one & <i>so</i>\nmore'
    assert bare.find(f"{ATOM}summary") is None
    link = fog.find(f"{ATOM}link")
    assert link is not None and link.get("href") == f"{here}{work_address(first)}"
    again = ElementTree.XML(stranger.get(f"/saved/{saved.token}/feed.atom").content)
    assert [one.text for one in again.iter(f"{ATOM}id")] == [one.text for one in root.iter(f"{ATOM}id")]
    assert not answer.cookies and "noindex" in answer["X-Robots-Tag"]


def test_a_feed_has_the_newest_first_and_not_too_many(
    stranger: Client, ruth: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fanthology.archive.web.news.NEWEST", 2)
    saved = save(ruth.pk, "Wet", "q=rain&sort=title")
    assert titles(stranger, saved) == []
    for title, hours in (("Second", 2), ("First", 1), ("Third", 3)):
        story(title, hours)
    assert titles(stranger, saved) == ["First", "Second"]


def test_a_feed_shows_what_its_owner_may_see_and_wants(stranger: Client, ruth: User) -> None:
    saved = save(ruth.pk, "Wet", "q=rain")
    story("Public", 4)
    story("Registered", 3, visibility="registered")
    story("Private", 2, visibility="private")
    unwanted = story("Unwanted", 1)
    filters.never_show(ruth.pk, works=[unwanted])
    assert titles(stranger, saved) == ["Registered", "Public"]
    set_roles(ruth, ["curator"], keeper=False)
    assert titles(stranger, saved) == ["Private", "Registered", "Public"]
    saved.query += "&everything=1"
    saved.save()
    assert titles(stranger, saved) == ["Unwanted", "Private", "Registered", "Public"]
    mark(ruth.pk, unwanted, "reading")
    saved.query += "&mine=unfinished"
    saved.save()
    assert titles(stranger, saved) == ["Unwanted"]


def test_a_feed_ends_with_its_address_and_its_owner(stranger: Client, reader: Client, ruth: User) -> None:
    story("Wet")
    saved = save(ruth.pk, "Wet", "q=rain")
    old = f"/saved/{saved.token}/feed.atom"
    assert old in reader.get("/account/searches").text
    reader.post("/account/searches", {"search": saved.public_id, "decision": "renew"})
    saved.refresh_from_db()
    assert stranger.get(old).status_code == 404 and titles(stranger, saved) == ["Wet"]
    place = f"/saved/{saved.token}/feed.atom"
    close(ruth)
    assert stranger.get(place).status_code == 404
    ruth.delete()
    assert stranger.get(place).status_code == 404


def test_a_laptops_feed_stays_on_the_laptop(laptop: Client, settings: object) -> None:
    story("Wet", visibility="private")
    saved = save(None, "Wet", "q=rain")
    assert titles(Client(SERVER_NAME="127.0.0.1"), saved) == ["Wet"]
    behind = Client(SERVER_NAME="127.0.0.1", headers={"x-forwarded-for": "192.0.2.1"})
    assert behind.get(f"/saved/{saved.token}/feed.atom").status_code == 404
    settings.LAPTOP = False  # type: ignore[attr-defined]
    assert Client(SERVER_NAME="127.0.0.1").get(f"/saved/{saved.token}/feed.atom").status_code == 404


def test_a_guest_saves_nothing(stranger: Client) -> None:
    story("Wet")
    assert "Save this search" not in stranger.get("/works/?q=rain").text
    assert stranger.get("/account/searches").status_code == 403
    assert stranger.post("/account/searches", {"decision": "save", "name": "a", "query": ""}).status_code == 403
    assert not SavedSearch.objects.exists()
