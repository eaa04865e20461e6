"""Taking originals and containers away after their rows are gone, so that a crash in between leaves none behind.

A list of what is to go is written first. Whatever happens, the next run finds the list and removes what no row mentions
any more; if the rows are still there, because their removal was rolled back, the files stay.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from fanthology.archive.catalogue import boxes, originals
from fanthology.archive.catalogue.models import Container, Source
from fanthology.fic.writers.save import save

SUFFIX = ".remove"
_CONTAINER = "container:"


@contextmanager
def removal_of(hashes: Iterable[str], containers: Iterable[str] = ()) -> Iterator[None]:
    """Around the transaction that deletes the Sources and Containers of these hashes: their files go when it has ended
    well."""
    folder = _folder()
    folder.mkdir(exist_ok=True)
    plan = folder / f"{secrets.token_hex(8)}{SUFFIX}"
    save(plan, "\n".join([*hashes, *(f"{_CONTAINER}{one}" for one in containers)]).encode())
    originals.sync_folder(folder)
    try:
        yield
    finally:
        _finish(plan)


def finish_all() -> None:
    """Finish every removal that was cut short. Only when nobody else is at work."""
    for plan in sorted(_folder().glob(f"*{SUFFIX}")):
        _finish(plan)


def _finish(plan: Path) -> None:
    lines = plan.read_text().split()
    hashes = [line for line in lines if not line.startswith(_CONTAINER)]
    containers = [line.removeprefix(_CONTAINER) for line in lines if line.startswith(_CONTAINER)]
    originals.remove(sorted(set(hashes) - _mentioned(Source.objects.all(), hashes)))
    boxes.remove(sorted(set(containers) - _mentioned(Container.objects.filter(discarded_at=None), containers)))
    plan.unlink()


def _mentioned(rows: QuerySet[Source] | QuerySet[Container], hashes: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(hashes), 400):
        wanted = hashes[start : start + 400]
        found.update(rows.filter(sha256__in=wanted).values_list("sha256", flat=True))
    return found


def _folder() -> Path:
    return Path(settings.HOME) / originals.FOLDER
