"""The text of an original, decoded just as its reader decoded it, so that the spans of its Reading fit."""

from __future__ import annotations

from dataclasses import dataclass

from fanthology.archive.catalogue import originals
from fanthology.archive.catalogue.models import Reading
from fanthology.fic.readers import reader_of
from fanthology.fic.readers.plaintext import PLAINTEXT

LONGEST_SHOWN = 1_500_000


@dataclass(frozen=True, slots=True)
class OriginalText:
    """``text`` is what is shown of the original; ``cut`` tells that there is more."""

    text: str
    cut: bool


def original_text(reading: Reading) -> OriginalText:
    """The text of a Reading's Source, cut at `LONGEST_SHOWN`. Raises FanthologyError if it is gone."""
    data = originals.get(reading.source.sha256)
    text = (reader_of(reading.reader) or PLAINTEXT).text_of(data)
    return OriginalText(text[:LONGEST_SHOWN], len(text) > LONGEST_SHOWN)
