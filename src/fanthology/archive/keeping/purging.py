"""The end of a withdrawn work: its bytes go from the disk, and only that it was withdrawn is left."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from fanthology.archive.audit import note_after
from fanthology.archive.catalogue.joining import join
from fanthology.archive.catalogue.models import (
    Creator,
    Edition,
    Identity,
    Proposal,
    Reading,
    Series,
    Source,
    Tag,
    Withdrawal,
    Work,
)
from fanthology.archive.catalogue.queries import require_keeper
from fanthology.archive.catalogue.viewer import KEEPER, Viewer
from fanthology.archive.catalogue.withdrawing import sources_of, together
from fanthology.archive.downloads.parcels import forget_gone
from fanthology.archive.intake.models import IntakeItem
from fanthology.archive.intake.removals import removal_of
from fanthology.archive.intake.turns import removing
from fanthology.archive.intake.undo import descriptions_of
from fanthology.archive.search import generations
from fanthology.archive.search.names.schema import SHELF as NAMES

GONE = "(withdrawn)"


def purge_due(viewer: Viewer = KEEPER) -> int:
    """Purge every withdrawal whose term has ended. Returns how many. Raises FanthologyError while an import is under
    way, PermissionDenied for anyone but the keeper."""
    return purge(Withdrawal.objects.filter(purge_at__lte=timezone.now()), viewer)


def purge(withdrawals: Iterable[Withdrawal], viewer: Viewer = KEEPER) -> int:
    """Remove what is left of withdrawn works: rows, originals, and their words in the index. Returns how many.

    Killed on the way, it can be run again. Raises as `purge_due`.
    """
    require_keeper(viewer)
    number = 0
    forget_gone()
    with removing():
        for pk in [one.pk for one in withdrawals]:
            number += _purge_together(pk)
    if number:
        generations.want_anew()
        NAMES.want_anew()
        note_after("purged", viewer.name, [f"{number} works"])
        transaction.on_commit(_forget_pages)
    return number


def held_in_containers(withdrawal: Withdrawal) -> list[str]:
    """The names of the containers that a withdrawn work came out of and that are still here: its bytes are in them."""
    if withdrawal.work is None:
        return []
    sources = sources_of(withdrawal.work)
    found = IntakeItem.objects.filter(source__in=sources, container__discarded_at=None, container__isnull=False)
    return sorted(set(found.values_list("container__name", flat=True)))


def _purge_together(pk: int) -> int:
    """Purge one withdrawal and what went with it. Returns how many: none, if it went with another already."""
    one = Withdrawal.objects.filter(pk=pk).select_related("work").first()
    those = together(one) if one else []
    for each in those:
        if each.work is not None:
            _purge(each, each.work)
    return len(those)


def _purge(withdrawal: Withdrawal, work: Work) -> None:
    sources = sources_of(work)
    described = descriptions_of(sources)
    with removal_of([source.sha256 for source in (*sources, *described)]), transaction.atomic():
        titles = [work.sort_title]
        IntakeItem.objects.filter(work=work).update(name=GONE, message="")
        IntakeItem.objects.filter(source__in=sources).update(name=GONE, message="")
        Proposal.objects.filter(first=work).delete()
        Proposal.objects.filter(second=work).delete()
        if withdrawal.kind == Withdrawal.Kind.WITHDRAWN:
            Withdrawal.objects.filter(pk=withdrawal.pk).update(work=None, purged_at=timezone.now())
        else:
            withdrawal.delete()
        work.delete()
        readings = Reading.objects.filter(source__in=sources)
        Edition.objects.filter(reading__in=readings).delete()
        readings.delete()
        Source.objects.filter(pk__in=[source.pk for source in (*sources, *described)]).delete()
        _forget_names()
        join((), titles)


def _forget_names() -> None:
    """Remove names that nothing bears any more."""
    Creator.objects.filter(works=None).delete()
    Series.objects.filter(works=None).delete()
    Tag.objects.filter(works=None, synonyms=None, findings=None, children=None, canonical=None).delete()
    Identity.objects.filter(work=None, creator=None, series=None).delete()


def _forget_pages() -> None:
    """What was deleted is overwritten (`secure_delete`); the log of changes still has it until it is emptied."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
