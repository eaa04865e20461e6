"""The line of facts on a story's page: ``Rated: T - English - Romance - [Jane E., Edward R.] - Chapters: 3 - ...``.

Its parts stand between dashes, those with a label in any order and those without known by what they are. Since 2013 the
dates are stamps in the mark-up; before they were written the American way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.ffn.words import genres_of, language_of
from fanthology.fic.story import Span
from fanthology.fic.text.outlining.ratings import rating_of

RULE = "ffn-facts"
_PART = re.compile(r"(?:(?!\s-\s)[^\n])+")
_LABELLED = re.compile(
    r"\s*(Rated|Chapters|Words|Reviews|Favs|Follows|Updated|Published|Status|id|Genre)\s*:\s*(.*?)\s*"
)
_FICTION = re.compile(r"^Fiction\s+")
_PAIRING = re.compile(r"\[([^\[\]]*)\]")
_BETWEEN = re.compile(r"\s*(?:,|&)\s*")
_AMERICAN = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_MONTH_DAY = re.compile(r"([A-Z][a-z]{2})[a-z]*\.?\s+(\d{1,2}),\s+(\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_KEPT = {"words": "words", "reviews": "review-count", "favs": "favs", "follows": "follows"}
_FIRST_YEAR = 1998


@dataclass(slots=True)
class Facts:
    """What other parts of a page need of the line: how many chapters there are, and the story's number."""

    chapters: int | None = None
    story: str | None = None


def state_facts(draft: Draft, span: Span, stamps: Mapping[Span, int]) -> Facts:
    """State what a line of facts says. ``stamps`` are seconds since 1970, by the range of the date they stand for."""
    facts = Facts()
    complete = False
    draft.paint(span, "header")
    for start, part in _parts(draft.pages.document.text, span):
        place = start, start + len(part)
        match = _LABELLED.fullmatch(part)
        if match is None:
            complete |= part.strip() == "Complete"
            _state_bare(draft, part.strip(), place)
            continue
        label, value = match[1].casefold(), match[2]
        inside = start + match.start(2), start + match.end(2)
        if label == "rated":
            _state_rating(draft, value, inside)
        elif label in ("updated", "published"):
            _state_day(draft, label, value, inside, stamps)
        elif label == "status":
            complete |= value == "Complete"
        elif label == "chapters":
            facts.chapters = int(value) if value.isdecimal() and len(value) < 6 else None
        elif label == "id":
            facts.story = value if value.isdecimal() else None
        elif label == "genre":
            _state_bare(draft, value, inside)
        elif label in _KEPT:
            draft.keep(_KEPT[label], value, inside, RULE)
    written = "Complete" if complete else "not complete, by the line of facts"
    draft.state("status", "complete" if complete else "in-progress", span, RULE, written=written)
    if complete and facts.chapters:
        draft.state("chapters_expected", facts.chapters, span, RULE, written=str(facts.chapters))
    return facts


def _parts(text: str, span: Span) -> Iterator[tuple[int, str]]:
    for match in _PART.finditer(text, *span):
        words = match[0]
        lead = len(words) - len(words.lstrip(" -"))
        if words.strip(" -"):
            yield match.start() + lead, words[lead:].rstrip()


def _state_rating(draft: Draft, value: str, place: Span) -> None:
    rating = rating_of(_FICTION.sub("", value))
    draft.state("rating", rating if rating != "Not Rated" else None, place, RULE, written=value)


def _state_bare(draft: Draft, value: str, place: Span) -> None:
    """A part without a label: a language, genres, that it is complete, or the characters."""
    if value == "Complete":
        return
    if language := language_of(value):
        draft.state("language", language, place, RULE, written=value)
    elif genres := genres_of(value):
        for genre in genres:
            draft.state("freeforms", genre, place, RULE)
    else:
        _state_people(draft, value, place)


def _state_people(draft: Draft, value: str, place: Span) -> None:
    """``[Jane E., Edward R.] Adele V.``: who stands in brackets is a pairing."""
    for pairing in _PAIRING.findall(value):
        together = [name.strip() for name in _BETWEEN.split(pairing) if name.strip()]
        if len(together) > 1:
            draft.state("relationships", "/".join(together), place, RULE)
    for name in _BETWEEN.split(re.sub(r"[\[\]]", ", ", value)):
        draft.state("characters", name.strip(), place, RULE)


def _state_day(draft: Draft, field: str, value: str, place: Span, stamps: Mapping[Span, int]) -> None:
    """A day; what is only said to be so many hours ago is kept as it is said."""
    stamp = next((stamp for span, stamp in stamps.items() if place[0] <= span[0] and span[1] <= place[1]), None)
    found = _stamped(stamp) if stamp is not None else written_day(value)
    if found:
        draft.state(field, found, place, RULE, written=value)
    else:
        draft.keep(field, value, place, RULE)


def _stamped(seconds: int) -> str | None:
    try:
        found = datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
    return found.isoformat() if found.year >= _FIRST_YEAR else None


def written_day(value: str) -> str | None:
    """A date as the site wrote it, or None.

    >>> written_day("12-24-04"), written_day("1/2/2010"), written_day("Dec 24, 2012"), written_day("3h ago")
    ('2004-12-24', '2010-01-02', '2012-12-24', None)
    """
    numbers = _AMERICAN.match(value)
    words = _MONTH_DAY.match(value)
    try:
        if numbers:
            year = int(numbers[3]) + (2000 if len(numbers[3]) == 2 else 0)
            year -= 100 if len(numbers[3]) == 2 and year > 2090 else 0
            return date(year, int(numbers[1]), int(numbers[2])).isoformat()
        if words and words[1] in _MONTHS:
            return date(int(words[3]), _MONTHS.index(words[1]) + 1, int(words[2])).isoformat()
    except ValueError:
        return None
    return None
