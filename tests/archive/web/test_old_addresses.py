"""An imported work answers at the address it had, for those who may see it."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.factories import make_work, set_visibility
from fanthology.archive.catalogue.fields import Fields
from fanthology.archive.catalogue.materialise import write
from fanthology.archive.catalogue.models import Creator, Identity, Reading, Series, Work
from fanthology.archive.catalogue.names import KnownNames
from fanthology.archive.catalogue.rows import Rows
from fanthology.archive.web.addresses import work_address
from fanthology.fic.story import Identity as Elsewhere

pytestmark = pytest.mark.django_db


def named(title: str, *names: tuple[str, str], chapters: int = 3, **fields: object) -> Work:
    """A work of Hester Lark's with names elsewhere, hers and her series' among them."""
    work = make_work(title, creators=["Hester Lark"], series=["The Wet Spring"], text=["It rained."] * chapters)
    creator, series = Creator.objects.get(name="Hester Lark"), Series.objects.get(name="The Wet Spring")
    for scheme, value in names:
        owner: dict[str, object] = {"work": work}
        if scheme.endswith("-user"):
            owner = {"creator": creator}
        elif scheme.endswith("-series"):
            owner = {"series": series}
        Identity.objects.create(scheme=scheme, value=value, local=value.rpartition(":")[2], **owner)
    return work


@pytest.fixture
def moors(home: object, db: None) -> Work:
    return named(
        "The Lamp",
        ("efiction", "moors.example:12"),
        ("efiction-user", "moors.example:3"),
        ("efiction-series", "moors.example:4"),
        ("ao3", "218676"),
        ("ao3-user", "hester"),
        ("ffn", "555"),
        ("ffn-user", "77"),
    )


@pytest.mark.parametrize(
    ("old", "ending"),
    [
        ("/viewstory.php?sid=12", ""),
        ("/viewstory.php?sid=12&chapter=2", "/chapters/2"),
        ("/viewstory.php?sid=12&textsize=0&chapter=2", "/chapters/2"),
        ("/viewstory.php?sid=12&chapter=99", ""),
        ("/viewstory.php?sid=12&chapter=all&action=printable", "/entire"),
        ("/viewstory.php?action=printable&sid=12&chapter=3", "/chapters/3"),
        ("/viewstory.php?chapter=x&sid=12", ""),
        ("/works/218676", ""),
        ("/works/218676/chapters/1", ""),
        ("/s/555", ""),
        ("/s/555/3", "/chapters/3"),
        ("/s/555/2/The-Lamp", "/chapters/2"),
        ("/s/555/9/The-Lamp", ""),
    ],
)
def test_a_work_answers_at_its_old_address(moors: Work, stranger: Client, old: str, ending: str) -> None:
    answer = stranger.get(old)
    assert (answer.status_code, answer["Location"]) == (301, work_address(moors) + ending)


def test_creators_and_series_answer_too(moors: Work, stranger: Client) -> None:
    creator = f"/creators/{Creator.objects.get(name='Hester Lark').public_id}"
    series = f"/series/{Series.objects.get().public_id}"
    leads = {
        "/viewuser.php?uid=3": creator,
        "/users/hester": creator,
        "/users/hester/pseuds/hester": creator,
        "/u/77/Hester-Lark": creator,
        "/series.php?seriesid=4": series,
        "/viewseries.php?seriesid=4": series,
    }
    assert {old: stranger.get(old)["Location"] for old in leads} == leads


@pytest.mark.parametrize("level", ["private", "registered"])
def test_what_a_stranger_may_not_see_is_not_there(moors: Work, stranger: Client, keeper: Client, level: str) -> None:
    set_visibility(moors, level)
    old = ["/viewstory.php?sid=12", "/viewuser.php?uid=3", "/series.php?seriesid=4", "/works/218676", "/s/555"]
    assert [stranger.get(address).status_code for address in old] == [404] * 5
    assert [keeper.get(address).status_code for address in old] == [301] * 5


@pytest.mark.parametrize(
    "address",
    ["/viewstory.php", "/viewstory.php?sid=13", "/viewstory.php?sid=%00", "/viewstory.php?sid=" + "9" * 300, "/s/0",
     "/works/99999999999999999999", "/viewuser.php?uid='", "/series.php?seriesid=-1"],
)  # fmt: skip
def test_what_was_never_there_is_not_there(moors: Work, stranger: Client, address: str) -> None:
    assert stranger.get(address).status_code == 404


def test_two_archives_that_numbered_alike(moors: Work, stranger: Client) -> None:
    other = named("The Owl", ("efiction", "owls.example:12"))
    page = stranger.get("/viewstory.php?sid=12")
    assert page.status_code == 200
    assert work_address(moors) in page.text and work_address(other) in page.text
    set_visibility(other, "private")
    assert stranger.get("/viewstory.php?sid=12").status_code == 301


def test_of_two_the_one_whose_host_was_asked_for(moors: Work, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    other = named("The Owl", ("efiction", "owls.example:12"))
    answer = Client(SERVER_NAME="owls.example").get("/viewstory.php?sid=12")
    assert answer["Location"] == work_address(other)


def test_a_works_own_id_made_of_digits_is_found_first(moors: Work, stranger: Client) -> None:
    other = make_work("Two Hundred Thousand")
    Work.objects.filter(pk=other.pk).update(public_id="218676")
    other.refresh_from_db()
    assert stranger.get("/works/218676")["Location"] == work_address(other)


def test_a_chapter_at_its_old_ao3_address(moors: Work, stranger: Client) -> None:
    reading = moors.edition.reading  # type: ignore[union-attr]
    record = reading.record
    record["chapters"][1]["source_url"] = "https://archiveofourown.org/works/218676/chapters/900"
    Reading.objects.filter(pk=reading.pk).update(packed=Reading.pack(record))
    assert stranger.get("/works/218676/chapters/900")["Location"] == work_address(moors) + "/chapters/2"


def test_identities_are_written_with_the_work_and_once(home: object, db: None) -> None:
    fields = Fields(
        title="The Lamp",
        creators=(("Hester Lark", "author", ""),),
        series=(("The Wet Spring", 1),),
        identity=(Elsewhere("efiction", "moors.example:12"),),
        creator_identities=(("Hester Lark", Elsewhere("efiction-user", "moors.example:3")),),
        series_identities=(("The Wet Spring", Elsewhere("efiction-series", "moors.example:4")),),
    )
    for _ in range(2):
        work = Work()
        for _ in range(2):
            rows = Rows()
            write(work, fields, KnownNames(), rows)
            rows.make()
    assert Identity.objects.filter(work__isnull=False).count() == 2
    assert list(Identity.objects.filter(work=None).values_list("scheme", "local").order_by("scheme")) == [
        ("efiction-series", "4"),
        ("efiction-user", "3"),
    ]
