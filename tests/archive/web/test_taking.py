"""Taking works away through the site: choices in the address, anthologies, parcels that only their asker gets."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.factories import make_work
from fanthology.archive.catalogue.models import Series, Work
from fanthology.archive.catalogue.viewer import KEEPER
from fanthology.archive.catalogue.withdrawing import withdraw
from fanthology.archive.downloads import formats as offered
from fanthology.archive.downloads import several
from fanthology.archive.downloads.models import Parcel
from fanthology.archive.reading.models import Shelf
from fanthology.archive.search.follow import catch_up
from fanthology.archive.tasks.kinds import KINDS
from fanthology.archive.tasks.models import Task
from fanthology.archive.tasks.queue import ask_for
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db


def add(first: int, last: int) -> list[Work]:
    made = [
        make_work(f"Train {n}", creators=["Mina"], series=["Letters"], text=f"Snow {n}.", rating="General Audiences",
                  notes_before="A word before.")
        for n in range(first, last)
    ]  # fmt: skip
    catch_up(wait=True)
    return made


def book(answer: object) -> str:
    content = b"".join(answer) if getattr(answer, "streaming", False) else answer.content  # type: ignore
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return "\n".join(opened.read(name).decode() for name in opened.namelist() if not name.endswith(".png"))


def test_choices_stand_in_the_address(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offered, "is_installed", lambda: False)
    address = work_address(add(1, 2)[0])
    page = stranger.get(address).content.decode()
    assert f'action="{address}/take"' in page and f'href="{address}/download.pdf"' in page and "azw3" not in page
    answer = stranger.get(f"{address}/take?format=epub&paper=a5&notes=no&cover=no")
    assert (answer.status_code, answer["Location"]) == (302, f"{address}/download.epub?notes=no&cover=no")
    plain, chosen = stranger.get(f"{address}/download.epub"), stranger.get(answer["Location"])
    assert "A word before." in book(plain) and "cover.png" in book(plain)
    assert "A word before." not in book(chosen) and "cover.png" not in book(chosen)
    pdf = stranger.get(f"{address}/download.pdf?paper=large")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    assert pdf.content != stranger.get(f"{address}/download.pdf").content


def test_what_takes_long_is_asked_for_and_made_beside_the_site(stranger: Client, reader: Client) -> None:
    work = add(1, 2)[0]
    Work.objects.filter(pk=work.pk).update(words=200_000)
    address = work_address(work)
    answer = stranger.get(f"{address}/download.pdf?paper=a4")
    assert answer["Location"] == f"{address}/take?format=pdf&paper=a4"
    page = stranger.get(answer["Location"]).content.decode()
    assert '<option value="a4" selected>' in page and '<option value="pdf" selected>' in page
    answer = stranger.post(f"{address}/take", {"format": "pdf", "paper": "a4"})
    place = answer["Location"]
    waiting = stranger.get(place)
    assert waiting["Refresh"] == "3" and "waits for its turn" in waiting.content.decode()
    assert Task.objects.get().kind == "parcels"
    assert stranger.get(f"{place}/file")["Location"] == place
    KINDS["parcels"].work(lambda done, total: None)
    ready = stranger.get(place)
    assert "Refresh" not in ready and "It is ready" in ready.content.decode()
    file = stranger.get(f"{place}/file")
    assert b"".join(file).startswith(b"%PDF") and file["X-Robots-Tag"]  # type: ignore[arg-type]
    assert file["Content-Disposition"] == 'attachment; filename="Train 1.pdf"'
    assert file["Content-Type"] == "application/pdf"
    assert place in stranger.get("/parcels/").content.decode()
    for other in (reader, Client(SERVER_NAME="127.0.0.1")):
        assert other.get(place).status_code == other.get(f"{place}/file").status_code == 404
        assert place not in other.get("/parcels/").content.decode()
    withdraw([work], KEEPER)
    assert stranger.get(f"{place}/file")["Location"] == place
    page = stranger.get(place).content.decode()
    assert "made anew" in page and not Parcel.objects.get().size


def test_a_series_as_one_book(stranger: Client) -> None:
    add(1, 4)
    make_work("Hidden", series=["Letters"], text="Not for you.", visibility="private")
    place = f"/series/{Series.objects.get().public_id}"
    assert f'href="{place}/take"' in stranger.get(place).content.decode()
    page = stranger.get(f"{place}/take").content.decode()
    assert "3 works" in page
    answer = stranger.post(f"{place}/take", {"format": "epub", "title": "Winter"})
    assert answer["Content-Disposition"] == 'attachment; filename="Winter.epub"'
    assert all(f"Snow {n}." in book(answer) for n in (1, 2, 3)) and "Not for you." not in book(answer)
    answer = stranger.post(f"{place}/take", {"format": "txt", "each": "yes"})
    assert len(zipfile.ZipFile(io.BytesIO(answer.content)).namelist()) == 3
    answer = stranger.post(f"{place}/take", {"format": "txt"})
    assert answer.status_code == 400 and "Plain text holds one work" in answer.content.decode()


def test_what_a_search_finds(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    add(1, 4)
    make_work("Grown up", text="Snow 9.", rating="Explicit")
    catch_up(wait=True)
    assert "/take?q=snow" in stranger.get("/works/?q=snow").content.decode()
    page = stranger.get("/take?q=snow").content.decode()
    assert "3 works" in page and "1 of them is for adults" in page
    assert "Snow 2." in book(stranger.post("/take?q=snow", {"format": "epub"}))
    assert "Snow 9." not in book(stranger.post("/take?q=snow", {"format": "epub"}))
    monkeypatch.setattr(several, "MOST_SOON", 2)
    answer = stranger.post("/take?q=snow", {"format": "epub"})
    KINDS["parcels"].work(lambda done, total: None)
    assert "Snow 2." in book(stranger.get(answer["Location"] + "/file"))
    assert "nothing here to take" in stranger.get("/take?q=nowhere").content.decode()


def test_queries_do_not_grow_with_the_works(stranger: Client) -> None:
    def count() -> list[int]:
        counts = []
        for page in ("/take?q=snow", f"/series/{Series.objects.get().public_id}/take", "/parcels/"):
            with CaptureQueriesContext(connection) as caught:
                assert stranger.get(page).status_code == 200
            counts.append(len(caught))
        return counts

    add(1, 3)
    stranger.post("/take?q=snow", {"format": "epub"})
    count()
    few = count()
    add(3, 8)
    assert count() == few


def test_a_shelf_is_taken_away_in_its_order_by_whoever_it_belongs_to(stranger: Client, reader: Client) -> None:
    works = add(1, 4)
    for work in reversed(works):
        shelf = {"name": "Wet"} if not Shelf.objects.exists() else {"shelf": [Shelf.objects.get().public_id]}
        reader.post(f"{work_address(work)}/shelve", shelf)
    place = f"/account/shelves/{Shelf.objects.get().public_id}/take"
    assert place in reader.get(place.removesuffix("/take")).content.decode()
    assert stranger.get(place).status_code == 403
    text = book(reader.post(place, {"format": "epub"}))
    assert text.index("Snow 3.") < text.index("Snow 2.") < text.index("Snow 1.")


def test_what_is_asked_for_while_another_is_made_has_its_turn() -> None:
    Task.objects.create(kind="parcels", state=Task.State.RUNNING)
    assert ask_for("parcels").state == Task.State.WAITING
