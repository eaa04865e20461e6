"""Corrections by people: kept apart from what was read, so that they survive every re-reading and can be undone."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from fanthology.archive.audit import note_after
from fanthology.fic.errors import FanthologyError

from .fields import editable_value
from .materialise import materialise, shown_fields
from .models import Edit, Work
from .queries import require, require_owner
from .values import EDITABLE, parse
from .viewer import Viewer

__all__ = ["EDITABLE", "edit", "undo_edit"]


@transaction.atomic
def edit(work: Work, field: str, value: Any, viewer: Viewer) -> Edit | None:
    """Correct one field of a work. Returns the Edit, or None if the page shows that value already.

    ``value`` is what was typed: see `values.parse`. Raises FanthologyError, in words for the person, if it cannot be;
    PermissionDenied for whoever may not, of those who are not the work's owner.
    """
    if not viewer.may("correct"):
        require_owner(viewer, work)
        if field == "creators":
            raise FanthologyError("Who is credited is the keeper's to correct. You can take your own name off.")
    parsed = parse(field, value)
    work = Work.objects.select_for_update().get(pk=work.pk)
    previous = editable_value(shown_fields(work), field)
    if parsed == previous:
        return None
    made = Edit.objects.create(
        work=work, field=field, value=parsed, previous=previous, by_id=viewer.user_id, by_name=viewer.name or "keeper"
    )
    materialise(work)
    note_after("corrected", viewer.name, (work.public_id, field))
    return made


@transaction.atomic
def undo_edit(made: Edit, viewer: Viewer) -> None:
    """Take one Edit back: the field shows the Edit before it, or what was read. Its row stays, as history.

    Raises FanthologyError if it is undone already, PermissionDenied for whoever may not.
    """
    require(viewer, "correct")
    undone = Edit.objects.filter(pk=made.pk, undone_at=None).update(undone_at=timezone.now())
    if not undone:
        raise FanthologyError("This correction was taken back already.")
    work = Work.objects.get(pk=made.work_id)
    materialise(work)
    note_after("correction-undone", viewer.name, (work.public_id, made.field))
