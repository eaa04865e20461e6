"""Parcels: asking for one, making it, handing it out, and seeing that none outlives what is in it.

Who may see a work is asked again when the file is written and again when it is handed out: what was withdrawn, hidden
or is behind the gate by then is not in what is handed out; the file is made anew without it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from fanthology.archive.catalogue import gating
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.fic.errors import FanthologyError
from fanthology.fic.writers.choices import choices_of

from .models import Parcel, ParcelWork
from .several import CHANGED, GONE, TRIES, Telling, Wanted, check, stand, write_works

FOLDER = "parcels"
KEPT = timedelta(days=2)
MOST_WAITING = 3
"""Of one owner, at a time."""
MOST_WAITING_AT_ALL = 100
_PART = ".part"


@transaction.atomic
def ask(viewer: Viewer, owner: str, numbers: Sequence[int], wanted: Wanted) -> Parcel:
    """Ask for works to be made into a file. What the same owner asks for a second time is given as it is.

    Raises FanthologyError as `several.check`, and while the owner or everybody together waits for too much already.
    """
    works = dict(gating.open_works(viewer).filter(pk__in=numbers).values_list("pk", "words"))
    check(wanted, len(works), sum(words or 0 for words in works.values()))
    asked = [number for number in dict.fromkeys(numbers) if number in works]
    told = {"title": wanted.title, "ending": wanted.ending, "each": wanted.each, "choices": wanted.choices.query}
    waiting = Parcel.objects.filter(state=Parcel.State.WAITING)
    for same in waiting.filter(owner=owner, **told):
        if list(same.entries.values_list("work", flat=True)) == asked:
            return same
    if waiting.filter(owner=owner).count() >= MOST_WAITING:
        raise FanthologyError(f"{MOST_WAITING} files are being made for you. Ask again when one of them is ready.")
    if waiting.count() >= MOST_WAITING_AT_ALL:
        raise FanthologyError("Very many files are being made just now. Ask again in a while.")
    made = Parcel.objects.create(owner=owner, user_id=viewer.user_id, adult=viewer.adult, total=len(asked), **told)
    ParcelWork.objects.bulk_create(
        ParcelWork(parcel=made, work_id=number, position=place) for place, number in enumerate(asked, 1)
    )
    return made


def parcels_of(owner: str) -> QuerySet[Parcel]:
    """What somebody asked for, the newest first."""
    return Parcel.objects.filter(owner=owner).order_by("-asked_at", "-pk")


def next_waiting() -> Parcel | None:
    """The parcel to be made next."""
    return Parcel.objects.filter(state=Parcel.State.WAITING).select_related("user").order_by("asked_at", "pk").first()


def make(parcel: Parcel, viewer: Viewer, tell: Telling) -> None:
    """Make the file, for the viewer who will take it; what cannot be made is told in its row."""

    def told(done: int, total: int) -> None:
        tell(done, total)
        Parcel.objects.filter(pk=parcel.pk).update(done=done, total=total)

    part = _folder() / f"{parcel.public_id}.{token_hex(4)}{_PART}"
    try:
        for _ in range(TRIES):
            inside = _written(parcel, viewer, part, told)
            if stand(viewer, inside):
                _keep(parcel, part, inside)
                return
        raise FanthologyError(CHANGED)
    except FanthologyError as error:
        fail(parcel, str(error))
    finally:
        part.unlink(missing_ok=True)


def fail(parcel: Parcel, why: str) -> None:
    """Say that a parcel could not be made, and why."""
    Parcel.objects.filter(pk=parcel.pk).update(state=Parcel.State.FAILED, message=why)


def file_for(parcel: Parcel, viewer: Viewer) -> Path | None:
    """The finished file for this viewer; None if it is not ready, or has to be made anew because something in it is not
    to be seen any more."""
    if parcel.state != Parcel.State.MADE:
        return None
    inside = list(parcel.entries.filter(inside=True).values_list("work", flat=True))
    if len(inside) == parcel.holds and stand(viewer, inside) and _file(parcel).exists():
        return _file(parcel)
    _again(parcel)
    return None


def wanted_of(parcel: Parcel) -> Wanted:
    """What was asked for."""
    return Wanted(parcel.title, parcel.ending, parcel.each, choices_of(QueryDict(parcel.choices)))


def forget_gone() -> int:
    """Remove the files that hold a work which was withdrawn, removed or deleted; with other works, they are made anew.
    Returns how many."""
    left = Count("entries", filter=Q(entries__inside=True))
    deleted = Parcel.objects.filter(state=Parcel.State.MADE).annotate(left=left).filter(left__lt=F("holds"))
    gone = Parcel.objects.filter(entries__work__withdrawn_at__isnull=False)
    found = list(Parcel.objects.filter(Q(pk__in=gone.values("pk")) | Q(pk__in=deleted.values("pk"))))
    for parcel in found:
        ParcelWork.objects.filter(parcel=parcel, work__withdrawn_at__isnull=False).delete()
        if parcel.entries.exists():
            _again(parcel)
        else:  # its title is a work's
            _file(parcel).unlink(missing_ok=True)
            parcel.delete()
    return len(found)


def forget_old() -> int:
    """Remove what was asked for long enough ago, and files that belong to nothing. Returns how many parcels."""
    old = list(Parcel.objects.filter(asked_at__lt=timezone.now() - KEPT))
    for parcel in old:
        _file(parcel).unlink(missing_ok=True)
        parcel.delete()
    kept = set(Parcel.objects.values_list("public_id", flat=True))
    for path in _folder().iterdir():
        if path.name.split(".")[0] not in kept:
            with suppress(OSError):
                path.unlink()
    return len(old)


def _written(parcel: Parcel, viewer: Viewer, part: Path, told: Callable[[int, int], None]) -> list[int]:
    numbers = list(parcel.entries.values_list("work", flat=True))
    if not numbers:
        raise FanthologyError(GONE)
    with part.open("wb") as file:
        inside = write_works(viewer, numbers, wanted_of(parcel), file, told)
        file.flush()
        os.fsync(file.fileno())
    return inside


def _keep(parcel: Parcel, part: Path, inside: Sequence[int]) -> None:
    size = part.stat().st_size
    part.replace(_file(parcel))
    made = {"state": Parcel.State.MADE, "size": size, "holds": len(inside), "message": ""}
    with transaction.atomic():
        parcel.entries.filter(work__in=inside).update(inside=True)
        kept = Parcel.objects.filter(pk=parcel.pk).update(**made)
    if not kept:  # it was taken back meanwhile
        _file(parcel).unlink(missing_ok=True)


def _again(parcel: Parcel) -> None:
    """Have it made anew."""
    _file(parcel).unlink(missing_ok=True)
    message = "Something in it is not here any more, or not shown to you. It is made anew without that."
    with transaction.atomic():
        parcel.entries.update(inside=False)
        Parcel.objects.filter(pk=parcel.pk).update(state=Parcel.State.WAITING, size=0, holds=0, done=0, message=message)


def _folder() -> Path:
    folder = Path(settings.HOME) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _file(parcel: Parcel) -> Path:
    return _folder() / parcel.public_id
