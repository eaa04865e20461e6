"""Sending works to a reader's device by mail."""

from __future__ import annotations

import re
import zipfile
from datetime import timedelta
from io import BytesIO
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from archive.factories import make_work
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.models import Work
from fanthology.archive.feeds import sending
from fanthology.archive.feeds.models import Device, Sending
from fanthology.archive.tasks.models import Task
from fanthology.archive.tasks.queue import do_next, take_up
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db
PAGE = "/account/device"
TO = "ruth@kindle.example"


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"


@pytest.fixture
def ruth(reader: Client) -> User:
    return User.objects.get(username="ruth")


def work_off() -> None:
    """Do what is queued: in a test nothing is committed, so that the rows are what tells of it."""
    take_up()
    while do_next():
        pass


def confirmed(user: User) -> Device:
    device = sending.set_device(user, TO)
    sending.confirm(user, sending.code_of(device))
    Sending.objects.all().delete()
    return device


def send(client: Client, work: Work) -> int:
    return client.post(f"{work_address(work)}/send").status_code


def test_an_address_is_confirmed_by_a_book_that_arrives_there(reader: Client, ruth: User) -> None:
    work = make_work("Wet")
    assert "Send to my e-reader" not in reader.get(work_address(work)).text
    assert send(reader, work) == 400
    assert reader.post(PAGE, {"decision": "set", "address": f" {TO} "}).status_code == 302
    work_off()
    (code,) = mail.outbox
    assert code.to == [TO]
    (book,) = code.attachments
    assert book[0] == "Your code from the archive.epub"
    with zipfile.ZipFile(BytesIO(book[1])) as box:
        text = " ".join(box.read(name).decode() for name in box.namelist() if name.endswith(".xhtml"))
    digits = re.search(r"is (\d{8})", text)
    assert digits and digits[1] not in code.body + code.subject
    page = reader.get(PAGE).text
    assert "not confirmed yet" in page and digits[1] not in page
    assert reader.post(PAGE, {"decision": "confirm", "code": "00000000"}).status_code == 400
    assert reader.post(PAGE, {"decision": "confirm", "code": f" {digits[1][:4]} {digits[1][4:]}"}).status_code == 302
    assert "confirmed on" in reader.get(PAGE).text
    assert "Send to my e-reader" in reader.get(work_address(work)).text


def test_a_work_arrives_as_an_epub(reader: Client, ruth: User) -> None:
    confirmed(ruth)
    work = make_work("Fog & “Rain”\u2028on the stairs" + " and on" * 60, creators=["Hester Lark"])
    assert send(reader, work) == 302 and send(reader, work) == 302
    assert Task.objects.get().kind == "send"
    work_off()
    (letter,) = mail.outbox
    name, data, kind = letter.attachments[0]
    assert letter.to == [TO] and kind == "application/epub+zip" and name.endswith(".epub")
    assert "\n" not in letter.subject and len(letter.subject) <= 120
    assert data == reader.get(f"{work_address(work)}/download.epub").content
    assert Task.objects.get().message == "Sent to devices: 1."
    assert "sent" in reader.get(PAGE).text and TO not in Task.objects.get().message
    assert send(reader, work) == 302 and Sending.objects.count() == 2
    Sending.objects.filter(state="sent").update(ended_at=timezone.now() - timedelta(days=31))
    sending.forget_sent()
    assert [one.state for one in Sending.objects.all()] == ["waiting"]


def test_nothing_is_sent_where_no_mail_is_set_up(reader: Client, ruth: User, settings: Any) -> None:
    confirmed(ruth)
    settings.EMAIL_HOST = ""
    work = make_work("Wet")
    assert send(reader, work) == 400
    assert "Send to my e-reader" not in reader.get(work_address(work)).text
    assert "sends no mail" in reader.get(PAGE).text
    assert reader.post(PAGE, {"decision": "set", "address": TO}).status_code == 400


def test_what_changed_before_it_was_sent(reader: Client, ruth: User, monkeypatch: pytest.MonkeyPatch) -> None:
    confirmed(ruth)
    hidden, large, fine = (
        make_work("Hidden"),
        make_work("Large", text=" ".join(map(hex, range(9_000)))),
        make_work("Fine"),
    )
    for work in (hidden, large, fine):
        assert send(reader, work) == 302
    Work.objects.filter(pk=hidden.pk).update(visibility="private")
    monkeypatch.setattr(sending, "LARGEST", len(reader.get(f"{work_address(fine)}/download.epub").content))
    work_off()
    assert [(one.state, one.message[:16]) for one in Sending.objects.order_by("pk")] == [
        ("failed", "It is not here a"),
        ("failed", "It is too large "),
        ("sent", ""),
    ]
    page = reader.get(PAGE).text
    assert "Hidden" not in page and "25 MB" in page and len(mail.outbox) == 1


def test_a_server_that_refuses_stops_nothing_and_tells_no_address(
    reader: Client, ruth: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    confirmed(ruth)
    first, second = make_work("First"), make_work("Second")
    real = EmailBackend.send_messages

    def refuse(backend: EmailBackend, messages: Any) -> int:
        if "First" in messages[0].subject:
            raise SMTPRecipientsRefused({TO: (550, b"no such user")})
        return real(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    for work in (first, second):
        send(reader, work)
    work_off()
    assert [one.state for one in Sending.objects.order_by("pk")] == ["failed", "sent"]
    assert TO not in caplog.text + Task.objects.get().message + "".join(one.message for one in Sending.objects.all())


def test_the_gate_is_asked_first(reader: Client, ruth: User) -> None:
    confirmed(ruth)
    work = make_work("Grim", rating="Explicit")
    assert send(reader, work) == 403 and not Sending.objects.exists()
    reader.post("/adult", {})
    assert send(reader, work) == 302
    work_off()
    assert len(mail.outbox) == 1


def test_not_too_much_is_sent(reader: Client, ruth: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MOST_A_DAY", 2)
    monkeypatch.setattr(sending, "MOST_CODES", 1)
    confirmed(ruth)
    answers = [send(reader, make_work(f"Story {number}")) for number in range(3)]
    assert answers == [302, 302, 400]
    sending.set_device(ruth, TO)
    assert reader.post(PAGE, {"decision": "set", "address": "other@kindle.example"}).status_code == 400
    assert Device.objects.get().address == TO


def test_codes_are_not_guessed(reader: Client, ruth: User) -> None:
    device = sending.set_device(ruth, TO)
    for _ in range(sending.ATTEMPTS):
        assert reader.post(PAGE, {"decision": "confirm", "code": "1"}).status_code == 400
    assert reader.post(PAGE, {"decision": "confirm", "code": sending.code_of(device)}).status_code == 400
    assert Device.objects.get().confirmed_at is None


@pytest.mark.parametrize("address", ["", "ruth", "ruth@kindle.example\nbcc: x@y.example", "a@b", "a b@c.example"])
def test_only_an_address_is_taken(reader: Client, address: str) -> None:
    answer = reader.post(PAGE, {"decision": "set", "address": address})
    assert answer.status_code == 400 and 'role="alert"' in answer.text
    assert not Device.objects.exists()


def test_an_address_that_is_forgotten_gets_nothing_more(reader: Client, ruth: User) -> None:
    confirmed(ruth)
    send(reader, make_work("Wet"))
    reader.post(PAGE, {"decision": "forget"})
    work_off()
    assert not mail.outbox and not Device.objects.exists() and not Sending.objects.exists()
