"""How far a reader is with works."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.fic.errors import FanthologyError

from .models import Mark
from .owner import owned_by


@transaction.atomic
def mark(user_id: int | None, work: Work, state: str) -> Mark:
    """Mark a work, in the place of another mark on it. One that it bears already keeps its date. Raises FanthologyError
    for a mark that there is not."""
    if state not in Mark.State.values:
        raise FanthologyError("A work is marked as read, as being read, or to read later.")
    read = int(state == Mark.State.READ)
    new_mark = {"state": state, "at": timezone.now(), "times": read}
    found, new = Mark.objects.get_or_create(**owned_by(user_id), work=work, defaults=new_mark)
    if not new and found.state != state:
        found.state, found.at, found.times = state, timezone.now(), found.times + read
        found.save(update_fields=["state", "at", "times"])
    return found


@transaction.atomic
def read_again(user_id: int | None, work: Work) -> Mark:
    """Mark a work as read once more."""
    found = mark(user_id, work, Mark.State.READING)
    return mark(user_id, found.work, Mark.State.READ)


def unmark(user_id: int | None, work: Work) -> None:
    """Take the mark off a work; without one nothing happens."""
    Mark.objects.filter(**owned_by(user_id), work=work).delete()


def marks_on(viewer: Viewer, works: Iterable[Work]) -> dict[int, Mark]:
    """The viewer's marks on these works, by the number of the work. A guest has none."""
    ids = [work.pk for work in works]
    if not viewer.is_registered or not ids:
        return {}
    return {one.work_id: one for one in Mark.objects.filter(**owned_by(viewer.user_id), work__in=ids)}


def works_marked(viewer: Viewer, state: str) -> QuerySet[Work]:
    """The works that bear a mark of the viewer's and that they may see, the last marked first. A guest has none."""
    found = queries.works(viewer)
    if not viewer.is_registered:
        return found.none()
    mine = Mark.objects.filter(**owned_by(viewer.user_id), state=state)
    marked_at = Subquery(mine.filter(work=OuterRef("pk")).values("at"))
    return found.filter(pk__in=mine.values("work")).annotate(marked_at=marked_at).order_by("-marked_at", "-pk")


def numbers_marked(user_id: int | None, state: str) -> frozenset[int]:
    """The numbers of all works that an account has marked so, whether it may see them or not."""
    return frozenset(Mark.objects.filter(**owned_by(user_id), state=state).values_list("work_id", flat=True))
