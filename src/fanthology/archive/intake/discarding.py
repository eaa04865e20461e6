"""Removing the bytes of a container once all that it held is accounted for. Its hash stays."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from fanthology.archive.catalogue.models import Container
from fanthology.archive.catalogue.queries import require_keeper
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.fic.errors import FanthologyError

from .models import Intake, IntakeItem
from .removals import removal_of
from .turns import removing


def why_kept(container: Container) -> str:
    """Why a container cannot be discarded yet, in a sentence; empty if it can be."""
    if container.discarded_at is not None:
        return "It was discarded already."
    if not container.read_by:
        return "It has not been read to its end. Import it again first."
    if Intake.objects.filter(items__container=container, finished_at=None, undone_at=None).exists():
        return "An intake that read it was stopped before its end. Import it again first."
    failed = _failed(container)
    if failed:
        items = "1 item in it" if failed == 1 else f"{failed:,} items in it"
        return f"It holds the only copy of {items} that could not be read."
    return ""


def only_in(container: Container) -> int:
    """How many of its items were rejected without being kept apart: with the container, their bytes go."""
    return container.arrivals.filter(outcome=IntakeItem.Outcome.REJECTED, source=None).count()


def discard_container(container: Container, viewer: Viewer) -> None:
    """Remove a container's bytes; what was taken out of it stays. Killed on the way, the next import finishes it.

    Raises FanthologyError if something in it is not accounted for or an import is under way, PermissionDenied for
    anyone but the keeper.
    """
    require_keeper(viewer)
    with removing(), removal_of([], [container.sha256]), transaction.atomic():
        standing = Container.objects.select_for_update().get(pk=container.pk)
        if reason := why_kept(standing):
            raise FanthologyError(reason)
        Container.objects.filter(pk=standing.pk).update(discarded_at=timezone.now())


def _failed(container: Container) -> int:
    """How many of its items could not be read, and were not in a later run either."""
    later = IntakeItem.objects.filter(container=container, name=OuterRef("name"), pk__gt=OuterRef("pk"))
    failed = container.arrivals.filter(outcome=IntakeItem.Outcome.FAILED, intake__undone_at=None)
    return failed.exclude(Exists(later)).count() if failed.exists() else 0
