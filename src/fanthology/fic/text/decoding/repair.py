"""Mends damaged text and records every change.

Each rule yields Repairs against the text as it came; where two rules want the same characters, the earlier rule has
them. Text without damage comes back as it is: no normalisation, no quotation marks straightened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from fanthology.fic.story import Repair
from fanthology.fic.text.decoding.accents import mend_lost_letters
from fanthology.fic.text.decoding.entities import mend_entities
from fanthology.fic.text.decoding.mojibake import mend_mojibake
from fanthology.fic.text.document import Mark, Offsets

_CONTROLS = "".join(map(chr, (*range(0x09), *range(0x0E, 0x1C), 0x7F, 0xFFFE, 0xFFFF)))
_UNDEFINED = "".join(map(chr, range(0x80, 0xA0)))
_UNMOVED = Offsets()


@dataclass(frozen=True, slots=True)
class Repaired:
    """A mended text, what was mended (spans in the text as it came), and the way back to that text; for a text that had
    tags in it, the marks that they were (in positions of the mended text)."""

    text: str
    repairs: tuple[Repair, ...] = ()
    offsets: Offsets = _UNMOVED
    marks: tuple[Mark, ...] = ()


def mend_control_characters(text: str) -> Iterator[Repair]:
    """Takes out characters that print nothing, stand in no word and may not stand in XML (a ^Z at the end, ESC).

    Blank ones (form feed, vertical tab) are left: they space the text.
    """
    yield from _replace_each(text, _CONTROLS, "", "control-character")


def mend_undefined(text: str) -> Iterator[Repair]:
    """Makes what no codec explains visible as U+FFFD: bytes that cp1252 leaves undefined."""
    yield from _replace_each(text, _UNDEFINED, "\ufffd", "undefined-character")


def _replace_each(text: str, characters: str, now: str, rule: str) -> Iterator[Repair]:
    present = "".join(character for character in characters if character in text)
    if present:
        for match in re.finditer(f"[{re.escape(present)}]", text):
            yield Repair(match.span(), match.group(), now, rule)


RULES: tuple[Callable[[str], Iterable[Repair]], ...] = (
    mend_mojibake,
    mend_lost_letters,
    mend_entities,
    mend_undefined,
    mend_control_characters,
)


def repair(text: str) -> Repaired:
    """Mends ``text``.

    >>> mended = repair("How na´ve. Don´t.")
    >>> mended.text
    'How naïve. Don´t.'
    >>> mended.repairs
    (Repair(span=(4, 9), was='na´ve', now='naïve', rule='spacing-accent'),)
    """
    repairs = without_overlaps([found for rule in RULES for found in rule(text)])
    return apply(text, repairs) if repairs else Repaired(text)


def apply(text: str, repairs: tuple[Repair, ...]) -> Repaired:
    """``text`` with sorted, disjoint ``repairs`` carried out."""
    pieces: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    done = length = 0
    for change in repairs:
        start, end = change.span
        pieces += text[done:start], change.now
        length += start - done
        starts += range(length, length + len(change.now) + 1)
        shifts += range(start - length, start - length - len(change.now), -1)
        length += len(change.now)
        shifts.append(end - length)
        done = end
    pieces.append(text[done:])
    return Repaired("".join(pieces), repairs, Offsets(tuple(starts), tuple(shifts)))


def undo(text: str, repairs: tuple[Repair, ...]) -> str:
    """The text as it came, from the mended text and its repairs.

    >>> undo(repair("How na´ve.").text, repair("How na´ve.").repairs)
    'How na´ve.'
    """
    pieces: list[str] = []
    source = position = 0
    for change in repairs:
        kept = change.span[0] - source
        pieces += text[position : position + kept], change.was
        position += kept + len(change.now)
        source = change.span[1]
    return "".join((*pieces, text[position:]))


def without_overlaps(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    """Sorted by place; of two that overlap the one whose rule came first stays."""
    kept: list[Repair] = []
    for change in sorted(repairs, key=lambda change: change.span[0]):
        if not kept or change.span[0] >= kept[-1].span[1]:
            kept.append(change)
        elif _rank(change) < _rank(kept[-1]):
            kept[-1] = change
    return tuple(kept)


_ORDER = (
    *("quoted-printable", "encoded-word", "rot13", "lost-paragraphs", "typeset-tag"),
    *("mojibake", "spacing-accent", "replacement-character", "html-entity", "undefined-character", "control-character"),
)


def _rank(change: Repair) -> int:
    return _ORDER.index(change.rule)
