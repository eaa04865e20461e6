"""The chapters of an EPUB that no known program made: by its table of contents, then by its headings.

Every entry of the table begins a chapter, and pages without an entry go on with the one before. Without a table a page
that begins with a heading begins a chapter. Covers, title pages, copyright pages and tables of contents are furniture.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborNode

from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.epub.package import Package
from fanthology.fic.readers.pages import Pages
from fanthology.fic.story import Span
from fanthology.fic.text.outlining.parts import heading_of, numbered_of
from fanthology.fic.text.words import count_words

_AROUND: Final = frozenset(("cover", "titlepage", "toc", "copyright", "copyright-page", "loi", "lot", "index"))
_AROUND_NAME: Final = re.compile(
    r"(?:cover(?:page)?|title_?-?page|half-?title|toc|nav|contents|copyright|colophon|imprint|jacket)\d*\.x?html?",
    re.IGNORECASE,
)
_AROUND_LABEL: Final = re.compile(
    r"(?:front |back )?(?:cover|title ?page|half ?title|(?:table of )?contents|copyright(?: (?:page|notice))?|imprint)"
    r"|colophon|navigation",
    re.IGNORECASE,
)
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SHORT_LEAD: Final = 60
"""Words of a page before the first entry of the table of contents that is a title page, not a prologue."""


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a chapter begins, and what the table of contents calls it; None where only a heading says so."""

    at: int
    label: str | None


def outline_chapters(draft: Draft, book: Package) -> None:
    """Say what is a chapter and what is furniture. The title of the book must be stated before."""
    pages = draft.pages
    bodies = [pages.span(tree.body) for tree in pages.trees]
    shown = [(index, span) for index, span in enumerate(bodies) if span and not _is_around(book, index)]
    headings = sorted(span for tag in sorted(_HEADINGS) for span in pages.spans(tag))
    starts = sorted(_starts(pages, book, dict(shown)), key=lambda start: start.at)
    if not starts:
        tops = {span[0] for span in headings}
        starts = [_Start(span[0], None) for _, span in shown if span[0] in tops]
    first = starts[0].at if starts else 0
    told = [span for _, span in shown if span[1] > first or not _is_title_page(pages, span)]
    if told and (not starts or told[0][0] < first):
        starts = [_Start(told[0][0], None), *starts]
    for start, spans in _shared(told, starts):
        if not (start.label and _AROUND_LABEL.fullmatch(start.label)):
            _chapter(draft, start, spans, _leading(pages, spans[0], headings), only=len(starts) == 1)


def _is_around(book: Package, index: int) -> bool:
    """True for a page that the book itself, its name or its entry in the table calls a cover or the like."""
    name = book.pages[index].name
    label = book.contents.get(name, "")
    named = _AROUND_NAME.fullmatch(name.rsplit("/", 1)[-1])
    return book.roles.get(name) in _AROUND or named is not None or _AROUND_LABEL.fullmatch(label) is not None


def _starts(pages: Pages, book: Package, shown: dict[int, Span]) -> Iterator[_Start]:
    """The places that the table of contents names and that are there, each once."""
    indexes = {page.name: index for index, page in enumerate(book.pages)}
    seen: set[int] = set()
    anchors: dict[int, dict[str, LexborNode]] = {}
    for place, label in book.contents.items():
        name, _, fragment = place.partition("#")
        index = indexes.get(name, -1)
        if index not in shown:
            continue
        if fragment and index not in anchors:
            anchors[index] = {one.id or "": one for one in pages.css("[id]", index)}
        at = _place_of(pages, anchors[index].get(fragment), shown[index]) if fragment else shown[index][0]
        if at not in seen:
            seen.add(at)
            yield _Start(at, label)


def _place_of(pages: Pages, node: LexborNode | None, body: Span) -> int:
    """Where an anchor stands: one without text, where the next text does; one that is missing, at the page's top."""
    while node is not None and node.tag != "body":
        if span := pages.span(node):
            return span[0]
        following = node.next
        while following is not None and pages.span(following) is None:
            following = following.next
        node = following if following is not None else node.parent
    return body[0]


def _is_title_page(pages: Pages, span: Span) -> bool:
    return count_words(pages.document.text[slice(*span)]) <= _SHORT_LEAD


def _shared(told: list[Span], starts: list[_Start]) -> Iterator[tuple[_Start, list[Span]]]:
    """The prose that is each chapter's: from where it begins to where the next does."""
    at = 0
    for index, start in enumerate(starts):
        end = starts[index + 1].at if index + 1 < len(starts) else told[-1][1] if told else 0
        spans: list[Span] = []
        while at < len(told) and told[at][0] < end:
            spans.append((max(told[at][0], start.at), min(told[at][1], end)))
            if told[at][1] > end:
                break
            at += 1
        spans = [span for span in spans if span[0] < span[1]]
        if spans:
            yield start, spans


def _leading(pages: Pages, span: Span, headings: list[Span]) -> list[Span]:
    """The headings that a chapter begins with, one right after the other."""
    at, found = span[0], []
    for heading in headings[bisect_left(headings, (at, 0)) :]:
        if heading[1] > span[1] or pages.document.text[at : heading[0]].strip():
            break
        found.append(heading)
        at = heading[1]
    return found


def _chapter(draft: Draft, start: _Start, spans: list[Span], headings: list[Span], only: bool) -> None:
    """One chapter: its leading headings painted, its number and title from the table of contents or else from them."""
    pages = draft.pages
    for heading in headings:
        draft.keep("chapters", pages.text(heading), heading, "epub-heading", kind="heading")
    shown = pages.text(headings[-1]) if headings else ""
    if start.label and start.label != shown:
        draft.keep("chapters", start.label, None, "epub-contents")
    number, title = _named(start.label or shown)
    if only and title == draft.stated("title"):
        title = None
    body = [(headings[-1][1] if headings else spans[0][0], spans[0][1]), *spans[1:]]
    body = [span for span in body if pages.document.text[slice(*span)].strip()]
    if body:
        draft.chapter(body, number=number, title=title)


def _named(label: str) -> tuple[int | None, str | None]:
    """The number and title in the name of a chapter."""
    if heading := heading_of(label):
        return heading.number, heading.title
    return numbered_of(label) or (None, label or None)
