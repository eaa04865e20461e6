"""Taking originals away after their rows are gone, so that a crash in between leaves none behind.

A list of what is to go is written first. Whatever happens, the next run finds the list and removes those originals that
no Source mentions any more; if the rows are still there, because their removal was rolled back, the originals stay.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from fanthology.archive.catalogue import originals
from fanthology.archive.catalogue.models import Source
from fanthology.fic.writers.save import save

SUFFIX = ".remove"


@contextmanager
def removal_of(hashes: Iterable[str]) -> Iterator[None]:
    """Around the transaction that deletes the Sources: their originals go when it has ended well."""
    folder = _folder()
    folder.mkdir(exist_ok=True)
    plan = folder / f"{secrets.token_hex(8)}{SUFFIX}"
    save(plan, "\n".join(hashes).encode())
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
    hashes = plan.read_text().split()
    originals.remove(sorted(set(hashes) - _mentioned(hashes)))
    plan.unlink()


def _mentioned(hashes: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(hashes), 400):
        found.update(Source.objects.filter(sha256__in=hashes[start : start + 400]).values_list("sha256", flat=True))
    return found


def _folder() -> Path:
    return Path(settings.HOME) / originals.FOLDER
