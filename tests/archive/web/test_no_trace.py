"""A work that a viewer may not see leaves no trace at any address of the site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from archive.factories import make_work
from archive.web.test_headers import addresses
from fanthology.archive.catalogue.findings import store_findings
from fanthology.archive.catalogue.inferred import FindingRow
from fanthology.archive.catalogue.models import Creator, Identity, Missing, Review, Series, Tag, Work
from fanthology.archive.catalogue.names import KnownNames
from fanthology.archive.search.follow import catch_up

pytestmark = pytest.mark.django_db
SECRETS = ("Zephyrine", "Quillfeather", "Xanthippe", "Vesperland", "Jocasta", "Ulalume", "Thrummage", "Wimberley")
OLD = [
    "/viewstory.php?sid=4711",
    "/viewuser.php?uid=4711",
    "/works/4711",
    "/works/4711/chapters/1",
    "/s/4711",
    "/s/4711/1/Zephyr",
    "/u/4711",
    "/users/Quillfeather",
]
LISTS = ("fandoms", "characters", "creators", "series")
SEARCHES = [
    "/works/?q=Thrummage",
    "/works/?q=Thrummage&loosely=1",
    "/api/works?q=Thrummage",
    "/api/works",
    "/works/?q=title:Zephyrine",
    "/works/?sort=title",
    "/works/feed.atom",
    "/works/feed.atom?q=Thrummage",
    "/opds/works",
    "/opds/v2/works?q=Thrummage",
    *(f"/opds/names/{kind}" for kind in LISTS),
    *(f"/api/{kind}" for kind in ("tags", "creators", "series")),
    "/works/?q=creator:Quillfeather",
]


@pytest.fixture
def hidden(home: object) -> Work:
    work = make_work(
        "Zephyrine",
        creators=["Quillfeather"],
        fandoms=["Vesperland"],
        characters=["Xanthippe"],
        freeforms=["Jocasta"],
        series=["Ulalume"],
        text="Thrummage in the hall.",
        visibility="registered",
        rating="Explicit",
    )
    for scheme in ("ao3", "ffn", "efiction"):
        Identity.objects.create(scheme=scheme, local="4711", value="4711", work=work)
    Missing.objects.create(work=work, what="work", title="Wimberley")
    Review.objects.create(work=work, position=1, author="Dodo", text="Wimberley")
    store_findings(work, [FindingRow("fandom", "Vesperland", "primary", 0.9, {})], KnownNames())
    catch_up(wait=True)
    return work


def everywhere(work: Work) -> Iterator[str]:
    yield from addresses()
    yield from addresses(work)
    yield from (f"/creators/{one.public_id}" for one in Creator.objects.all())
    yield from (f"/{kind}/{one.public_id}" for one in Tag.objects.all() for kind in ("fandoms", "characters", "tags"))
    yield from (f"/{page}?fandom={one.public_id}" for one in Tag.objects.all() for page in ("years/", "random"))
    yield from (f"/{names}/?letter={letter}&medium=other" for names in LISTS for letter in "zqvxju")
    yield from (f"/series/{one.public_id}" for one in Series.objects.all())
    yield from (f"/works/?tag={one.public_id}&fandom={one.public_id}&probably=1" for one in Tag.objects.all())
    yield from (f"/works/?creator={one.public_id}" for one in Creator.objects.all())
    yield from (*OLD, *SEARCHES)


def test_a_work_for_registered_readers_leaves_no_trace(hidden: Work, stranger: Client, reader: Client) -> None:
    for address in everywhere(hidden):
        for ask in (stranger.get, stranger.head):
            answer = ask(address)
            assert answer.status_code in {200, 302, 401, 403, 404, 405}, address
            for secret in (*SECRETS, hidden.public_id):
                asked = secret in address
                assert asked or secret not in answer.text, f"{address} tells of {secret}"
                assert asked or secret not in answer.headers.get("Location", ""), f"{address} leads to {secret}"
        if f"/works/{hidden.public_id}" in address:
            assert stranger.get(address).status_code in {403, 404, 405}, address
    assert "Zephyrine" in reader.get("/works/").text


def test_answers_for_it_are_those_for_what_never_was(hidden: Work, stranger: Client) -> None:
    """The same page to the letter, so that nobody can tell a hidden work from none."""
    for there, nowhere in zip(addresses(hidden), addresses(), strict=True):
        if there == nowhere:
            continue
        one, other = stranger.get(there), stranger.get(nowhere)
        assert (one.status_code, one.text) == (other.status_code, other.text), there
