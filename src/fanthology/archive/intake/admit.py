"""From what was read of an item to its rows: Source, Reading, Evidence, Edition, Chapters, Work."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from fanthology.archive.audit import note_after
from fanthology.archive.catalogue import changes, originals
from fanthology.archive.catalogue.beside import beside_of, keep_beside, path_of
from fanthology.archive.catalogue.findings import new_findings
from fanthology.archive.catalogue.joining import join
from fanthology.archive.catalogue.likeness import store_fingerprint
from fanthology.archive.catalogue.materialise import write
from fanthology.archive.catalogue.models import (
    Change,
    Chapter,
    ChapterText,
    Edition,
    Evidence,
    Reading,
    SitePage,
    Source,
    Work,
)
from fanthology.archive.catalogue.names import KnownNames
from fanthology.archive.catalogue.queries import require
from fanthology.archive.catalogue.rows import Rows
from fanthology.archive.catalogue.viewer import KEEPER, Viewer
from fanthology.fic.errors import FanthologyError

from .loading import Loaded
from .prepare import Prepared, PreparedChapter, PreparedPage, PreparedRejection, PreparedStory, prepare

_OUTCOMES: dict[type[Prepared], Reading.Outcome] = {
    PreparedStory: Reading.Outcome.STORY,
    PreparedPage: Reading.Outcome.PAGE,
    PreparedRejection: Reading.Outcome.REJECTED,
}


def admit(item: Loaded, prepared: Prepared, names: KnownNames, rows: Rows) -> tuple[Reading, Work | None]:
    """Store what was read of an item, and the Work if it is a story; a page of a site becomes a SitePage. The
    original's bytes must be kept already.

    Belongs inside a transaction, which also has to make the ``rows``, to `join` the works' links and to log them.
    """
    source = _source(item)
    reading = store_reading(source, prepared, rows)
    if isinstance(prepared, PreparedPage):
        _make_page(reading, prepared)
    return reading, make_work(reading, prepared, names, rows) if isinstance(prepared, PreparedStory) else None


def _source(item: Loaded) -> Source:
    container = item.box.row() if item.box else None
    told = {"size": len(item.data), "name": item.name, "member": item.member or "", "container": container}
    source, _ = Source.objects.get_or_create(sha256=item.sha256, defaults=told)
    if item.beside:
        keep_beside(source, item.name, item.beside, container.pk if container else None)
    return source


def store_reading(source: Source, prepared: Prepared, rows: Rows, *, admitted: bool = False) -> Reading:
    """The row of a Reading; its Evidence waits in ``rows``."""
    reading = Reading.objects.create(
        source=source,
        reader=prepared.reader,
        version=prepared.version,
        admitted=admitted,
        outcome=_OUTCOMES[type(prepared)],
        reason=prepared.reason if isinstance(prepared, PreparedRejection) else "",
        message=prepared.message if isinstance(prepared, PreparedRejection) else "",
        packed=prepared.packed,
    )
    if isinstance(prepared, PreparedStory):
        rows.add(
            Evidence(reading=reading, field=field, value=value, start=start, end=end, rule=rule, confidence=sure)
            for field, value, start, end, rule, sure in prepared.evidence
        )
        store_fingerprint(reading, prepared.fingerprint, rows)
    return reading


def make_work(reading: Reading, prepared: PreparedStory, names: KnownNames, rows: Rows) -> Work:
    """A new private Work that shows a Reading; what hangs on it waits in ``rows``."""
    work = Work()
    write(work, prepared.fields, names, rows)
    show_reading(work, reading, prepared, rows)
    rows.add(new_findings(work, prepared.findings, names))
    return work


def show_reading(work: Work, reading: Reading, prepared: PreparedStory, rows: Rows) -> Edition:
    """Make an Edition of a Reading, and have the work show it; the texts wait in ``rows``. The work's columns are
    written apart from this."""
    edition = Edition.objects.create(work=work, reading=reading)
    chapters = Chapter.objects.bulk_create(
        _chapter(edition, reading, position, chapter) for position, chapter in enumerate(prepared.chapters, start=1)
    )
    rows.add(
        ChapterText(chapter=row, html=chapter.html) for row, chapter in zip(chapters, prepared.chapters, strict=True)
    )
    Work.objects.filter(pk=work.pk).update(edition=edition)
    work.edition = edition
    return edition


def admit_rejected(reading: Reading, viewer: Viewer = KEEPER) -> Work:
    """Make a Work of a rejected item: "this is a story after all". Done twice, it gives the same Work.

    Raises FanthologyError if the item cannot be read even so, PermissionDenied for whoever may not.
    """
    require(viewer, "intake")
    source = reading.source
    data = originals.get(source.sha256)
    prepared = prepare(data, path_of(source), True, source.member or None, beside_of(source))
    if isinstance(prepared, PreparedRejection):
        raise FanthologyError(f"It cannot be read as a story: {prepared.message}")
    if isinstance(prepared, PreparedPage):
        raise FanthologyError("It is a page of an archive, which is kept as one; import it again to have it.")
    with transaction.atomic():
        there = Work.objects.filter(editions__reading__source=source).first()
        if there:
            return there
        rows = Rows()
        work = make_work(store_reading(source, prepared, rows, admitted=True), prepared, KnownNames(), rows)
        rows.make()
        join([work.pk])
        changes.record(Change.Kind.SAVED, [work.pk])
        note_after("admitted", viewer.name, [work.public_id])
    return work


def _make_page(reading: Reading, prepared: PreparedPage) -> SitePage:
    return SitePage.objects.create(
        reading=reading,
        kind=prepared.kind,
        title=prepared.title,
        html=prepared.html,
        published=date.fromisoformat(prepared.published) if prepared.published else None,
        author=prepared.author,
    )


def _chapter(edition: Edition, reading: Reading, position: int, chapter: PreparedChapter) -> Chapter:
    return Chapter(
        edition=edition,
        reading=reading,
        position=position,
        number=chapter.number,
        title=chapter.title,
        summary=chapter.summary,
        notes_before=chapter.notes_before,
        notes_after=chapter.notes_after,
        published=date.fromisoformat(chapter.published) if chapter.published else None,
        words=chapter.words,
        scenes=chapter.scenes,
    )
