"""The change log: append-only, followed by every index at its own pace."""

from __future__ import annotations

from collections.abc import Iterable

from .models import Change


def record(kind: Change.Kind, work_ids: Iterable[int]) -> None:
    """Say that these works were saved or have gone. Call it inside the transaction that did so."""
    Change.objects.bulk_create([Change(kind=kind, work_id=work_id) for work_id in work_ids])


def current_position() -> int:
    """The number of the newest change, 0 when there is none."""
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
