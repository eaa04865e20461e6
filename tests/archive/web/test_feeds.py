"""Atom feeds: works that came, and chapters that came to works that were here."""

from __future__ import annotations

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from archive.factories import make_work, record_change
from fanthology.archive.catalogue.editions import make_gathered
from fanthology.archive.catalogue.models import Creator, Series, Source, Tag, Work
from fanthology.archive.reading.filters import never_show
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web.addresses import tag_address, work_address

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NOW = timezone.now()


def came(work: Work, days_ago: float) -> Work:
    """Have a work and its file have come so long ago."""
    at = NOW - timedelta(days=days_ago)
    Work.objects.filter(pk=work.pk).update(added_at=at)
    Source.objects.filter(readings__editions__work=work).update(added_at=at)
    record_change(work)
    return work


def continued(days_ago: float = 9, later: float = 1, **fields: object) -> Work:
    """A work of which a second part came later, and was gathered with the first."""
    first = came(make_work("The Long Rain", text="It rained.", **fields), days_ago)  # type: ignore[arg-type]
    second = came(make_work("The Long Rain, part two", text="It still rained.", visibility="private"), later)
    edition = make_gathered(first, [first.edition.reading, second.edition.reading])  # type: ignore[union-attr]
    Work.objects.filter(pk=second.pk).update(merged_into=first)
    Work.objects.filter(pk=first.pk).update(edition=edition, chapter_count=2)
    for one in (first, second):
        record_change(one)
    catch_up(wait=True)
    first.refresh_from_db()
    return first


def feed(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/atom+xml; charset=utf-8", address
    return ElementTree.XML(answer.content)


def titles(client: Client, address: str) -> list[str | None]:
    return [one.findtext(f"{ATOM}title") for one in feed(client, address).findall(f"{ATOM}entry")]


def test_a_new_chapter_is_an_entry_everywhere(stranger: Client) -> None:
    work = continued(creators=["Hester Lark"], fandoms=["Oz"], series=["The Wet Spring"], freeforms=["Fog"])
    came(
        make_work("Newest", creators=["Hester Lark"], fandoms=["Oz"], series=["The Wet Spring"], freeforms=["Fog"]), 0.1
    )
    came(make_work("Apart"), 5)
    catch_up(wait=True)
    everything = ["Newest", "The Long Rain: Chapter 2", "The Long Rain"]
    fandom, fog = Tag.objects.get(name="Oz"), Tag.objects.get(name="Fog")
    creator, series = Creator.objects.get(), Series.objects.get()
    for page in (
        tag_address(fandom).replace("/fandoms/", "/tags/"),
        tag_address(fog),
        f"/creators/{creator.public_id}",
        f"/series/{series.public_id}",
    ):
        assert titles(stranger, f"{page}/feed.atom") == everything, page
    assert titles(stranger, "/works/feed.atom?q=rain") == everything[1:]
    assert titles(stranger, "/works/feed.atom") == [*everything[:2], "Apart", everything[2]]
    whole = feed(stranger, f"/works/{work.public_id}/feed.atom")
    chapter, first = whole.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in (chapter, first)] == everything[1:]
    link = chapter.find(f"{ATOM}link")
    assert link is not None and link.get("href") == f"http://127.0.0.1{work_address(work)}/chapters/2"
    at = datetime.fromisoformat(chapter.findtext(f"{ATOM}updated") or "")
    assert abs(at - (NOW - timedelta(days=1))) < timedelta(seconds=1)
    assert whole.findtext(f"{ATOM}updated") == chapter.findtext(f"{ATOM}updated")
    for address in (f"/works/{work.public_id}/feed.atom", "/works/feed.atom"):
        ids = [one.text for one in feed(stranger, address).iter(f"{ATOM}id")]
        assert len(set(ids)) == len(ids) and chapter.findtext(f"{ATOM}id") in ids


def test_parts_that_came_together_are_one_entry(stranger: Client) -> None:
    work = continued(days_ago=9, later=8.99)
    assert titles(stranger, f"/works/{work.public_id}/feed.atom") == ["The Long Rain"]


def test_who_has_it_already_gets_nothing(stranger: Client) -> None:
    work = continued()
    address = f"/works/{work.public_id}/feed.atom"
    answer = stranger.get(address)
    assert stranger.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert stranger.get(address, headers={"if-modified-since": answer["Last-Modified"]}).status_code == 304
    before = "Mon, 01 Jan 2001 00:00:00 GMT"
    assert stranger.get(address, headers={"if-modified-since": before}).status_code == 200
    Work.objects.filter(pk=work.pk).update(display_title="Renamed")
    assert stranger.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 200


def test_a_feed_shows_what_its_reader_may_see_and_wants(stranger: Client, reader: Client) -> None:
    work = continued(visibility="registered", fandoms=["Oz"])
    address = f"/tags/{Tag.objects.get(name='Oz').public_id}/feed.atom"
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"/works/{work.public_id}/feed.atom").status_code == 404
    assert titles(stranger, "/works/feed.atom") == []
    assert titles(reader, address) == ["The Long Rain: Chapter 2", "The Long Rain"]
    never_show(int(reader.session["_auth_user_id"]), works=[work])
    assert titles(reader, address) == []


def test_pages_say_where_their_feeds_are(stranger: Client) -> None:
    work = continued(creators=["Hester Lark"], fandoms=["Oz"], series=["The Wet Spring"])
    pages = {
        work_address(work): f"/works/{work.public_id}/feed.atom",
        tag_address(Tag.objects.get()): f"/tags/{Tag.objects.get().public_id}/feed.atom",
        f"/creators/{Creator.objects.get().public_id}": f"/creators/{Creator.objects.get().public_id}/feed.atom",
        f"/series/{Series.objects.get().public_id}": f"/series/{Series.objects.get().public_id}/feed.atom",
        "/works/?q=rain": "/works/feed.atom?q=rain",
    }
    for page, address in pages.items():
        text = stranger.get(page).text
        assert 'type="application/atom+xml" title=' in text and f'href="{address}"' in text, page
        assert 'profile=opds-catalog" title="Catalogue for e-readers" href="/opds"' in text
