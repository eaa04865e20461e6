"""What is withdrawn, removed, hidden or deleted while it is on its way to a reader does not reach them, on any way."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from archive.factories import make_work, record_change, set_visibility
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.edits import edit
from fanthology.archive.catalogue.models import Change, Series, Work
from fanthology.archive.catalogue.viewer import KEEPER
from fanthology.archive.catalogue.withdrawing import remove, withdraw
from fanthology.archive.downloads import several
from fanthology.archive.downloads.formats import FORMATS
from fanthology.archive.downloads.models import Parcel
from fanthology.archive.downloads.parcels import FOLDER, forget_gone
from fanthology.archive.feeds import sending, tokens
from fanthology.archive.feeds.models import Sending
from fanthology.archive.reading.models import Shelf
from fanthology.archive.search.follow import catch_up
from fanthology.archive.tasks.kinds import KINDS
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db


def hide(work: Work) -> None:
    set_visibility(work, "private")


def delete(work: Work) -> None:
    """As an import that is undone does."""
    number = work.pk
    work.delete()
    record_change(number, Change.Kind.GONE)


GOING: dict[str, Callable[[Work], object]] = {
    "withdrawn": lambda work: withdraw([work], KEEPER),
    "removed": lambda work: remove([work], KEEPER),
    "hidden": hide,
    "deleted": delete,
}
going = pytest.mark.parametrize("goes", GOING.values(), ids=GOING)


@pytest.fixture
def works(home: object, db: None) -> list[Work]:
    made = [
        make_work(f"Train {n}", series=["Letters"], text=f"Snow {n}.", rating="General Audiences") for n in range(3)
    ]
    catch_up(wait=True)
    return made


def put_on_a_shelf(client: Client, works: list[Work]) -> str:
    for work in works:
        shelf = {"shelf": [Shelf.objects.get().public_id]} if Shelf.objects.exists() else {"name": "Wet"}
        client.post(f"{work_address(work)}/shelve", shelf)
    return f"/account/shelves/{Shelf.objects.get().public_id}/take"


def place_of(what: str, client: Client, works: list[Work]) -> str:
    """Where works are taken away."""
    return {
        "work": lambda: f"{work_address(works[1])}/take",
        "series": lambda: f"/series/{Series.objects.get().public_id}/take",
        "shelf": lambda: put_on_a_shelf(client, works),
        "search": lambda: "/take?q=snow",
    }[what]()


def texts(answer: Any) -> str:
    data = b"".join(answer) if answer.streaming else answer.content
    with zipfile.ZipFile(BytesIO(data)) as opened:
        return "\n".join(opened.read(name).decode() for name in opened.namelist() if not name.endswith(".png"))


def make_parcels() -> None:
    KINDS["parcels"].work(lambda done, total: None)


@going
def test_a_page_that_was_opened_before(stranger: Client, works: list[Work], goes: Callable[[Work], object]) -> None:
    pages = [f"{work_address(works[1])}/{page}" for page in ("chapters/1", "entire")]
    for page in pages * 2:
        assert "Snow 1." in stranger.get(page).text
    goes(works[1])
    for page in pages:
        answer = stranger.get(page)
        assert answer.status_code in (404, 410) and "Snow 1." not in answer.text
    set_visibility(works[2], "registered")
    assert "Snow 0." in stranger.get(f"{work_address(works[0])}/chapters/1").text


def test_a_page_that_was_opened_before_shows_what_was_corrected(stranger: Client, works: list[Work]) -> None:
    stranger.get(f"{work_address(works[1])}/chapters/1")
    edit(works[1], "creators", "Mina Harker", KEEPER)
    page = stranger.get(f"{work_address(works[1])}/chapters/1").text
    assert "Mina Harker" in page and "Snow 1." in page


@pytest.mark.parametrize("what", ["work", "series", "shelf", "search"])
@pytest.mark.parametrize("when", ["while it waits", "when it is made"])
@going
def test_a_file_made_beside_the_site(
    reader: Client, works: list[Work], monkeypatch: pytest.MonkeyPatch,
    goes: Callable[[Work], object], when: str, what: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(several, "MOST_SOON", 0)
    monkeypatch.setitem(FORMATS, "epub", FORMATS["epub"]._replace(soon=0))
    place = reader.post(place_of(what, reader, works), {"format": "epub"})["Location"]
    if when == "when it is made":
        make_parcels()
        assert "Snow 1." in texts(reader.get(f"{place}/file"))
    goes(works[1])
    if when == "when it is made":
        assert reader.get(f"{place}/file")["Location"] == place
    make_parcels()
    answer = reader.get(f"{place}/file")
    if what == "work":
        assert answer.status_code == 302 and "Download " not in reader.get(place).text
    else:
        text = texts(answer)
        assert "Snow 1." not in text and "Train 1" not in text and "Snow 0." in text and "Snow 2." in text


@pytest.mark.parametrize("goes", [delete, GOING["withdrawn"]], ids=["deleted", "withdrawn"])
def test_its_words_leave_the_disk_though_nobody_asks(
    stranger: Client, works: list[Work], monkeypatch: pytest.MonkeyPatch, settings: Any, goes: Callable[[Work], object]
) -> None:
    monkeypatch.setattr(several, "MOST_SOON", 0)
    stranger.post("/take?q=snow", {"format": "epub"})
    stranger.post("/take?q=train", {"format": "txt", "each": "yes"})
    make_parcels()
    folder = settings.HOME / FOLDER
    assert len(list(folder.iterdir())) == 2
    goes(works[1])
    assert forget_gone() == 2 and not list(folder.iterdir())
    make_parcels()
    assert forget_gone() == 0 and len(list(folder.iterdir())) == 2
    for work in (works[0], works[2]):
        goes(work)
    assert forget_gone() == 2 and not list(folder.iterdir()) and not Parcel.objects.exists()


@going
def test_a_book_that_somebody_waits_for(
    stranger: Client, works: list[Work], monkeypatch: pytest.MonkeyPatch, goes: Callable[[Work], object]
) -> None:
    write = several.book_of

    def write_then_go(work: Work) -> Any:
        made = write(work)
        if work == works[1] and Work.objects.filter(pk=works[1].pk, withdrawn_at=None, visibility="public").exists():
            goes(Work.objects.get(pk=works[1].pk))
        return made

    monkeypatch.setattr(several, "book_of", write_then_go)
    text = texts(stranger.post("/take?q=snow", {"format": "epub"}))
    assert "Snow 1." not in text and "Snow 0." in text and "Snow 2." in text


@going
def test_a_work_that_somebody_waits_for(
    stranger: Client, works: list[Work], monkeypatch: pytest.MonkeyPatch, goes: Callable[[Work], object]
) -> None:
    write = FORMATS["txt"].write

    def write_then_go(*asked: Any) -> bytes:
        goes(Work.objects.get(pk=works[1].pk))
        return write(*asked)

    monkeypatch.setitem(FORMATS, "txt", FORMATS["txt"]._replace(write=write_then_go))
    answer = stranger.get(f"{work_address(works[1])}/download.txt")
    assert answer.status_code in (404, 410) and "Snow 1." not in answer.text


@going
def test_a_book_by_mail(reader: Client, works: list[Work], settings: Any, goes: Callable[[Work], object]) -> None:
    settings.EMAIL_HOST = "mail.example"
    ruth = User.objects.get(username="ruth")
    sending.confirm(ruth, sending.code_of(sending.set_device(ruth, "ruth@kindle.example")))
    Sending.objects.all().delete()
    for work in works[1:]:
        assert reader.post(f"{work_address(work)}/send").status_code == 302
    goes(works[1])
    sending.send_waiting(lambda done, total: None)
    (letter,) = mail.outbox
    assert letter.subject == "Train 2"
    assert "Train 1" not in reader.get("/account/device").text


@going
def test_programs_with_a_token_and_without(
    stranger: Client, reader: Client, works: list[Work], goes: Callable[[Work], object]
) -> None:
    _, secret = tokens.make(User.objects.get(username="ruth"), "Program", ["read", "marks"], adult=True)
    program = Client(SERVER_NAME="127.0.0.1", headers={"authorization": f"Bearer {secret}"})
    name = works[1].public_id
    works_of = [f"/api/works/{name}", f"/api/works/{name}/chapters", f"/api/works/{name}/chapters/1"]
    for catalogue in ("/opds", "/opds/v2", "/opds/mine", "/opds/mine/v2"):
        works_of += [f"{catalogue}/works/{name}", f"{catalogue}/download/{name}.epub"]
    lists = ["/api/works?q=snow", "/opds/works", "/opds/v2/works", "/opds/mine/works", "/works/feed.atom"]
    assert all(program.get(address).status_code == 200 for address in works_of)
    assert all(b"Train 1" in program.get(address).content for address in lists)
    goes(works[1])
    for client in (program, stranger):
        for address in works_of:
            answer = client.get(address)
            assert answer.status_code in (401, 404, 410) and b"Snow 1." not in answer.content, address
    for address in lists:  # before the index follows
        assert b"Train 1" not in program.get(address).content, address
