"""Taking back a whole intake: every work, reading and original that it brought, and nothing that was here before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from fanthology.archive.audit import note_after
from fanthology.archive.catalogue import changes
from fanthology.archive.catalogue.gathering import take_apart
from fanthology.archive.catalogue.joining import join
from fanthology.archive.catalogue.models import Change, Container, Description, Edit, Edition, Reading, Source, Work
from fanthology.archive.catalogue.queries import require_keeper
from fanthology.archive.catalogue.viewer import KEEPER, Viewer
from fanthology.fic.errors import FanthologyError

from .enrich import enrich_works
from .gather import gather
from .models import Intake, IntakeItem
from .removals import removal_of
from .turns import removing

_AT_ONCE = 200
_BROUGHT = (IntakeItem.Outcome.READ, IntakeItem.Outcome.REJECTED)


@dataclass(frozen=True, slots=True)
class Undone:
    """How much was taken back: works, how many of them had corrections, originals, and containers."""

    works: int = 0
    edited: int = 0
    sources: int = 0
    containers: int = 0

    def __add__(self, other: Undone) -> Undone:
        return Undone(
            self.works + other.works,
            self.edited + other.edited,
            self.sources + other.sources,
            self.containers + other.containers,
        )


def find_intake(public_id: str) -> Intake:
    """The Intake of that id. Raises FanthologyError if there is none, or it was taken back already."""
    intake = Intake.objects.filter(public_id=public_id).first()
    if intake is None:
        raise FanthologyError(f"There is no intake “{public_id}”. “fanthology undo” alone lists the last ones.")
    if intake.undone_at is not None:
        raise FanthologyError(f"The intake {public_id} was taken back already, on {intake.undone_at:%Y-%m-%d}.")
    return intake


def would_undo(intake: Intake) -> Undone:
    """What `undo_intake` would take back."""
    items = intake.items.filter(outcome__in=_BROUGHT)
    brought = sum((_account(part) for part in _parts(items)), Undone())
    return brought + Undone(containers=len(_containers(intake, _sources_of(intake))))


def undo_intake(intake: Intake | str, viewer: Viewer = KEEPER) -> Undone:
    """Take back what an intake brought, with the corrections made to it since. Returns how much that was.

    An item that a later run found "already here" was brought by this one, so it goes too. Killed on the way, it can be
    run again. Raises FanthologyError if the intake is unknown, was taken back already, or an import is under way;
    PermissionDenied for anyone but the keeper.
    """
    require_keeper(viewer)
    intake = find_intake(intake if isinstance(intake, str) else intake.public_id)
    undone = Undone()
    with removing():
        while items := list(_left(intake)[:_AT_ONCE]):
            undone += _take_back(items)
        undone += _take_back_containers(intake)
        Intake.objects.filter(pk=intake.pk).update(undone_at=timezone.now())
    note_after("intake-undone", viewer.name, (intake.public_id, f"{undone.works} works"))
    return undone


def _left(intake: Intake) -> QuerySet[IntakeItem]:
    """The items that brought something which is still here."""
    brought = intake.items.filter(outcome__in=_BROUGHT)
    return brought.filter(Q(reading__isnull=False) | Q(work__isnull=False)).order_by("pk")


def _take_back(items: list[IntakeItem]) -> Undone:
    sources = _first_brought(items)
    described = descriptions_of(sources)
    hashes = [source.sha256 for source in (*sources, *described)]
    with removal_of(hashes), transaction.atomic():
        works = _works(items, sources)
        account = Undone(len(works), _edited(works), len(hashes))
        freed = take_apart(_gathered_with(works))
        ids = [work.pk for work in works]
        titles = [work.sort_title for work in works]
        readings = {item.reading_id for item in items if item.reading_id is not None}
        readings.update(Edition.objects.filter(work__in=ids).values_list("reading_id", flat=True))
        Work.objects.filter(pk__in=ids).delete()
        Reading.objects.filter(pk__in=readings).delete()
        Source.objects.filter(pk__in=[source.pk for source in (*sources, *described)]).delete()
        join((), titles)
        changes.record(Change.Kind.GONE, ids)
        left = [work for work in freed if work.pk not in ids]
        enrich_works(left)
        gather(work.pk for work in left)
    return account


def _gathered_with(works: list[Work]) -> list[Work]:
    """Those of the works that are shown by another, or show others."""
    ids = [work.pk for work in works]
    return list(
        Work.objects.filter(pk__in=ids).filter(Q(merged_into__isnull=False) | Q(absorbed__isnull=False)).distinct()
    )


def _take_back_containers(intake: Intake) -> Undone:
    """Take back the containers that nothing is left of. What another run took out of one stays, and so does it; but it
    is no longer whole here, so it may be read again."""
    if not intake.items.filter(container__isnull=False).exists():
        return Undone()
    gone = _containers(intake, frozenset())
    with removal_of([], [one.sha256 for one in gone]), transaction.atomic():
        Container.objects.filter(pk__in=[one.pk for one in gone]).delete()
        Container.objects.filter(arrivals__intake=intake).update(read_by="")
    return Undone(containers=len(gone))


def _containers(intake: Intake, going: frozenset[int]) -> list[Container]:
    """The containers that came with an intake and nothing else needs, once these Sources are gone."""
    earlier = IntakeItem.objects.filter(container=OuterRef("pk"), intake__undone_at=None, intake__lt=intake.pk)
    came = Container.objects.filter(Exists(intake.items.filter(container=OuterRef("pk")))).exclude(Exists(earlier))
    needed = Source.objects.filter(container__in=came).values_list("pk", "container_id")
    kept = {container for source, container in needed.iterator() if source not in going}
    return [one for one in came if one.pk not in kept]


def _sources_of(intake: Intake) -> frozenset[int]:
    """The Sources that would go with an intake."""
    items = intake.items.filter(outcome__in=_BROUGHT)
    brought = {source.pk for part in _parts(items) for source in _first_brought(part)}
    lone = Description.objects.filter(source__in=brought).values_list("file", flat=True)
    return frozenset(brought | set(lone))


def _account(items: list[IntakeItem]) -> Undone:
    sources = _first_brought(items)
    works = _works(items, sources)
    return Undone(len(works), _edited(works), len(sources) + len(descriptions_of(sources)))


def _edited(works: list[Work]) -> int:
    return Edit.objects.filter(work__in=works, undone_at=None).values("work").distinct().count()


def _first_brought(items: list[IntakeItem]) -> list[Source]:
    """The Sources that these items brought. One that an earlier run brought (it was rejected then) stays."""
    own = {item.pk for item in items}
    first = Min("arrivals__pk", filter=Q(arrivals__outcome__in=_BROUGHT))
    sources = Source.objects.filter(pk__in={item.source_id for item in items}).annotate(first=first)
    return [source for source in sources if source.first in own]


def descriptions_of(sources: list[Source]) -> list[Source]:
    """The files that describe these Sources, no other, and were no items themselves."""
    going = [source.pk for source in sources]
    others = Description.objects.filter(file=OuterRef("pk")).exclude(source__in=going)
    described = Source.objects.filter(describes__source__in=going, readings=None).exclude(Exists(others))
    return list(described.distinct())


def _works(items: list[IntakeItem], sources: list[Source]) -> list[Work]:
    """The works of these items, and those that were made of their Sources later ("a story after all")."""
    ids = {item.work_id for item in items} - {None}
    found = Work.objects.filter(Q(pk__in=ids) | Q(editions__reading__source__in=sources, editions__gathered=False))
    return list(found.distinct().only("pk", "sort_title"))


def _parts(items: QuerySet[IntakeItem]) -> Iterable[list[IntakeItem]]:
    every = list(items.only("pk", "source_id", "work_id", "reading_id"))
    return (every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE))
