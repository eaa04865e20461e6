"""What is known of a text before it is outlined, because its mark-up said so."""

from __future__ import annotations

from dataclasses import dataclass

from fanthology.fic.text.outlining.claims import Claim
from fanthology.fic.text.outlining.parts import Heading

SURE = 0.9


@dataclass(frozen=True, slots=True)
class Hints:
    """Claims, notes before the story, and chapter headings with the positions where they begin."""

    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()
    headings: tuple[tuple[int, Heading], ...] = ()

    def says(self, field: str) -> bool:
        """True if a field need not be looked for any more."""
        return any(claim.field == field and claim.confidence >= SURE for claim in self.claims)


NO_HINTS = Hints()
