"""Reading kept originals again with the present readers: what would change, and changing it.

A new Reading is made beside the old one, and a new Edition of it. The Work keeps its id, its visibility and every Edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from fanthology.archive.catalogue import originals
from fanthology.archive.catalogue.beside import beside_of, path_of
from fanthology.archive.catalogue.editions import own_edition
from fanthology.archive.catalogue.fields import Fields, editable_value, fields_of
from fanthology.archive.catalogue.findings import store_findings
from fanthology.archive.catalogue.gathering import renew
from fanthology.archive.catalogue.materialise import materialise, standing_edits
from fanthology.archive.catalogue.models import Edition, Reading, Work
from fanthology.archive.catalogue.names import KnownNames
from fanthology.archive.catalogue.queries import require_keeper
from fanthology.archive.catalogue.rows import Rows
from fanthology.archive.catalogue.values import EDITABLE
from fanthology.archive.catalogue.viewer import KEEPER, Viewer
from fanthology.fic.errors import FanthologyError
from fanthology.fic.writers.from_json import story_from_record

from .admit import show_reading, store_reading
from .log import fault_message
from .prepare import Prepared, PreparedRejection, PreparedStory, prepare

COMPARED = (*EDITABLE, "words", "chapter_count", "links", "missing")
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field was read as, and would be. ``edited``: a correction covers it, so the page stays as it is."""

    field: str
    before: Any
    after: Any
    edited: bool


@dataclass(frozen=True, slots=True)
class Rereading:
    """What reading a work's original again gave. ``problem`` says why the work is left as it is, or is empty."""

    work: Work
    old: Reading
    prepared: Prepared | None = None
    changes: tuple[FieldChange, ...] = ()
    text_changed: bool = False
    problem: str = ""
    version: str = ""

    @property
    def changed(self) -> bool:
        """True if the page would differ in anything but what was corrected."""
        return self.text_changed or bool(self.changes)


def works_to_read(public_ids: Iterable[str]) -> QuerySet[Work]:
    """The works of these ids, or all. Raises FanthologyError if there is no work of an id."""
    wanted = list(public_ids)
    works = Work.objects.filter(edition__isnull=False).order_by("pk")
    if not wanted:
        return works
    unknown = set(wanted) - set(Work.objects.filter(public_id__in=wanted).values_list("public_id", flat=True))
    if unknown:
        raise FanthologyError(f"There is no work {', '.join(sorted(unknown))}. Its id is the last part of its address.")
    return works.filter(public_id__in=wanted)


def rereadings(works: QuerySet[Work], *, force: bool = False) -> Iterator[Rereading]:
    """Read each work's original again; gives those whose reader has another version now (with ``force``, all).

    Nothing is written. One work after another is in memory.
    """
    for work in works.select_related("edition__reading__source").iterator(chunk_size=_AT_ONCE):
        found = _read_again(work)
        if found.problem or force or found.version != released(found.old.version):
            yield found


def apply_rereading(found: Rereading, viewer: Viewer = KEEPER) -> None:
    """Make the Reading and the Edition, and have the work show it. Atomic; a work with a problem is left alone.

    Raises PermissionDenied for anyone but the keeper.
    """
    require_keeper(viewer)
    if not isinstance(found.prepared, PreparedStory):
        return
    with transaction.atomic():
        rows = Rows()
        reading = _reading_of(found, found.prepared, rows)
        if reading is None:
            return
        work = Work.objects.get(pk=found.work.pk)
        before = work.edition
        show_reading(work, reading, found.prepared, rows)
        rows.make()
        if before is not None and before.gathered:
            Work.objects.filter(pk=work.pk).update(edition=before)
            work.edition = before
        materialise(work)
        store_findings(work, found.prepared.findings, KnownNames())
        renew(work)


def _read_again(work: Work) -> Rereading:
    old = _own(work).reading
    try:
        source = old.source
        data, beside = originals.get(source.sha256), beside_of(source)
        prepared = prepare(data, path_of(source), old.admitted, source.member or None, beside)
    except FanthologyError as error:
        return Rereading(work, old, problem=str(error))
    except Exception as error:
        return Rereading(work, old, problem=fault_message(old.source.name, error))
    if not isinstance(prepared, PreparedStory):
        message = prepared.message if isinstance(prepared, PreparedRejection) else "it is a page of an archive."
        return Rereading(work, old, prepared, problem=f"It would no longer be taken for a story: {message}")
    changes = tuple(_changes(fields_of(story_from_record(old.record)), prepared.fields, standing_edits(work)))
    return Rereading(work, old, prepared, changes, _text_changed(work, prepared), version=prepared.version)


def _changes(before: Fields, after: Fields, edits: dict[str, Any]) -> Iterator[FieldChange]:
    for name in COMPARED:
        old, new = editable_value(before, name), editable_value(after, name)
        if old != new:
            yield FieldChange(name, old, new, edited=name in edits)


def _text_changed(work: Work, prepared: PreparedStory) -> bool:
    shown = list(_own(work).chapters.order_by("position").values_list("number", "title", "text__html"))
    return shown != [(chapter.number, chapter.title, chapter.html) for chapter in prepared.chapters]


def _own(work: Work) -> Edition:
    """What a work shows of its own, whatever is gathered into it."""
    edition = own_edition(work)
    if edition is None:
        raise ValueError(f"work {work.pk} has no Edition to read again")
    return edition


def _reading_of(found: Rereading, prepared: PreparedStory, rows: Rows) -> Reading | None:
    """The row of the new Reading, or None when the same one is shown already.

    A Reading is never changed. Where the same version reads differently, as it does while a reader is worked on, the
    new one's version tells them apart: ``1``, ``1+1``, ``1+2``.
    """
    made = found.old.source.readings.filter(reader=prepared.reader, admitted=found.old.admitted)
    same = [reading for reading in made if released(reading.version) == prepared.version]
    for reading in same:
        if bytes(reading.packed) == prepared.packed:
            return None if reading.pk == found.old.pk else reading
    version = f"{prepared.version}+{len(same)}" if same else prepared.version
    return store_reading(found.old.source, replace(prepared, version=version), rows, admitted=found.old.admitted)


def released(version: str) -> str:
    """The version as its reader states it.

    >>> released("2+1")
    '2'
    """
    return version.partition("+")[0]
