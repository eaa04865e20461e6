"""One run: everything that was named comes in, item by item, in batches that are each one transaction.

Reading happens in processes of their own while this one writes what was read before. Killed at any moment, the archive
holds whole items only, and the same run started again brings the rest.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Protocol, TypeAlias

from django.db import OperationalError, transaction
from django.utils import timezone

from fanthology.archive.audit import note_after
from fanthology.archive.catalogue.findings import apply_rules
from fanthology.fic.errors import FanthologyError

from .batch import (
    Batch,
    Entry,
    already_here,
    batches,
    finish_reading,
    hashes,
    start_reading,
    turn_files_away,
    turn_people_away,
)
from .boxes import Boxes
from .finding import Finding
from .gather import gather
from .loading import Item, Loaded, Notice, Upload, find
from .models import Intake, IntakeItem
from .pool import ReadingPool
from .report import IntakeReport, ItemReport, TallyReport
from .store import ALREADY_HERE, Storing, read_report, unread
from .turns import bringing

Progress: TypeAlias = Callable[[int, int | None], None]
"""Told how many items are dealt with, of how many; None while nobody knows."""

AHEAD = 3
"""How many batches are loaded and being read while one is stored: enough to keep every process busy, no more."""
INTERRUPTED = "The run was stopped before its end. Run the same command again to bring in the rest."


class _Sink(Protocol):
    """Where batches end: the archive, or, on a dry run, nowhere."""

    tallies: list[TallyReport]

    def store(self, batch: Batch) -> list[ItemReport]: ...


def run_intake(
    items: Iterable[Item],
    *,
    dry_run: bool = False,
    origin: str = "command",
    progress: Progress | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> IntakeReport:
    """Bring in files, folders and uploads; they are private until published. Returns what became of each.

    What is wrong with one item, even a fault of ours, is in the report and sinks nothing else. If the disk is full or
    ``should_stop`` says so, the run ends early and the report's ``stopped`` says why. With ``dry_run`` nothing is
    written. Raises FanthologyError if the archive's folder cannot be used at all.
    """
    began = time.monotonic()
    report = IntakeReport(dry_run=dry_run)
    sink: _Sink = _DryRun() if dry_run else Storing(origin)
    with contextlib.nullcontext() if dry_run else bringing():
        found = Finding(find(items, Boxes(keep=not dry_run)))
        try:
            with ReadingPool(found.processes() if origin == "command" else 0) as pool:
                for batch in _read(found, pool, should_stop):
                    report.items += sink.store(batch)
                    if progress:
                        progress(len(report.items), found.count if found.ended else None)
            report.interrupted = len(report.items) < found.count or found.goes_on()
            report.stopped = INTERRUPTED if report.interrupted else ""
        except FanthologyError as error:
            report.stopped = str(error)
        report.found, report.tallies = found.count, sink.tallies
        if isinstance(sink, Storing):
            if not report.stopped:
                report.gathered = gather(sink.brought)
                report.accepted = apply_rules(sink.brought)
            _finish(sink, report, keep=origin == "upload")
    report.seconds = time.monotonic() - began
    return report


def run_uploads(files: Iterable[tuple[str, bytes]]) -> IntakeReport:
    """Bring in what a browser sent: names and contents. Its Intake is kept even if nothing was new, to be shown."""
    return run_intake((Upload(name, BytesIO(data)) for name, data in files), origin="upload")


def _read(found: Finding, pool: ReadingPool, should_stop: Callable[[], bool]) -> Iterator[Batch]:
    """Batches, read, in order, with some being read ahead."""
    ahead: deque[Batch] = deque()
    for batch in batches(found):
        here = hashes(batch)
        start_reading(batch, pool, already_here(here) | turn_files_away(batch))
        ahead.append(batch)
        if len(ahead) > AHEAD:
            yield _finished(ahead.popleft())
        if should_stop():
            return
    while ahead and not should_stop():
        yield _finished(ahead.popleft())


def _finished(batch: Batch) -> Batch:
    finish_reading(batch)
    turn_people_away(batch)
    return batch


def _finish(sink: Storing, report: IntakeReport, keep: bool) -> None:
    """End the Intake. A run that found everything here already changes nothing, so it leaves no Intake either."""
    intake = sink.intake
    if intake.pk is None:
        return
    public_id = intake.public_id
    with contextlib.suppress(OperationalError), transaction.atomic():  # on a full disk it stays unfinished, as it is
        keep = keep or sink.brought_boxes
        if not keep and not intake.items.exclude(outcome=IntakeItem.Outcome.ALREADY_HERE).exists():
            intake.delete()
            return
        Intake.objects.filter(pk=intake.pk).update(finished_at=None if report.stopped else timezone.now())
    report.intake = public_id
    counts = report.counts
    note_after("intake", "", (public_id, f"{counts['read']} read", f"{counts['rejected']} rejected"))


class _DryRun:
    """Says what would come in."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self.tallies: list[TallyReport] = []

    def store(self, batch: Batch) -> list[ItemReport]:
        self._seen |= already_here(hashes(batch))
        notices = [entry.item for entry in batch if isinstance(entry.item, Notice)]
        self.tallies += [TallyReport.of(one.box.name, one.tally) for one in notices if one.tally]
        return [self._outcome(entry) for entry in batch if not isinstance(entry.item, Notice)]

    def _outcome(self, entry: Entry) -> ItemReport:
        if isinstance(entry.item, Loaded) and entry.item.sha256 in self._seen:
            return ItemReport(entry.item.name, "already-here", ALREADY_HERE)
        if not isinstance(entry.item, Loaded) or entry.prepared is None:
            return unread(entry)
        self._seen.add(entry.item.sha256)
        return read_report(entry, None)
