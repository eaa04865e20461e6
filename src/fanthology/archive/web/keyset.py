"""Pages that begin after a row: they cost the same however far one is, and nothing is skipped when rows come or go."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

_M = TypeVar("_M", bound=Model)
_LONGEST_ID = 40


def asked_after(request: HttpRequest) -> str:
    """The public id in the address of the row that a page comes after."""
    return request.GET.get("after", "")[:_LONGEST_ID].replace("\0", "")


def page_after(found: QuerySet[_M], by: str, after: str, size: int, falling: bool = False) -> tuple[list[_M], str]:
    """A page of rows in the order of a column, and the public id to ask for the next one with, if there is one. A row
    that is not there any more means the first page."""
    sign = "-" if falling else ""
    found = found.order_by(f"{sign}{by}", f"{sign}pk")
    last: Any = found.filter(public_id=after).first() if after else None
    if last is not None:
        value = getattr(last, by)
        # said so that an index of the column finds where to begin
        found = found.filter(**{f"{by}__{'lte' if falling else 'gte'}": value})
        found = found.exclude(**{by: value, f"pk__{'gte' if falling else 'lte'}": last.pk})
    rows: list[Any] = list(found[: size + 1])
    return rows[:size], rows[size - 1].public_id if len(rows) > size else ""
