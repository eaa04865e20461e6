"""Works that belong together become one, and come apart again. Every function here is one transaction.

A work that is absorbed keeps its row, its id and its Edits; it leaves every list, and its address leads to the whole.
See docs/decisions/0005.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from fanthology.fic.errors import FanthologyError
from fanthology.fic.gathering.compose import in_order

from . import changes
from .editions import make_gathered, own_edition, readings_of, stories_of
from .materialise import materialise
from .models import Change, Edition, Reading, Work
from .queries import require
from .viewer import KEEPER, Viewer


@transaction.atomic
def join_parts(works: Sequence[Work], viewer: Viewer = KEEPER) -> Work:
    """Make one work of several that are its parts, in the order of their numbers. Returns the whole: the one that shows
    others already, else the oldest, so that its address stays.

    Raises FanthologyError for fewer than two works, PermissionDenied for whoever may not.
    """
    require(viewer, "decide")
    found = {work.pk: work for work in works}
    if len(found) < 2:
        raise FanthologyError("It takes two works to put parts together.")
    whole = min(found.values(), key=lambda work: (not work.absorbed.exists(), work.pk))
    readings = [reading for work in works if work.edition for reading in readings_of(work.edition)]
    order = in_order(stories_of(readings))
    _show(whole, make_gathered(whole, [readings[at] for at in order]))
    _absorb(whole, [work for work in found.values() if work.pk != whole.pk])
    return whole


@transaction.atomic
def keep_as_copy(shown: Work, other: Work, viewer: Viewer = KEEPER) -> Work:
    """Make one work of two copies: ``shown`` goes on showing its own text, the other's becomes another Edition of it.

    Raises FanthologyError if they are one work already, PermissionDenied for whoever may not.
    """
    require(viewer, "decide")
    if other.merged_into_id == shown.pk or shown.pk == other.pk:
        raise FanthologyError("These two are one work already.")
    if other.edition is not None:
        make_gathered(shown, readings_of(other.edition))
    _absorb(shown, [other])
    return shown


@transaction.atomic
def show_edition(edition: Edition, viewer: Viewer) -> Work:
    """Have a work show another of its Editions. Raises PermissionDenied for whoever may not."""
    require(viewer, "decide")
    work = edition.work
    if work.merged_into_id is not None:
        raise FanthologyError("This work is shown by another one; choose there.")
    _show(work, edition)
    return work


@transaction.atomic
def take_apart(works: Iterable[Work], viewer: Viewer = KEEPER) -> list[Work]:
    """Undo all gathering that these works have a part in. Returns every work that stands alone again.

    Raises PermissionDenied for whoever may not.
    """
    require(viewer, "decide")
    wholes = {work.merged_into_id or work.pk for work in works}
    freed: list[Work] = []
    for whole in Work.objects.filter(pk__in=wholes).order_by("pk"):
        absorbed = list(whole.absorbed.order_by("pk"))
        if not absorbed:
            continue
        Work.objects.filter(pk__in=[work.pk for work in absorbed]).update(merged_into=None)
        Work.objects.filter(pk=whole.pk).update(edition=own_edition(whole))
        whole.editions.filter(gathered=True).delete()
        for work in (whole, *absorbed):
            work.refresh_from_db()
            materialise(work)
            freed.append(work)
    return freed


@transaction.atomic
def renew(work: Work) -> None:
    """Gather anew what a work has a part in, after its own text was read again."""
    whole = work.merged_into or work
    for old in list(whole.editions.filter(gathered=True)):
        readings = [_newest(reading) for reading in readings_of(old)]
        if readings == readings_of(old):
            continue
        made = make_gathered(whole, readings)
        if whole.edition_id == old.pk:
            _show(whole, made)
        old.delete()


def _newest(reading: Reading) -> Reading:
    """What the work of a Reading shows of its own now."""
    work = Work.objects.filter(editions__reading=reading, editions__gathered=False).first()
    edition = own_edition(work) if work else None
    return edition.reading if edition else reading


def _show(work: Work, edition: Edition) -> None:
    Work.objects.filter(pk=work.pk).update(edition=edition)
    work.edition = edition
    materialise(work)


def _absorb(whole: Work, others: Iterable[Work]) -> None:
    """The others leave every list, with what was gathered into them."""
    ids = [work.pk for work in others]
    Work.objects.filter(merged_into__in=ids).update(merged_into=whole)
    Work.objects.filter(pk__in=ids).update(merged_into=whole)
    changes.record(Change.Kind.GONE, ids)
    changes.record(Change.Kind.SAVED, [whole.pk])
