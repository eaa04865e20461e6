"""Writing to everybody whose works came with an intake and who can be reached."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.mail import EmailMessage, get_connection

from fanthology.archive.audit import note_after
from fanthology.archive.catalogue.models import Creator
from fanthology.archive.catalogue.queries import require
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.fic.errors import FanthologyError
from fanthology.fic.writers.privacy import addresses_in

from .models import Intake

NAME = "{name}"
"""Stands for the creator's name in a letter."""
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Sent:
    """How many letters went out, and how many could not."""

    sent: int
    failed: int


def reachable(intake: Intake, viewer: Viewer) -> list[tuple[str, str]]:
    """The creators of an intake's works who gave an address: name and address, each address once.

    Raises PermissionDenied for whoever may not know how to reach people.
    """
    require(viewer, "originals")
    works = intake.items.filter(work__isnull=False, work__withdrawn_at=None).values("work")
    creators = (
        Creator.objects.filter(credits__work__in=works).exclude(contact="").distinct().order_by("sort_name", "pk")
    )
    found: dict[str, str] = {}
    for creator in creators.order_by("sort_name", "pk"):
        for address in addresses_in(creator.contact)[:1]:
            found.setdefault(address.casefold(), creator.name)
    return [(name, address) for address, name in found.items()]


def write_to_creators(intake: Intake, viewer: Viewer, subject: str, text: str) -> Sent:
    """Send a letter to each of them, alone; no address is shown to another, or noted. One that cannot be sent stops no
    other. Raises FanthologyError for an empty letter, PermissionDenied as `reachable`."""
    everybody = reachable(intake, viewer)
    subject, text = " ".join(subject.split()), text.strip()
    if not subject or not text or len(text) > _LONGEST:
        raise FanthologyError("A letter needs a subject and a text, of up to 20,000 letters.")
    sent = failed = 0
    connection = get_connection()
    for name, address in everybody:
        letter = EmailMessage(subject, text.replace(NAME, name), to=[address], connection=connection)
        try:
            sent += letter.send()
        except OSError:
            failed += 1
    note_after("wrote", viewer.name, (intake.public_id, f"{sent} letters"))
    return Sent(sent, failed)
