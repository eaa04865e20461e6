"""A reader's shelves: lists of works that they made, in an order of their own. Nobody else sees them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.fic.errors import FanthologyError

from .models import Shelf, Shelved
from .owner import owned_by

MOST, MOST_WORKS = 200, 5_000
_LONGEST = 100


@transaction.atomic
def make_shelf(user_id: int | None, name: str) -> Shelf:
    """A new shelf of this name. Raises FanthologyError for none, for one that is there already, and for too many."""
    if Shelf.objects.filter(**owned_by(user_id)).count() >= MOST:
        raise FanthologyError(f"There are {MOST} shelves already. Take one away first.")
    return Shelf.objects.create(**owned_by(user_id), name=_free_name(user_id, name))


@transaction.atomic
def rename_shelf(shelf: Shelf, name: str) -> None:
    """Call a shelf something else. Raises FanthologyError for no name, and one that is taken."""
    shelf.name = _free_name(shelf.user_id, name, shelf)
    shelf.save(update_fields=["name"])


def shelves_of(viewer: Viewer) -> QuerySet[Shelf]:
    """The viewer's shelves, each with ``work_count`` of those works that they may see."""
    if not viewer.is_registered:
        return Shelf.objects.none()
    seen = Count("entries", filter=Q(entries__work__in=queries.works(viewer)))
    return Shelf.objects.filter(**owned_by(viewer.user_id)).annotate(work_count=seen).order_by("name", "pk")


def shelves_with(viewer: Viewer, work: Work) -> list[tuple[Shelf, bool]]:
    """The viewer's shelves, each with whether a work stands on it. Two queries."""
    if not viewer.is_registered:
        return []
    holding = set(Shelved.objects.filter(work=work, shelf__in=_own(viewer)).values_list("shelf_id", flat=True))
    return [(shelf, shelf.pk in holding) for shelf in _own(viewer)]


def works_on(viewer: Viewer, shelf: Shelf) -> QuerySet[Work]:
    """The works on a shelf that the viewer may see, in the order of the shelf. Who
    the shelf belongs to is for the caller to have seen to."""
    found = queries.works(viewer).filter(shelved__shelf=shelf)
    return found.annotate(place=F("shelved__position")).order_by("place", "pk")


@transaction.atomic
def put_on(shelf: Shelf, work: Work) -> None:
    """Put a work at the end of a shelf; one that stands there stays where it is. Raises FanthologyError if it is
    full."""
    if Shelved.objects.filter(shelf=shelf).count() >= MOST_WORKS:
        raise FanthologyError(f"That shelf holds {MOST_WORKS:,} works already. Begin another one.")
    last = Shelved.objects.filter(shelf=shelf).aggregate(last=Max("position"))["last"] or 0
    Shelved.objects.get_or_create(shelf=shelf, work=work, defaults={"position": last + 1})


def take_off(shelf: Shelf, work: Work) -> None:
    """Take a work off a shelf; if it is not there, nothing happens."""
    Shelved.objects.filter(shelf=shelf, work=work).delete()


@transaction.atomic
def put_only_on(viewer: Viewer, work: Work, shelves: Collection[str]) -> None:
    """Have a work stand on those of the viewer's shelves that have these public ids, and on no others of theirs."""
    for shelf, holds in shelves_with(viewer, work):
        if shelf.public_id in shelves and not holds:
            put_on(shelf, work)
        elif shelf.public_id not in shelves and holds:
            take_off(shelf, work)


@transaction.atomic
def move_up(shelf: Shelf, work: Work) -> None:
    """Change a work's place on a shelf with the one before it; the first stays."""
    order = list(Shelved.objects.filter(shelf=shelf).order_by("position", "pk"))
    at = next((place for place, one in enumerate(order) if one.work_id == work.pk), 0)
    if at:
        before, one = order[at - 1], order[at]
        before.position, one.position = one.position, before.position
        Shelved.objects.bulk_update([before, one], ["position"])


def _own(viewer: Viewer) -> QuerySet[Shelf]:
    return Shelf.objects.filter(**owned_by(viewer.user_id)).order_by("name", "pk")


def _free_name(user_id: int | None, name: str, but: Shelf | None = None) -> str:
    name = " ".join(name.split())[:_LONGEST]
    if not name:
        raise FanthologyError("A shelf needs a name.")
    taken = Shelf.objects.filter(**owned_by(user_id), name=name)
    if (taken.exclude(pk=but.pk) if but else taken).exists():
        raise FanthologyError("There is a shelf of that name already.")
    return name
