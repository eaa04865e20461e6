"""The figures of a work: when it was published, how many chapters there are and will be, and so whether it is done."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fanthology.fic.readers.draft import Draft
from fanthology.fic.story import Missing, Span
from fanthology.fic.text.outlining.dates import iso_date

_FIGURE = re.compile(r"(Published|Updated|Completed|Words|Chapters)\s*:\s*(\S{1,40})", re.IGNORECASE)
_CHAPTERS = re.compile(r"([\d.,]{1,9})\s*/\s*([\d.,]{1,9}|\?)")
_MOST_MISSING = 2_000


@dataclass(frozen=True, slots=True)
class Posted:
    """How many chapters the site had when the copy was made, and how many there will be; None for what is not said."""

    chapters: int | None = None
    of: int | None = None


def state_stats(draft: Draft, span: Span | None, rule: str) -> Posted:
    """State what the figures in a range of text say. Words are counted again here, so that figure is only kept."""
    posted = Posted()
    if span is None:
        return posted
    draft.paint(span, "header")
    for match in _FIGURE.finditer(draft.pages.document.text, *span):
        label, value, place = match[1].casefold(), match[2], match.span(2)
        if label == "published":
            draft.state("published", iso_date(value), place, f"{rule}-published", written=value)
        elif label in ("updated", "completed"):
            draft.state("updated", iso_date(value), place, f"{rule}-{label}", written=value)
        elif label == "words":
            draft.keep("words", value, place, f"{rule}-words")
        else:
            posted = _chapters(draft, place, rule)
    return posted


def _chapters(draft: Draft, place: Span, rule: str) -> Posted:
    written = draft.pages.text(place)
    match = _CHAPTERS.match(written)
    if match is None:
        return Posted()
    here = _number(match[1])
    of = None if match[2] == "?" else _number(match[2])
    draft.state("chapters_expected", of, place, f"{rule}-chapters", written=written)
    draft.state("status", "complete" if of == here else "in-progress", place, f"{rule}-chapters", written=written)
    return Posted(here, of)


def _number(digits: str) -> int:
    return int(re.sub(r"\D", "", digits) or 0)


def state_missing(draft: Draft, posted: Posted, numbers: set[int], titles: dict[int, str], rule: str) -> None:
    """State which of the posted chapters are not here; ``titles`` are known from an index of chapters."""
    absent = [number for number in range(1, (posted.chapters or 0) + 1) if number not in numbers]
    for number in absent[:_MOST_MISSING]:
        gap = Missing("chapter", number, titles.get(number))
        draft.state("missing", gap, None, f"{rule}-chapters", written=f"chapter {number}")
