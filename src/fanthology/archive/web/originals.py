"""The text of an original, decoded just as its reader decoded it, so that the spans of its Reading fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fanthology.archive.catalogue import originals
from fanthology.archive.catalogue.models import Reading
from fanthology.fic.text.decoding.decode import declared_charset, decode
from fanthology.fic.text.markup.flatten import character_data

LONGEST_SHOWN = 1_500_000


@dataclass(frozen=True, slots=True)
class OriginalText:
    """``text`` is what is shown of the original; ``cut`` tells that there is more."""

    text: str
    cut: bool


def original_text(reading: Reading) -> OriginalText:
    """The text of a Reading's Source, cut at `LONGEST_SHOWN`. Raises FanthologyError if it is gone."""
    data = originals.get(reading.source.sha256)
    text = _TEXT_OF.get(reading.reader, _plain)(data)
    return OriginalText(text[:LONGEST_SHOWN], len(text) > LONGEST_SHOWN)


def _plain(data: bytes) -> str:
    return decode(data).text


def _marked_up(data: bytes) -> str:
    return character_data(decode(data, declared_charset(data)).text)


# By the name of the reader: how it came to the text that its spans count in.
_TEXT_OF: dict[str, Callable[[bytes], str]] = {"html": _marked_up}
