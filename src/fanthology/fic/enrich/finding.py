"""What was inferred from a story, not written in it: always with what speaks for it and against it. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

FindingKind: TypeAlias = Literal["fandom", "character", "relationship", "category", "pov", "tense", "language", "adult"]
Role: TypeAlias = Literal["primary", "appears", "mentioned", "narrator", "viewpoint"]


@dataclass(frozen=True, slots=True)
class Sign:
    """Something in the text that speaks for a finding or against it: ``quote`` as it stands there, ``block`` the first
    block that holds it (None if it is no one place), ``count`` how often it stands in the whole text."""

    quote: str
    block: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that seems to be so. ``confidence`` is 0 to 1, and 0.9 means right nine times in ten.

    ``name`` is a canonical tag's name, or for the kinds without tags a fixed phrase: "first person, Faye Valentine",
    "past", "en", "explicit".
    """

    kind: FindingKind
    name: str
    confidence: float
    role: Role | None = None
    speaks_for: tuple[Sign, ...] = ()
    speaks_against: tuple[Sign, ...] = ()
