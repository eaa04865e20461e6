"""Are the originals and containers there, and what they were?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from fanthology.archive.catalogue import boxes, originals
from fanthology.archive.catalogue.models import Container, Source

from ..pieces import digest_of
from .problem import Problem, Tick

_AT_ONCE = 500


def check_originals(tick: Tick) -> Iterator[Problem]:
    """Every Source against its size and hash."""
    rows = Source.objects.order_by("pk").values_list("sha256", "size", "name")
    for digest, size, name in rows.iterator(chunk_size=_AT_ONCE):
        tick(1)
        file = originals.path(digest)
        said = f"The original “{name}” ({digest[:12]}…)"
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            yield Problem(f"{said} is missing. Restore it from a backup.")
            continue
        except OSError as error:
            yield Problem(f"{said} cannot be read ({error.strerror}).")
            continue
        if len(data) != size or sha256(data).hexdigest() != digest:
            yield Problem(f"{said} is not what it was: it was changed or damaged. Restore it from a backup.")


def check_containers(tick: Tick) -> Iterator[Problem]:
    """Every container against its hash."""
    for digest, name in _kept_containers().order_by("pk").values_list("sha256", "name"):
        tick(1)
        said = f"The container “{name}” ({digest[:12]}…)"
        try:
            if digest_of(boxes.place(digest)) != digest:
                yield Problem(f"{said} is not what it was: it was changed or damaged. Restore it from a backup.")
        except FileNotFoundError:
            yield Problem(f"{said} is missing. Restore it from a backup.")
        except OSError as error:
            yield Problem(f"{said} cannot be read ({error.strerror}).")


def check_strays(tick: Tick) -> Iterator[Problem]:
    """Files that no row mentions: left behind by a process that was killed."""
    for folder, rows in ((originals.FOLDER, Source.objects.all()), (boxes.FOLDER, _kept_containers())):
        for place in sorted(Path(settings.HOME, folder).glob("??")):
            files = {place.name + file.name: file for file in place.iterdir() if file.is_file()}
            tick(1)
            known = set(rows.filter(sha256__startswith=place.name).values_list("sha256", flat=True))
            for name in sorted(files.keys() - known):
                file = files[name]
                what = "half written" if file.name.endswith(originals.TEMPORARY) else "mentioned by nothing"
                yield Problem(
                    f"The file {file.relative_to(settings.HOME)} is {what}.", partial(_remove, rows, name, file)
                )


def _kept_containers() -> QuerySet[Container]:
    return Container.objects.filter(discarded_at=None)


def _remove(rows: QuerySet[Source] | QuerySet[Container], name: str, file: Path) -> None:
    if not rows.filter(sha256=name).exists():  # it may have come in since
        file.unlink(missing_ok=True)
