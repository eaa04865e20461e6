"""Rows that wait: nothing looks at them before the end of their batch, so they are made together, in few statements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model


class Rows:
    """Rows of any kind, in the order in which they came. Whoever gathers them has to `make` them in one transaction."""

    def __init__(self) -> None:
        self._waiting: dict[type[Model], list[Any]] = {}

    def add(self, rows: Iterable[Model]) -> None:
        """Have these wait. The rows that they point to must be there already."""
        for row in rows:
            self._waiting.setdefault(type(row), []).append(row)

    def make(self) -> None:
        """Make all that wait."""
        for model, rows in self._waiting.items():
            model._default_manager.bulk_create(rows)
        self._waiting = {}
