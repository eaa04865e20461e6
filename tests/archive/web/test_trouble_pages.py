"""A disk that is full while the site is used: a sentence, not "something broke"."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from fanthology.archive.catalogue.models import Work
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_room(library: dict[str, Work], keeper: Client) -> Iterator[None]:
    with connection.cursor() as cursor:
        (pages,) = cursor.execute("pragma page_count").fetchone()
        cursor.execute(f"pragma max_page_count = {pages}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("pragma max_page_count = 1073741823")


@pytest.mark.usefixtures("no_room")
def test_a_correction_without_room(library: dict[str, Work], keeper: Client) -> None:
    work = library["lamp"]
    answer = keeper.post(f"{work_address(work)}/edit", {"field": "summary", "value": "It burned. " * 9_000})
    assert answer.status_code == 503
    assert "The disk that holds the archive is full" in answer.text
    assert work.edits.count() == 0


@pytest.mark.usefixtures("no_room")
def test_pages_are_still_read(library: dict[str, Work], keeper: Client) -> None:
    assert keeper.get(work_address(library["umbrella"])).status_code == 200


def test_files_for_which_there_is_no_room(keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handler: object, data: bytes, start: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk", full)
    large = SimpleUploadedFile("large.txt", b"It burned. " * 200_000)
    answer = keeper.post("/keeper/upload", {"files": [large]})
    assert answer.status_code == 413
    assert "There is no room" in answer.text
    assert not Work.objects.exists()


def test_an_account_that_cannot_be_counted_is_not_let_in(
    library: dict[str, Work], stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(name: str) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fanthology.archive.web.throttle.attempt", full)
    answer = stranger.post("/sign-in", {"username": "mina", "password": "a long password"})
    assert (answer.status_code, "is full" in answer.text) == (503, True)
