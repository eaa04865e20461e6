"""Writing to all creators of an intake: one letter each, and nobody learns another's address."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from archive.factories import make_work
from fanthology.archive.catalogue.models import Work
from fanthology.archive.intake.models import Intake, IntakeItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(home: Path) -> str:
    intake = Intake.objects.create()
    people = (("Hester", "Esther Larkin <hester@moors.example>"), ("Kit", "kit@harbour.example"), ("Nobody", ""))
    for name, contact in (*people, ("Hester Lark", "HESTER@moors.example")):
        work = make_work(f"By {name}", creators=[name], contact=contact or None)
        IntakeItem.objects.create(intake=intake, name="a", outcome="read", work=work)
    other = make_work("Elsewhere", creators=["Dodo"], contact="dodo@shore.example")
    assert other.pk
    return f"/keeper/intakes/{intake.public_id}/letter"


def test_each_gets_a_letter_alone(place: str, keeper: Client) -> None:
    page = keeper.get(place).text
    assert "2 of those" in page and "moors.example" not in page
    keeper.post(place, {"subject": "Your  stories", "text": "Dear {name}, may they stay?"})
    assert sorted((letter.to, letter.body) for letter in mail.outbox) == [
        (["hester@moors.example"], "Dear Hester, may they stay?"),
        (["kit@harbour.example"], "Dear Kit, may they stay?"),
    ]
    assert {letter.subject for letter in mail.outbox} == {"Your stories"}


def test_one_that_cannot_be_sent_stops_no_other(place: str, keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = EmailMessage.send

    def send(letter: EmailMessage, fail_silently: bool = False) -> int:
        if "kit@harbour.example" in letter.to:
            raise ConnectionRefusedError
        return whole(letter, fail_silently)

    monkeypatch.setattr(EmailMessage, "send", send)
    page = keeper.post(place, {"subject": "Yours", "text": "Dear {name}"}, follow=True).text
    assert "Letters sent: 1." in page and "could not be sent: 1" in page


def test_whoever_withdrew_gets_none_and_an_empty_letter_is_refused(place: str, keeper: Client, reader: Client) -> None:
    assert keeper.post(place, {"subject": "Yours", "text": " "}).status_code == 400
    assert reader.post(place, {"subject": "Yours", "text": "Dear"}).status_code == 403
    Work.objects.update(withdrawn_at="2026-01-01T00:00:00Z")
    assert "None of the files" in keeper.get(place).text
    assert mail.outbox == []
