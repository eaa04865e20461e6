"""A finding on its way to the database, and which field of a work each kind fills. Knows no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIELDS = {
    "fandom": "fandoms",
    "character": "characters",
    "relationship": "relationships",
    "category": "categories",
}
"""The kinds that are tags, each with the field that accepting fills."""

VALUES = {"language": "language", "adult": "rating"}
"""The kinds that are a single value, with the field."""

KINDS = (*FIELDS, "pov", "tense", *VALUES)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding, ready to be stored. ``signs`` has ``for`` and ``against``; ``stated``: the file says so itself."""

    kind: str
    name: str
    role: str
    confidence: float
    signs: Mapping[str, Sequence[Mapping[str, Any]]]
    stated: bool = False
