"""A container can be discarded once all that it held is accounted for."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fanthology.archive.catalogue import boxes, originals
from fanthology.archive.catalogue.models import Container, Work
from fanthology.archive.intake.models import IntakeItem
from fanthology.archive.intake.run import run_intake
from fanthology.archive.intake.undo import undo_intake
from fanthology.archive.keeping.checking.files import check_containers, check_strays

pytestmark = pytest.mark.django_db
TEXT = "Title: Flight\nAuthor: Hester Lark\n\n" + "The heron went up from the reeds, and nobody saw it. " * 30


@pytest.fixture
def box(home: Path, tmp_path: Path, db: None) -> Path:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("flight.txt", TEXT)
    path = tmp_path / "old.zip"
    path.write_bytes(buffer.getvalue())
    return path


@pytest.fixture
def kept(box: Path) -> Container:
    run_intake([box])
    return Container.objects.get()


def address(kept: Container) -> str:
    return f"/keeper/containers/{kept.pk}/discard"


def test_its_bytes_go_and_what_was_in_it_stays(kept: Container, keeper: Client) -> None:
    assert "Discard" in keeper.get("/keeper/containers/").text
    assert "cannot be undone" in keeper.get(address(kept)).text
    assert boxes.is_kept(kept.sha256, kept.size)
    assert "still here" in keeper.post(address(kept), follow=True).text
    assert not boxes.place(kept.sha256).exists()
    work = Work.objects.get()
    assert originals.get(work.edition.reading.source.sha256) == TEXT.encode()  # type: ignore[union-attr]
    assert "Discarded on" in keeper.get("/keeper/containers/").text
    assert not [*check_containers(lambda _: None), *check_strays(lambda _: None)]


def test_its_hash_is_known(kept: Container, box: Path, keeper: Client) -> None:
    keeper.post(address(kept))
    report = run_intake([box])
    assert not boxes.place(kept.sha256).exists()
    assert not [item for item in report.items if item.outcome == "read"]


@pytest.mark.parametrize("read_by", ["", "0.0.1"])
def test_one_that_is_opened_anew_is_kept_anew(kept: Container, box: Path, keeper: Client, read_by: str) -> None:
    keeper.post(address(kept))
    Container.objects.update(read_by=read_by)
    run_intake([box])
    assert boxes.is_kept(kept.sha256, kept.size)
    assert Container.objects.get().discarded_at is None


def test_after_an_undo_it_comes_in_again(kept: Container, box: Path, keeper: Client) -> None:
    keeper.post(address(kept))
    undo_intake(IntakeItem.objects.earliest("pk").intake)
    assert [item.outcome for item in run_intake([box]).items] == ["read"]


def test_one_that_was_not_read_to_its_end_stays(kept: Container, keeper: Client) -> None:
    Container.objects.update(read_by="")
    assert "not been read to its end" in keeper.get(address(kept)).text
    assert "not been read to its end" in keeper.post(address(kept)).text
    assert boxes.is_kept(kept.sha256, kept.size)


def test_one_with_an_item_that_could_not_be_read_stays(kept: Container, keeper: Client) -> None:
    item = IntakeItem.objects.get()
    IntakeItem.objects.update(outcome="failed")
    assert "only copy of 1 item" in keeper.post(address(kept)).text
    assert boxes.is_kept(kept.sha256, kept.size)
    IntakeItem.objects.create(intake=item.intake, container=kept, name=item.name, outcome="read")
    keeper.post(address(kept))
    assert not boxes.place(kept.sha256).exists()


def test_one_that_was_marked_but_not_removed_is_removed_later(kept: Container, keeper: Client) -> None:
    keeper.post(address(kept))
    with io.BytesIO(b"half") as file:
        sha256, _ = boxes.put(file)
    Container.objects.update(sha256=sha256)
    boxes.clear_unfinished()
    assert not boxes.place(sha256).exists()


def test_nobody_else_sees_them(kept: Container, reader: Client, stranger: Client) -> None:
    for client in (reader, stranger):
        assert client.get("/keeper/containers/").status_code == 403
        assert client.post(address(kept)).status_code == 403
    assert boxes.is_kept(kept.sha256, kept.size)


def test_the_list_costs_the_same_for_many(home: Path, keeper: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert keeper.get("/keeper/containers/").status_code == 200
        return len(caught)

    Container.objects.create(sha256="0" * 64, size=1, name="one", kind="zip")
    few = cost()
    for number in range(1, 20):
        Container.objects.create(sha256=f"{number:064x}", size=1, name="more", kind="zip")
    assert cost() <= few
