"""Sending works by mail to a reader's device, as Kindle, PocketBook and others take them.

An address is confirmed by a code that is sent there as a book: so the device takes what this archive sends, and nobody
has works sent to somebody else.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue import gating, queries
from fanthology.archive.catalogue.gating import BehindGateError
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.public_ids import new_public_id
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.downloads.file import FORMATS, File, file_of
from fanthology.archive.reading.owner import viewer_as
from fanthology.fic.errors import FanthologyError
from fanthology.fic.story import Block, Chapter
from fanthology.fic.writers.book import Book
from fanthology.fic.writers.epub import write_epub

from .models import Device, Sending
from .urns import urn_of

LARGEST = 25 * 1024 * 1024
"""Mail servers commonly refuse more."""
MOST_A_DAY = 30
"""So many mails a day go to one device."""
MOST_CODES = 5
"""So many of them may be codes."""
ATTEMPTS = 5
"""So many wrong codes are taken before another one has to be sent."""
_KEPT_FOR = timedelta(days=30)
_DAY = timedelta(days=1)
_DIGITS = 8
_CODE_BOOK = "Your code from the archive"

NOT_SET_UP = "This archive sends no mail. Its keeper has to set that up first."
_GONE = "It is not here any more."
_TOO_LARGE = "It is too large to be mailed: more than 25 MB as an EPUB. Download it instead."
_NOT_TAKEN = "The mail could not be handed over. Try again later."


def can_send() -> bool:
    """Whether the keeper has said how mail is sent."""
    return bool(settings.EMAIL_HOST)


def has_device(viewer: Viewer) -> bool:
    """Whether this viewer could have a work sent: what decides if a page offers it."""
    return (
        viewer.user_id is not None
        and can_send()
        and Device.objects.filter(user=viewer.user_id, confirmed_at__isnull=False).exists()
    )


@transaction.atomic
def set_device(user: User, address: str) -> Device:
    """Have an account's works go to this address once it is confirmed; a code for that waits to be sent there.

    Raises FanthologyError for an address that is none, or too many codes in a day.
    """
    _require_mail()
    address = address.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise FanthologyError("That is no mail address.") from None
    if _lately(user).filter(work=None).count() >= MOST_CODES:
        raise FanthologyError(f"{MOST_CODES} codes were sent today, which is as many as go out in a day.")
    new = {"address": address, "seed": new_public_id(), "attempts": 0, "confirmed_at": None}
    device, _ = Device.objects.update_or_create(user=user, defaults=new)
    _queue(user, None, adult=False)
    return device


def confirm(user: User, code: str) -> None:
    """The code that arrived on the device. Raises FanthologyError for a wrong one."""
    device = Device.objects.filter(user=user, confirmed_at=None).first()
    if device is None:
        raise FanthologyError("There is no address that waits to be confirmed.")
    # counted before it is looked at, so that two requests at once are two attempts
    if not Device.objects.filter(pk=device.pk, attempts__lt=ATTEMPTS).update(attempts=F("attempts") + 1):
        raise FanthologyError("There were too many wrong codes. Have another one sent.")
    written = "".join(code.split()).encode("utf-8", "replace")
    if not secrets.compare_digest(written, code_of(device).encode()):
        raise FanthologyError("That is not the code that was sent. Look at it once more.")
    Device.objects.filter(pk=device.pk).update(confirmed_at=timezone.now())


@transaction.atomic
def forget_device(user: User) -> None:
    """Send nothing there any more, not even what waits."""
    Device.objects.filter(user=user).delete()
    Sending.objects.filter(user=user, state=Sending.State.WAITING).delete()


@transaction.atomic
def ask_for(user: User, viewer: Viewer, work: Work) -> Sending:
    """Queue a work for the device of an account, which is the viewer's.

    Raises FanthologyError without a confirmed device, or for too many in a day; BehindGateError for a work that the
    viewer has to ask for first.
    """
    _require_mail()
    gating.require_open(viewer, work)
    if not Device.objects.filter(user=user, confirmed_at__isnull=False).exists():
        raise FanthologyError("There is no device yet to send works to. Say on “Send to my e-reader” where it is.")
    waiting = Sending.objects.filter(user=user, work=work, state=Sending.State.WAITING).first()
    if waiting is not None:
        return waiting
    if _lately(user).count() >= MOST_A_DAY:
        raise FanthologyError(f"{MOST_A_DAY} works were sent today, which is as many as go out in a day.")
    return _queue(user, work, adult=viewer.adult is True)


def send_waiting(tell: Callable[[int, int], None]) -> str:
    """Send everything that waits, one after another, and say what came of it. What cannot be sent stops nothing else.

    One that was being sent when the site was killed is sent again: twice is better than never.
    """
    sent = failed = 0
    while (one := _next()) is not None:
        problem = _send(one)
        one.state = Sending.State.FAILED if problem else Sending.State.SENT
        one.message, one.ended_at = problem, timezone.now()
        one.save(update_fields=["state", "message", "ended_at"])
        sent, failed = sent + (not problem), failed + bool(problem)
        tell(sent + failed, 0)
    return f"Sent to devices: {sent:,}." + (f" Could not be sent: {failed:,}." if failed else "")


def forget_sent() -> None:
    """Forget what was sent long enough ago."""
    Sending.objects.filter(ended_at__lt=timezone.now() - _KEPT_FOR).delete()


def code_of(device: Device) -> str:
    """What confirms an address, as digits. It is kept nowhere."""
    made_from = f"{device.pk} {device.seed} {device.address}"
    digest = salted_hmac("fanthology.device", made_from, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**_DIGITS:0{_DIGITS}}"


def _next() -> Sending | None:
    waiting = Sending.objects.filter(state=Sending.State.WAITING).select_related("user", "work")
    return waiting.order_by("asked_at", "pk").first()


def _send(one: Sending) -> str:
    """Send it; why that could not be, or nothing."""
    device = Device.objects.filter(user=one.user_id).first()
    if device is None or not one.user.is_active or (one.work is not None and device.confirmed_at is None):
        return "There is no device any more that it could go to."
    if not can_send():
        return NOT_SET_UP
    try:
        file = _book_with_code(device) if one.work is None else _file_of(one, one.work)
    except Work.DoesNotExist:
        return _GONE
    except BehindGateError:
        return "It is shown only to who asks for it. Open it here first."
    if len(file.data) > LARGEST:
        return _TOO_LARGE
    subject = file.name.rpartition(".")[0]
    mail = EmailMessage(subject, "Sent by the archive, as you asked for.", to=[device.address])
    mail.attach(file.name, file.data, FORMATS["epub"].media_type)
    try:
        mail.send()
    except OSError:  # what a mail server objects to is one, too; its words may hold the address
        return _NOT_TAKEN
    return ""


def _file_of(one: Sending, work: Work) -> File:
    """The work as whoever asked for it may see it now, which may be otherwise than it was then."""
    viewer = viewer_as(one.user, adult=True if one.adult else None)
    return file_of(viewer, queries.works(viewer).get(pk=work.pk).public_id, "epub")


def _book_with_code(device: Device) -> File:
    """A book of one page with the code on it."""
    words = f"The code that confirms this device is {code_of(device)}. Write it on the page where you gave its address."
    blocks = (Block("code", "paragraph", 1, None, f"<p>{words}</p>"),)
    chapter = Chapter(blocks, words=len(words.split()))
    book = Book(_CODE_BOOK, urn_of(f"code:{device.pk}:{device.seed}"), (chapter,), language="en")
    return File(f"{_CODE_BOOK}.epub", write_epub(book))


def _queue(user: User, work: Work | None, adult: bool) -> Sending:
    return Sending.objects.create(user=user, work=work, adult=adult)


def _lately(user: User) -> QuerySet[Sending]:
    return Sending.objects.filter(user=user, asked_at__gt=timezone.now() - _DAY)


def _require_mail() -> None:
    if not can_send():
        raise FanthologyError(NOT_SET_UP)
