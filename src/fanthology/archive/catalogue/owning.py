"""What the owner of a claimed name may do with their works: narrow who sees them, or give up the credit."""

from __future__ import annotations

from django.db import transaction

from fanthology.fic.errors import FanthologyError

from . import changes
from .materialise import materialise, shown_fields
from .models import Change, Creator, Edit, Visibility, Work
from .queries import owned_names, require_owner
from .viewer import Viewer

ORPHANED = "orphan_account"


@transaction.atomic
def limit_visibility(work: Work, viewer: Viewer, visibility: str) -> None:
    """Say who may see a work at most, and show it to no more than these from now on. The keeper cannot go beyond it.

    Raises FanthologyError for a visibility that there is not, PermissionDenied for anyone but its owner.
    """
    require_owner(viewer, work)
    if visibility not in Visibility.values:
        raise FanthologyError(f"A work can be {', '.join(Visibility.values)}; not {visibility}.")
    limit = "" if visibility == Visibility.PUBLIC else visibility
    Work.objects.filter(pk=work.pk).update(visibility=visibility, author_limit=limit)
    changes.record(Change.Kind.SAVED, [work.pk])


@transaction.atomic
def orphan(work: Work, viewer: Viewer) -> None:
    """Take the owner's names off a work; it stays, credited to nobody. The correction is the keeper's to see.

    Raises PermissionDenied for anyone but its owner.
    """
    require_owner(viewer, work)
    mine = owned_names(viewer)
    work = Work.objects.select_for_update().get(pk=work.pk)
    shown = [name for name, _, _ in shown_fields(work).creators]
    left = list(dict.fromkeys(ORPHANED if name in mine else name for name in shown))
    Edit.objects.create(
        work=work, field="creators", value=left, previous=shown, by_id=viewer.user_id, by_name="its author"
    )
    materialise(work)
    Creator.objects.filter(works=None, claims=None, name__in=mine).delete()
