"""Uploads, the report of an intake, taking it back, and what was rejected."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from archive.web.library import ORIGINAL
from fanthology.archive.catalogue.models import Reading, Work
from fanthology.archive.intake.models import Intake
from fanthology.archive.web.addresses import work_address
from fanthology.archive.web.middleware import LARGEST_UPLOAD
from fanthology.archive.web.views import upload

pytestmark = pytest.mark.django_db(transaction=True)
QUESTIONS = "Frequently asked questions\n\n" + "Q: What is this list?\nA: This list answers questions.\n\n" * 12


def send(client: Client, **files: str) -> str:
    sent = [SimpleUploadedFile(name.replace("_", "."), text.encode()) for name, text in files.items()]
    return client.post("/keeper/upload", {"files": sent}, follow=True).text


def test_files_come_in_and_are_private(keeper: Client, stranger: Client) -> None:
    page = send(keeper, lamp_txt=ORIGINAL)
    work = Work.objects.get()
    assert (work.title, work.visibility) == ("The Lamp on the Landing", "private")
    assert "The Lamp on the Landing" in page and "lamp.txt" in page
    assert "The Lamp" not in stranger.get("/").text


def test_the_same_file_twice_changes_nothing(keeper: Client) -> None:
    send(keeper, lamp_txt=ORIGINAL)
    assert "Already here" in send(keeper, again_txt=ORIGINAL)
    assert Work.objects.count() == 1


def test_an_intake_is_taken_back(keeper: Client) -> None:
    send(keeper, lamp_txt=ORIGINAL)
    answer = keeper.post(f"/keeper/intakes/{Intake.objects.get().public_id}/undo", follow=True)
    assert "taken back" in answer.text
    assert not Work.objects.exists()


def test_taking_it_back_is_a_question_first(keeper: Client) -> None:
    send(keeper, lamp_txt=ORIGINAL)
    address = f"/keeper/intakes/{Intake.objects.get().public_id}"
    assert f'href="{address}/undo"' in keeper.get(address).text
    question = keeper.get(f"{address}/undo").text
    assert "works: 1; originals: 1" in question
    assert Work.objects.exists()
    keeper.post(f"{address}/undo")
    assert "already" in keeper.get(f"{address}/undo").text


def test_a_story_after_all(keeper: Client) -> None:
    send(keeper, faq_txt=QUESTIONS)
    rejected = Reading.objects.get()
    page = keeper.get("/keeper/rejections/").text
    assert "faq.txt" in page and "This is a story after all" in page
    assert "What is this list?" in keeper.get(f"/keeper/rejections/{rejected.pk}").text
    assert keeper.get(f"/keeper/rejections/{rejected.pk}/original").content == QUESTIONS.encode()
    answer = keeper.post(f"/keeper/rejections/{rejected.pk}/admit", follow=True)
    assert "as a private work" in answer.text
    assert Work.objects.get().visibility == "private"
    assert "No file has been rejected" in keeper.get("/keeper/rejections/").text


def test_nothing_chosen(keeper: Client) -> None:
    answer = keeper.post("/keeper/upload")
    assert (answer.status_code, "No file was chosen" in answer.text) == (400, True)


def test_one_too_large(keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "LARGEST_FILE", 10)
    assert "Nothing was brought in" in send(keeper, lamp_txt=ORIGINAL)
    assert not Work.objects.exists()


def test_too_many(keeper: Client, settings: object) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    page = send(keeper, a_txt="one", b_txt="two", c_txt="three")
    assert "too many files at once" in page


def test_a_body_that_is_too_large_is_refused_unread(reader: Client, stranger: Client) -> None:
    for client in (reader, stranger):
        answer = client.post("/keeper/upload", CONTENT_LENGTH=str(2 * 1024 * 1024))
        assert (answer.status_code, "Too much at once" in answer.text) == (413, True)


def test_more_than_the_keeper_may_send_is_refused_unread(keeper: Client) -> None:
    answer = keeper.post("/keeper/upload", CONTENT_LENGTH=str(LARGEST_UPLOAD + 1))
    assert (answer.status_code, "nothing of it was taken" in answer.text) == (413, True)


@pytest.mark.parametrize("length", ["-1", "many", "1e9", "٣"])
def test_a_length_that_is_none_takes_nothing(keeper: Client, length: str) -> None:
    assert keeper.post("/keeper/upload", CONTENT_LENGTH=length).status_code == 400
    assert not Work.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + b"\0\1\2\3" * 400,
        b"\x7fELF" + bytes(range(256)) * 8,
        b"MZ" + bytes(range(255, -1, -1)) * 8,
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>',
    ],
    ids=["picture", "program", "another program", "drawing"],
)
def test_what_is_no_text_is_kept_apart_and_never_shown_as_itself(keeper: Client, stranger: Client, data: bytes) -> None:
    sent = SimpleUploadedFile("story.html", data, content_type="text/html")
    page = keeper.post("/keeper/upload", {"files": [sent]}, follow=True)
    assert page.status_code == 200 and "<script>" not in page.text
    assert not Work.objects.exists()
    for reading in Reading.objects.all():
        original = keeper.get(f"/keeper/rejections/{reading.pk}/original")
        assert original["Content-Type"].startswith("text/plain") and original["X-Content-Type-Options"] == "nosniff"
        assert original["Content-Disposition"].startswith("attachment")
        assert stranger.get(f"/keeper/rejections/{reading.pk}/original").status_code == 403


def test_an_archive_is_opened_and_its_members_are_named(keeper: Client) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("lists/lamp.txt", ORIGINAL)
        archive.writestr("lists/faq.txt", QUESTIONS)
    sent = SimpleUploadedFile("old.zip", packed.getvalue())
    page = keeper.post("/keeper/upload", {"files": [sent]}, follow=True).text
    assert "old.zip/lists/lamp.txt" in page and "old.zip/lists/faq.txt" in page
    work = Work.objects.get()
    assert "old.zip/lists/lamp.txt" in keeper.get(f"{work_address(work)}/reading").text
    address = f"/keeper/intakes/{Intake.objects.get().public_id}"
    assert "works: 1; originals: 2; containers: 1" in keeper.get(f"{address}/undo").text


def test_the_account_of_a_container_is_shown(keeper: Client) -> None:
    counts = {"stories": {"held": 1200, "taken": 1199}, "reviews": {"held": 3, "taken": 3}}
    tally = {"container": "<moors>.sql", "counts": counts, "remarks": ["1 story has no text."]}
    intake = Intake.objects.create(tallies=[tally])
    page = keeper.get(f"/keeper/intakes/{intake.public_id}").text
    assert "&lt;moors&gt;.sql" in page
    assert "1,200 stories, 1,199 taken" in page
    assert "3 reviews</li>" in page and "1 story has no text." in page
