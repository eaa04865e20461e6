"""What takes the database long, or is asked for on every page, kept until something in the archive changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any, Final, TypeVar

from django.conf import settings

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.search.level import last_change
from fanthology.archive.search.remembering import Remembered

_T = TypeVar("_T")
_KEPT: Final[dict[str, Remembered[Any]]] = {"counts": Remembered(256), "bindings": Remembered(256)}
"""Apart, so that who leafs through many works does not drive out what takes longest to count."""
_as_of: list[Hashable] = [None]
"""Of which archive and after which of its changes what is kept was found."""


def remembered(viewer: Viewer, what: Hashable, find: Callable[[], _T], among: str = "counts") -> _T:
    """What ``find`` found for those who see the same as this viewer, if nothing changed since; else it finds it now.

    The change log has a row for everything that makes a work seen, hidden or found otherwise.
    """
    as_of = (settings.HOME, last_change())  # before anything else is looked at
    if _as_of[0] != as_of:
        for kept in _KEPT.values():
            kept.forget()  # nobody asks for what was before
        _as_of[0] = as_of
    who = replace(viewer, user_id=None, name="", roles=frozenset(), adult=None)
    found: _T = _KEPT[among].of((as_of, queries.levels(viewer), who, what), find)
    return found
