"""The list of tags of a work, as downloads and pages have it: ratings, fandoms, relationships and so on, and series.

Each tag is a link; the links are read, never split, because a name may hold anything that is not a comma on AO3 and
anything at all elsewhere. Only where a saved copy lost its links is the row taken apart at its commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborNode

from fanthology.fic.readers.ao3.languages import language_of
from fanthology.fic.readers.ao3.sites import series_identity
from fanthology.fic.readers.draft import Draft
from fanthology.fic.story import RATINGS, SeriesPlace, Span
from fanthology.fic.text.outlining.ratings import rating_of

ROWS: Final[dict[str, str]] = {
    "rating": "rating",
    "archive warning": "warnings",
    "warning": "warnings",
    "category": "categories",
    "categorie": "categories",
    "fandom": "fandoms",
    "relationship": "relationships",
    "pairing": "relationships",
    "character": "characters",
    "additional tag": "freeforms",
    "freeform": "freeforms",
    "language": "language",
    "serie": "series",
    "collection": "collections",
    "stat": "stats",
}
"""Fields by the label of a row, or the class of it, without the ``s`` of several."""

_SAME_WARNING: Final = re.compile(r"(?:(?:Author |Creator )?Cho(?:ose|se) Not To Use Archive Warnings)", re.IGNORECASE)
_CHOSE_NOT = "Creator Chose Not To Use Archive Warnings"
_PART = re.compile(r"Part\s+(\d{1,5})\s+of\s*$", re.IGNORECASE)
_PLAIN_SURE = 0.8


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: the field it is for (the label where none is known), its label's place, its values."""

    field: str
    label: str
    value: LexborNode


def rows_of(draft: Draft, listed: LexborNode) -> Iterator[Row]:
    """The rows of a list of tags, in order; what the list says by its labels is told, not by place."""
    label, field = "", ""
    for node in listed.iter():
        if node.tag == "dt":
            label = draft.pages.text(node).rstrip(": ")
            field = _field_of(label, node)
            draft.paint(draft.pages.span(node), "header")
        elif node.tag == "dd" and label:
            yield Row(field, label, node)


def _field_of(label: str, node: LexborNode) -> str:
    named = (node.attributes.get("class") or "").split()[:1]
    for name in (*named, label):
        if field := ROWS.get(name.casefold().removesuffix("s")):
            return field
    return label.casefold()


def state_tags(draft: Draft, row: Row, rule: str) -> None:
    """State the values of a row of tags, each with the place of its link."""
    found = [(draft.pages.text(link), draft.pages.span(link), 1.0) for link in row.value.css("a") if _is_tag(link)]
    if not found and not row.value.css("a"):
        found = list(_plain(draft, row))
    for words, span, sure in found:
        if row.field in _STATED:
            value = _standard(row.field, words)
            draft.state(row.field, value, span, f"{rule}-{row.field}", written=words, sure=sure)
        else:
            draft.keep(row.field, words, span, f"{rule}-{row.field}"[:60], sure=sure)
    draft.paint(draft.pages.span(row.value), "header")


_STATED: Final = frozenset(("rating", "warnings", "categories", "fandoms", "relationships", "characters", "freeforms"))


def _is_tag(link: LexborNode) -> bool:
    """False for "Show warnings" and the like, which lead to the work itself."""
    href = link.attributes.get("href") or ""
    return "/tags/" in href or "/works/" not in href


def _plain(draft: Draft, row: Row) -> Iterator[tuple[str, Span, float]]:
    span = draft.pages.span(row.value)
    at, end = span or (0, 0)
    for words in draft.pages.document.text[at:end].replace("\n", ",").split(","):
        if name := words.strip():
            start = draft.pages.document.text.index(name, at, end)
            at = start + len(name)
            yield " ".join(name.split()), (start, at), _PLAIN_SURE


def _standard(field: str, words: str) -> str:
    if field == "rating" and words not in RATINGS:
        return rating_of(words)
    if field == "warnings" and _SAME_WARNING.fullmatch(words):
        return _CHOSE_NOT
    return words


def state_language(draft: Draft, row: Row, rule: str) -> None:
    """State the language; one that nobody knows stays in the evidence."""
    words, span = draft.pages.text(row.value), draft.pages.span(row.value)
    language = language_of(words, row.value.attributes.get("lang"))
    if language:
        draft.state("language", language, span, f"{rule}-language", written=words)
    elif words:
        draft.keep("language", words, span, f"{rule}-language")


def state_series(draft: Draft, row: Row, rule: str, host: str | None) -> None:
    """State every series with the work's place in it: "Part 2 of The Moors"."""
    at = (draft.pages.span(row.value) or (0, 0))[0]
    for link in row.value.css("a"):
        span = draft.pages.span(link)
        if span is None or "/series/" not in (link.attributes.get("href") or "/series/"):
            continue
        part = _PART.search(draft.pages.text((at, span[0])))
        identity = series_identity(link.attributes.get("href") or "", host)
        name, position = draft.pages.text(span), int(part[1]) if part else None
        place = SeriesPlace(name, position, (identity,) if identity else ())
        written = f"Part {position} of {name}" if part else name
        draft.state("series", place, span, f"{rule}-series", written=written)
        at = span[1]
    draft.paint(draft.pages.span(row.value), "header")
