"""Storing a batch that was read: one transaction, in which each item may fail alone."""

from __future__ import annotations

from django.db import DatabaseError, OperationalError, transaction

from fanthology.archive.catalogue import changes, originals, refusals
from fanthology.archive.catalogue.joining import join
from fanthology.archive.catalogue.models import Change, Source, Withdrawal
from fanthology.archive.catalogue.names import KnownNames
from fanthology.archive.catalogue.rows import Rows
from fanthology.archive.catalogue.trouble import told
from fanthology.archive.catalogue.withdrawing import give_back_files
from fanthology.fic.errors import FanthologyError

from .admit import admit
from .batch import Batch, Entry, already_here, hashes
from .loading import Loaded, Notice, NotLoaded
from .log import fault_message
from .models import Intake, IntakeItem
from .prepare import Prepared, PreparedPage, PreparedRejection, PreparedStory
from .report import ItemReport, TallyReport

ALREADY_HERE = "It is in the archive already."
FROM_THE_TRASH = "It was in the trash, and is in the archive again."


class Storing:
    """Stores the batches of one run under its Intake, which is made with the first of them."""

    def __init__(self, origin: str) -> None:
        self.intake = Intake(origin=origin)
        self._names = KnownNames()
        self.brought: list[int] = []
        self.tallies: list[TallyReport] = []
        self.brought_boxes = False
        self._trash = False

    def store(self, batch: Batch) -> list[ItemReport]:
        """Store a batch and say what became of each item.

        Raises FanthologyError, with nothing stored, if there is no room for it.
        """
        for entry in batch:
            if isinstance(entry.item, Loaded) and entry.prepared:
                originals.put(entry.item.data, entry.item.sha256)
                for data in entry.item.beside.values():
                    originals.put(data)
        try:
            if self.intake.pk is None:
                self.intake.save()
            return self._stored(batch)
        except DatabaseError as error:
            self._names.forget()
            words = told(error)
            if not words and not isinstance(error, OperationalError):
                raise
            words = words or f"The archive's database could not be used ({error})."
            raise FanthologyError(f"{words} What was brought in so far is safe.") from error

    def _stored(self, batch: Batch) -> list[ItemReport]:
        """All of it together; if that cannot be done, each item for itself, so that only what is at fault fails."""
        try:
            with transaction.atomic():
                return self._store(batch, Rows())
        except Exception as error:
            if _is_no_fault_of_an_item(error):
                raise
            self._names.forget()
        with transaction.atomic():
            return self._store(batch, None)

    def _store(self, batch: Batch, together: Rows | None) -> list[ItemReport]:
        here = already_here(hashes(batch))
        self._trash = bool(here) and Withdrawal.objects.filter(kind=Withdrawal.Kind.REMOVED).exists()
        rows = [self._row(entry, here, together) for entry in batch if not isinstance(entry.item, Notice)]
        if together:
            together.make()
        self._note([entry.item for entry in batch if isinstance(entry.item, Notice)])
        IntakeItem.objects.bulk_create(row for row, _ in rows)
        brought = [row.work_id for row, _ in rows if row.work_id is not None]
        if brought:
            join(brought)
            changes.record(Change.Kind.SAVED, brought)
            self.brought += brought
        return [report for _, report in rows]

    def _note(self, notices: list[Notice]) -> None:
        for notice in notices:
            if notice.tally is None:
                notice.box.note_end()
            else:
                self.tallies.append(TallyReport.of(notice.box.name, notice.tally))
                Intake.objects.filter(pk=self.intake.pk).update(tallies=[one.record() for one in self.tallies])

    def _row(self, entry: Entry, here: set[str], together: Rows | None) -> tuple[IntakeItem, ItemReport]:
        item = entry.item
        if isinstance(item, Notice):
            raise AssertionError("a notice is no item")
        container = item.box.row() if item.box else None
        row = IntakeItem(intake=self.intake, name=item.name, container=container)
        self.brought_boxes |= container is not None and not container.read_by
        report = self._outcome(entry, here, row, together)
        row.outcome, row.message, row.repairs = report.outcome, report.message, report.mends
        return row, report

    def _outcome(self, entry: Entry, here: set[str], row: IntakeItem, together: Rows | None) -> ItemReport:
        item, prepared = entry.item, entry.prepared
        if entry.refused:
            return turned_away(entry)
        if not isinstance(item, Loaded) or entry.fault or (item.sha256 not in here and prepared is None):
            return unread(entry)
        if item.sha256 in here or prepared is None:
            row.source = Source.objects.get(sha256=item.sha256)
            back = give_back_files([item.sha256]) if self._trash else []
            return ItemReport(item.name, "already-here", FROM_THE_TRASH if back else ALREADY_HERE)
        if together:
            row.reading, row.work = admit(item, prepared, self._names, together)
        elif failed := self._admit_alone(item, prepared, row):
            return failed
        row.source = row.reading.source if row.reading else None
        here.add(item.sha256)
        return read_report(entry, row.work.public_id if row.work else None)

    def _admit_alone(self, item: Loaded, prepared: Prepared, row: IntakeItem) -> ItemReport | None:
        """Store what was read of one item; if that cannot be done, say so. It is a fault, but of this item only."""
        rows = Rows()
        try:
            with transaction.atomic():
                row.reading, row.work = admit(item, prepared, self._names, rows)
                rows.make()
        except Exception as error:
            if _is_no_fault_of_an_item(error):
                raise
            self._names.forget()
            row.reading = row.work = None
            return ItemReport(item.name, "failed", fault_message(item.name, error))
        return None


def _is_no_fault_of_an_item(error: Exception) -> bool:
    return isinstance(error, OperationalError) or told(error) is not None


def turned_away(entry: Entry) -> ItemReport:
    """The report of an item that is refused."""
    return ItemReport(_name(entry), "rejected", refusals.MESSAGE, refusals.REASON)


def unread(entry: Entry) -> ItemReport:
    """The report of an item that was not loaded, or that could not be read."""
    item = entry.item
    if isinstance(item, NotLoaded) and item.here:
        return ItemReport(item.name, "already-here", ALREADY_HERE)
    if isinstance(item, NotLoaded) and item.used:
        return ItemReport(item.name, "used", item.message)
    if isinstance(item, NotLoaded):
        return ItemReport(item.name, "rejected" if item.reason else "failed", item.message, item.reason)
    return ItemReport(_name(entry), "failed", entry.fault)


def read_report(entry: Entry, work: str | None) -> ItemReport:
    """The report of an item that was read as a story or rejected."""
    prepared = entry.prepared
    if isinstance(prepared, PreparedRejection):
        return ItemReport(_name(entry), "rejected", prepared.message, prepared.reason)
    if isinstance(prepared, PreparedStory):
        title = prepared.fields.display_title
        return ItemReport(_name(entry), "read", mends=prepared.mends, title=title, work=work)
    if isinstance(prepared, PreparedPage):
        return ItemReport(_name(entry), "read", title=prepared.title)
    raise AssertionError("an item that was not read has no such report")


def _name(entry: Entry) -> str:
    if isinstance(entry.item, Notice):
        raise AssertionError("a notice is no item")
    return entry.item.name
