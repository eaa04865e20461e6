"""The number of queries of a page does not grow with what it lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.factories import make_work
from fanthology.archive.accounts.models import Invitation, RoleGrant, User
from fanthology.archive.catalogue.findings import store_findings
from fanthology.archive.catalogue.inferred import FindingRow
from fanthology.archive.catalogue.models import (
    Creator,
    Missing,
    Proposal,
    Reading,
    Refusal,
    Review,
    Series,
    SitePage,
    Source,
    Tag,
    TagParent,
    Withdrawal,
    Work,
)
from fanthology.archive.catalogue.names import KnownNames
from fanthology.archive.feeds.models import Sending, Token
from fanthology.archive.intake.models import Intake, IntakeItem
from fanthology.archive.reading.anchors import blocks_of
from fanthology.archive.reading.filters import never_show
from fanthology.archive.reading.highlights import Passage, highlight
from fanthology.archive.reading.marks import mark
from fanthology.archive.reading.models import SavedSearch, Shelf
from fanthology.archive.reading.places import keep_opened
from fanthology.archive.reading.searches import save
from fanthology.archive.reading.shelves import make_shelf, put_on
from fanthology.archive.search.follow import catch_up
from fanthology.archive.tasks.models import Task
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def add(first: int, last: int) -> None:
    for number in range(first, last):
        make_work(
            f"Story {number}",
            creators=["Hester Lark", f"Guest {number}"],
            fandoms=["Oz", f"Land {number}"],
            series=["The Wet Spring", f"Cycle {number}"],
            warnings=["No Archive Warnings Apply"],
            freeforms=["Fog", f"Weather {number}"],
            published=f"{1990 + number}-01-01",
            characters=["Dorothy Gale", f"Guest of {number}", "Dawnie"],
            visibility="private" if number % 2 else "public",
        )
        found = [FindingRow("fandom", name, "primary", 0.9, {}) for name in ("Alice", f"World {number}")]
        store_findings(Work.objects.latest("pk"), found, KnownNames())
        RoleGrant.objects.create(user=User.objects.create_user(f"guest{number}"), role="curator")
        Invitation.make(f"for guest {number}")
        digest = f"{number:064x}"
        under = {"tag": Tag.objects.get(name=f"Guest of {number}"), "kind": TagParent.Kind.PARENT}
        TagParent.objects.create(parent=Tag.objects.get(name="Oz"), **under)
        source = Source.objects.create(sha256=digest, size=1, name=f"faq {number}")
        reading = Reading.objects.create(
            source=source, reader="test", version="1", outcome="rejected", reason="not-a-story", packed=b""
        )
        SitePage.objects.create(
            reading=Reading.objects.create(source=source, reader="page", version="1", outcome="page", packed=b""),
            title=f"Rules {number}",
            html="<p>Be kind.</p>",
        )
        work = Work.objects.earliest("pk")
        latest = Work.objects.latest("pk")
        Token.objects.create(user=User.objects.get(username="mina"), name="Reader", digest=digest, scopes="read")
        Sending.objects.create(user=User.objects.get(username="mina"), work=latest, state="sent")
        Task.objects.create(kind="check", state="done", message="All is as it should be.")
        keeper = User.objects.get(username="mina")
        if number == 0:
            save(keeper.pk, "Wet", "q=morning&sort=title")
        mark(keeper.pk, latest, "reading")
        keep_reading(keeper.pk, latest, number)
        never_show(keeper.pk, [latest], Creator.objects.filter(works=latest), Tag.objects.filter(works=latest))
        gone = make_work(f"Gone {number}")
        Withdrawal.objects.create(work=gone, public_id=gone.public_id, purge_at=gone.added_at, kind="removed")
        Work.objects.filter(pk=gone.pk).update(withdrawn_at=gone.added_at)
        Withdrawal.objects.create(public_id=f"gone{number}", purge_at=latest.added_at)
        Refusal.objects.create(kind="creator", value=f"guest {number}", said=f"Guest {number}")
        Missing.objects.create(work=latest, what="work", title=f"Lost {number}")
        if latest != work:
            Proposal.objects.create(kind="copies", first=work, second=latest, reason="Alike.")
        Review.objects.create(work=work, position=number, author="Dodo", text="Good.")
        intake = Intake.objects.order_by("pk").first() or Intake.objects.create()
        IntakeItem.objects.create(intake=intake, name=f"faq {number}", outcome="rejected", reading=reading)
        IntakeItem.objects.create(intake=Intake.objects.create(), name="again", outcome="already-here")
    catch_up(wait=True)


def keep_reading(user_id: int, work: Work, number: int) -> None:
    """Give a reader a place in a work, a highlight in the first one, and a shelf for it."""
    keep_opened(user_id, work, 1)
    blocks = blocks_of('<p id="b1x0">It was a wet morning.</p>')
    highlight(user_id, Work.objects.earliest("pk"), 1, blocks, Passage("b1x0", words="wet"), f"Note {number}")
    put_on(Shelf.objects.earliest("pk") if number else make_shelf(user_id, "Wet"), work)
    put_on(make_shelf(user_id, f"Shelf {number}"), work)


PAGES: dict[str, Callable[[], str]] = {
    "front": lambda: "/",
    "works": lambda: "/works/",
    "search": lambda: "/works/?q=morning",
    "api": lambda: "/api/works?q=morning",
    "creators": lambda: "/creators/",
    "fandoms": lambda: "/fandoms/",
    "series": lambda: "/series/",
    "creator": lambda: f"/creators/{Creator.objects.get(name='Hester Lark').public_id}",
    "fandom": lambda: f"/fandoms/{Tag.objects.get(name='Oz').public_id}",
    "characters": lambda: "/characters/",
    "character": lambda: f"/characters/{Tag.objects.get(name='Dorothy Gale').public_id}",
    "freeform": lambda: f"/tags/{Tag.objects.get(name='Fog').public_id}",
    "letters": lambda: "/creators/?letter=g",
    "medium": lambda: "/fandoms/?medium=other",
    "years": lambda: "/years/",
    "years by fandom": lambda: "/years/fandoms",
    "years of a fandom": lambda: f"/years/?fandom={Tag.objects.get(name='Oz').public_id}",
    "suggestions": lambda: "/keeper/suggestions/",
    "suggestion": lambda: "/keeper/suggestions/of?kind=fandom&name=Alice",
    "findings": lambda: f"{work_address(Work.objects.earliest('pk'))}/findings",
    "tags": lambda: "/keeper/tags/",
    "characters and fandoms": lambda: "/keeper/tags/?show=fandoms",
    "one series": lambda: f"/series/{Series.objects.get(name='The Wet Spring').public_id}",
    "pages": lambda: "/pages/",
    "reviews": lambda: f"{work_address(Work.objects.earliest('pk'))}/reviews",
    "wanted": lambda: "/wanted",
    "marked": lambda: "/account/marks",
    "history": lambda: "/account/history",
    "notes": lambda: "/account/notes",
    "notes as a file": lambda: "/account/notes.md",
    "shelves": lambda: "/account/shelves",
    "a shelf": lambda: f"/account/shelves/{Shelf.objects.earliest('pk').public_id}",
    "own work": lambda: work_address(Work.objects.earliest("pk")),
    "own chapter": lambda: f"{work_address(Work.objects.earliest('pk'))}/chapters/1",
    "passages": lambda: f"{work_address(Work.objects.earliest('pk'))}/chapters/1/passages",
    "filters": lambda: "/account/filters",
    "searches": lambda: "/account/searches",
    "feed": lambda: f"/saved/{SavedSearch.objects.get().token}/feed.atom",
    "proposals": lambda: "/keeper/proposals/",
    "private": lambda: "/keeper/private",
    "accounts": lambda: "/keeper/accounts/",
    "tasks": lambda: "/keeper/tasks",
    "trash": lambda: "/keeper/trash",
    "withdrawals": lambda: "/keeper/withdrawals/",
    "refusals": lambda: "/keeper/refusals/",
    "rejections": lambda: "/keeper/rejections/",
    "intakes": lambda: "/keeper/intakes/",
    "intake": lambda: f"/keeper/intakes/{Intake.objects.earliest('pk').public_id}",
}


MANY_FACTS = {"own work": 25}
"""Pages that may take more queries than a list; none of them more with more rows."""


PROGRAMS: dict[str, Callable[[], str]] = {
    "news": lambda: "/works/feed.atom",
    "news of a fandom": lambda: f"/tags/{Tag.objects.get(name='Oz').public_id}/feed.atom",
    "news of a creator": lambda: f"/creators/{Creator.objects.get(name='Hester Lark').public_id}/feed.atom",
    "news of a series": lambda: f"/series/{Series.objects.get(name='The Wet Spring').public_id}/feed.atom",
    "catalogue": lambda: "/opds",
    "catalogue of works": lambda: f"/opds/works?fandom={Tag.objects.get(name='Oz').public_id}",
    "catalogue of works 2": lambda: "/opds/v2/works",
    "catalogue of names": lambda: "/opds/names/creators",
    "catalogue of a series": lambda: f"/opds/series/{Series.objects.get(name='The Wet Spring').public_id}",
    "catalogue of marks": lambda: "/opds/marked/reading",
    "api tags": lambda: "/api/tags",
    "api creators": lambda: "/api/creators",
    "api series": lambda: "/api/series",
    "api marks": lambda: "/api/me/marks",
    "tokens": lambda: "/account/tokens",
    "device": lambda: "/account/device",
}


@pytest.mark.parametrize("pages", [PAGES, PROGRAMS], ids=["for people", "for programs"])
def test_lists(keeper: Client, pages: dict[str, Callable[[], str]]) -> None:
    """All of them over the same works, as making those takes longest."""
    add(0, 5)
    few = {page: queries(keeper, address()) for page, address in pages.items()}
    add(5, 25)
    many = {page: queries(keeper, address()) for page, address in pages.items()}
    assert {page: (few[page], number) for page, number in many.items() if number > few[page]} == {}
    assert {page: number for page, number in few.items() if number > MANY_FACTS.get(page, 16)} == {}


@pytest.mark.parametrize("chapters", [1, 30])
def test_reading_pages(stranger: Client, home: object, chapters: int) -> None:
    work = make_work("Long", creators=["A", "B", "C"], text=["It rained."] * chapters)
    address = work_address(work)
    # one of them: whether an unrated work is for adults
    first, again = (queries(stranger, f"{address}/chapters/1") for _ in range(2))
    assert (first, again) == (7, 3), "what is the same on every page of a work is kept"
    assert queries(stranger, f"{address}/entire") == 3
    assert queries(stranger, address) <= 12


def test_a_chapter_page_is_small(stranger: Client) -> None:
    paragraph = "It rained, and the lamp upon the landing burned. " * 8
    work = make_work("Long", text=["\n\n".join([paragraph] * 100)] * 2)
    page = stranger.get(f"{work_address(work)}/chapters/1")
    assert len(page.content) - len(paragraph) * 100 < 8_000
    assert len(page.content) < 60_000


def test_a_stranger_gets_no_cookie(stranger: Client) -> None:
    work = make_work("Short")
    for address in ("/", "/works/", work_address(work), f"{work_address(work)}/chapters/1"):
        assert not stranger.get(address).cookies
