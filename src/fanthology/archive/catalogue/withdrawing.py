"""Works that their authors take back: gone for everyone at once, their bytes after a term."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from fanthology.archive.audit import append, note_after
from fanthology.fic.errors import FanthologyError

from . import changes
from .models import Change, Creator, Refusal, Source, Withdrawal, Work
from .queries import require_keeper, require_keeper_or_owner
from .refusals import refused
from .viewer import KEEPER, Viewer

LEDGER = "withdrawals.jsonl"
"""In the archive's folder: a line for each withdrawal, so that it is made again in an archive that was restored from an
older backup. It names the work by its public id and its files by their hashes."""
DAYS = 30
"""The usual term until the bytes go."""
_STANDING = Q(withdrawn_at=None)
_IN_TRASH = Q(withdrawal__kind=Withdrawal.Kind.REMOVED)


@transaction.atomic
def withdraw(works: Iterable[Work], viewer: Viewer, days: int = DAYS) -> list[Withdrawal]:
    """Withdraw works, with what is gathered into them, be they in the trash or not. Their bytes stay for so many days
    (0: until the next purge).

    Raises FanthologyError for a term that cannot be, PermissionDenied for anyone but the keeper and the works' owner.
    """
    works = list(works)
    require_keeper_or_owner(viewer, works)
    if not 0 <= days <= 3650:
        raise FanthologyError("The term is a number of days, from 0 to 3650.")
    made = [_withdraw(work, viewer, days) for work in _whole(works, _STANDING | _IN_TRASH)]
    changes.record(Change.Kind.GONE, [one.work_id for one in made if one.work_id])
    _note(_line(one) for one in made)
    note_after("withdrawn", viewer.name, [one.public_id for one in made])
    return made


@transaction.atomic
def remove(works: Iterable[Work], viewer: Viewer, days: int = DAYS) -> list[Withdrawal]:
    """Put works in the trash, with what is gathered into them: out of every list at once, their bytes go after so many
    days, and nothing is left of them. Raises as `withdraw`, for anyone but the keeper."""
    require_keeper(viewer)
    if not 0 <= days <= 3650:
        raise FanthologyError("The term is a number of days, from 0 to 3650.")
    every = list(_whole(works, _STANDING))
    Work.objects.filter(pk__in=[work.pk for work in every]).update(withdrawn_at=timezone.now())
    told = {"kind": Withdrawal.Kind.REMOVED, "purge_at": timezone.now() + timedelta(days=days)}
    told["by_name"] = viewer.name or "keeper"
    made = [Withdrawal.objects.create(public_id=work.public_id, work=work, **told) for work in every]
    changes.record(Change.Kind.GONE, [work.pk for work in every])
    note_after("removed", viewer.name, [work.public_id for work in every])
    return made


def give_back_files(hashes: Iterable[str], viewer: Viewer = KEEPER) -> list[Work]:
    """Give back what is in the trash of these files: they were brought in again. What is by somebody whose works are
    refused stays there."""
    found = Withdrawal.objects.filter(
        kind=Withdrawal.Kind.REMOVED, work__editions__reading__source__sha256__in=list(hashes)
    )
    people = refused()
    return [
        give_back(one, viewer)
        for one in found.distinct()
        if not people.refuses(Creator.objects.filter(works=one.work_id).values_list("name", "contact"))
    ]


@transaction.atomic
def give_back(withdrawal: Withdrawal, viewer: Viewer) -> Work:
    """Take a withdrawal back while that is possible, with all that went together: the works are as they were, but
    private. Returns the one that is shown.

    Raises FanthologyError if its bytes are gone, PermissionDenied for anyone but the keeper.
    """
    require_keeper(viewer)
    those = together(withdrawal)
    if not those:
        raise FanthologyError("Nothing is left of it but that it was withdrawn.")
    works = [one.work for one in those if one.work is not None]
    ids = [work.pk for work in works]
    Work.objects.filter(pk__in=ids).update(withdrawn_at=None, visibility="private")
    changes.record(Change.Kind.SAVED, ids)
    _note(
        json.dumps({"given_back": one.public_id, "at": _now()})
        for one in those
        if one.kind == Withdrawal.Kind.WITHDRAWN
    )
    Withdrawal.objects.filter(pk__in=[one.pk for one in those]).delete()
    note_after("given-back", viewer.name, [work.public_id for work in works])
    return Work.objects.get(pk=ids[0])


def together(withdrawal: Withdrawal) -> list[Withdrawal]:
    """What went together and is still here: a work, and those that are gathered into it. The one that is shown comes
    first, as it is made of the texts of the others."""
    if withdrawal.work is None:
        return []
    whole = withdrawal.work.merged_into_id or withdrawal.work.pk
    found = Withdrawal.objects.filter(Q(work=whole) | Q(work__merged_into=whole)).select_related("work")
    return sorted(found, key=lambda one: (one.work_id != whole, one.pk))


def apply_withdrawals() -> int:
    """Withdraw again what the ledger names and is here, as after a restoration of an older backup. Returns how many."""
    standing: dict[str, dict[str, Any]] = {}
    for told in _ledger():
        if "given_back" in told:
            standing.pop(str(told["given_back"]), None)
        elif "work" in told:
            standing[str(told["work"])] = told
    number = 0
    for told in standing.values():
        number += _apply(str(told["work"]), list(told.get("sha256", ())), str(told.get("purge_at", "")))
    return number


def sources_of(work: Work) -> list[Source]:
    """The Sources that a work was read from."""
    own = Source.objects.filter(readings__editions__work=work, readings__editions__gathered=False)
    return list(own.distinct().order_by("pk"))


@transaction.atomic
def _apply(public_id: str, hashes: list[str], purge_at: str) -> int:
    found = Work.objects.filter(_STANDING | _IN_TRASH).filter(
        Q(public_id=public_id) | Q(editions__reading__source__sha256__in=hashes)
    )
    works = list(_whole(found.distinct(), _STANDING | _IN_TRASH))
    for work in works:
        _withdraw(work, KEEPER, DAYS, purge_at)
    if not Withdrawal.objects.filter(public_id=public_id).exists():
        gone = Withdrawal.objects.create(public_id=public_id, purge_at=_moment(purge_at), purged_at=timezone.now())
        _refuse(hashes, gone)
    changes.record(Change.Kind.GONE, [work.pk for work in works])
    return len(works)


def _withdraw(work: Work, viewer: Viewer, days: int, purge_at: str = "") -> Withdrawal:
    hashes = [source.sha256 for source in sources_of(work)]
    Work.objects.filter(pk=work.pk).update(withdrawn_at=timezone.now())
    term = _moment(purge_at) if purge_at else timezone.now() + timedelta(days=days)
    told = {"kind": Withdrawal.Kind.WITHDRAWN, "work": work, "purge_at": term, "by_name": viewer.name or "keeper"}
    made, _ = Withdrawal.objects.update_or_create(public_id=work.public_id, defaults=told)
    _refuse(hashes, made)
    return made


def _refuse(hashes: Iterable[str], withdrawal: Withdrawal) -> None:
    for digest in hashes:
        told = {"said": f"{digest[:12]}…", "withdrawal": withdrawal, "by_name": withdrawal.by_name}
        Refusal.objects.update_or_create(kind=Refusal.Kind.HASH, value=digest, defaults=told)


def _whole(works: Iterable[Work], which: Q) -> Iterator[Work]:
    """These works, with those that are gathered into them or that they are gathered into; each once."""
    ids = {work.merged_into_id or work.pk for work in works}
    yield from Work.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids)).filter(which).order_by("pk")


def _line(one: Withdrawal) -> str:
    hashes = sorted(one.refusals.values_list("value", flat=True))
    return json.dumps({"work": one.public_id, "sha256": hashes, "at": _now(), "purge_at": one.purge_at.isoformat()})


def _note(lines: Iterable[str]) -> None:
    """Add lines to the ledger, before the transaction ends: what was acknowledged is in it."""
    append(Path(settings.HOME) / LEDGER, lines)


def _ledger() -> Iterator[dict[str, Any]]:
    place = Path(settings.HOME) / LEDGER
    for line in place.read_text(encoding="utf-8").splitlines() if place.exists() else ():
        try:
            told = json.loads(line)
        except ValueError:
            continue  # the last line of a process that was killed, which acknowledged nothing
        if isinstance(told, dict):
            yield told


def _moment(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return timezone.now()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
