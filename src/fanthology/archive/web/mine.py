"""What a work's page says of a reader's own mark and filters."""

from __future__ import annotations

from dataclasses import dataclass

from fanthology.archive.catalogue.models import Creator, Work
from fanthology.archive.catalogue.standing import Standing
from fanthology.archive.catalogue.tagged import ShownTag, TagsByKind
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.catalogue.wrangling import ancestors
from fanthology.archive.reading.marks import marks_on
from fanthology.archive.reading.models import Mark, Place, Shelf
from fanthology.archive.reading.places import place_in
from fanthology.archive.reading.shelves import shelves_with
from fanthology.archive.reading.standing import standing_for


@dataclass(frozen=True, slots=True)
class Mine:
    """``mark`` is the reader's mark; ``place`` is where they are; ``shelves`` are theirs, each with whether the work
    stands on it; ``left_out`` says why lists leave the work out; ``work``, ``creators`` and
    ``tags`` are what may be left out from now on."""

    mark: Mark | None
    place: Place | None
    shelves: tuple[tuple[Shelf, bool], ...]
    left_out: tuple[str, ...]
    work: bool
    creators: tuple[Creator, ...]
    tags: tuple[ShownTag, ...]


def mine(viewer: Viewer, work: Work, stated: TagsByKind) -> Mine | None:
    """What this viewer keeps of a work that `queries.credited_works` fetched, with its tags; None for a guest, who
    keeps nothing."""
    if not viewer.is_registered:
        return None
    mark = marks_on(viewer, [work]).get(work.pk)
    standing = standing_for(viewer)
    creators = {credit.creator.pk: credit.creator for credit in work.credits.all()}
    tags = {tag.shown.pk: tag.shown for of_kind in stated.values() for tag in of_kind}
    return Mine(
        mark=mark,
        place=place_in(viewer, work),
        shelves=tuple(shelves_with(viewer, work)),
        left_out=(*_own(standing, work, mark), *_named(standing, creators, tags)),
        work=work.pk not in standing.works,
        creators=tuple(one for pk, one in creators.items() if pk not in standing.creators),
        tags=tuple(one for pk, one in tags.items() if pk not in standing.tags),
    )


def _own(standing: Standing, work: Work, mark: Mark | None) -> list[str]:
    found = []
    if work.pk in standing.works:
        found.append("you have read it" if mark and mark.state == Mark.State.READ else "you chose so")
    if work.rating in standing.ratings:
        found.append(f"its rating is {work.rating}")
    if standing.languages and work.language and work.language not in standing.languages:
        found.append("it is in another language")
    return found


def _named(standing: Standing, creators: dict[int, Creator], tags: dict[int, ShownTag]) -> list[str]:
    """The creators and tags on account of which it is left out; for a wider tag, the one below it that the work has."""
    wider = ancestors(tags) if standing.tags else {}
    unwanted = [tag for pk, tag in tags.items() if standing.tags & {pk, *wider.get(pk, ())}]
    return [
        *(f"it is by {one.name}" for pk, one in creators.items() if pk in standing.creators),
        *(f"it has the tag {one.name}" for one in unwanted),
    ]
