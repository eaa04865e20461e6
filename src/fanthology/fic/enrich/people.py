"""People of a story, and the places where they are named."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from fanthology.fic.enrich.doing import Doing, doing
from fanthology.fic.enrich.telling import Telling

_OFTEN = 12  # who is named so often by the narration is there, whatever the words beside the name


@dataclass(frozen=True, slots=True)
class Spot:
    """A name where it stands: in the block with this index among the Telling's places."""

    start: int
    end: int
    block: int
    doing: Doing


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the story. ``name`` is canonical (or as written, for the story's own people); ``fandom`` and
    ``character`` are indexes into the lexicon, None for the story's own; ``sure`` is how sure the fandom is."""

    name: str
    fandom: int | None
    character: int | None
    sure: float
    strong: bool
    spots: tuple[Spot, ...]
    forms: Counter[str]

    def count(self, *doings: Doing) -> int:
        return sum(1 for spot in self.spots if spot.doing in doings) if doings else len(self.spots)

    @property
    def appears(self) -> bool:
        """True for who acts, speaks or is spoken to, more than in passing."""
        deeds, addressed, all_told = self.count("acts"), self.count("addressed"), len(self.spots)
        if self.count("named") >= _OFTEN:
            return True
        if deeds + addressed >= 3:
            return (deeds + addressed) / all_told >= 0.08
        return deeds + addressed >= 1 and (deeds + addressed) / all_told >= 0.3


class Where:
    """The Spots of a text, asked for in the order in which they stand."""

    def __init__(self, telling: Telling) -> None:
        self._text = telling.text
        self._starts = [place.start for place in telling.places]
        self._opens = [start for start, _ in telling.spoken]
        self._closes = [end for _, end in telling.spoken]

    def spot(self, start: int, end: int) -> Spot:
        block = bisect_right(self._starts, start) - 1
        speech = bisect_right(self._opens, start) - 1
        spoken = speech >= 0 and start < self._closes[speech]
        return Spot(start, end, block, doing(self._text, start, end, spoken))
