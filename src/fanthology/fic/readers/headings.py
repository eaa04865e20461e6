"""Chapter headings of a page that has several chapters: which of its headings they are, and what they say."""

from __future__ import annotations

from typing import NamedTuple

from fanthology.fic.readers.page import is_site_word
from fanthology.fic.text.document import Mark
from fanthology.fic.text.markup.flatten import Flat
from fanthology.fic.text.outlining.labels import field_named
from fanthology.fic.text.outlining.lines import Lines
from fanthology.fic.text.outlining.parts import Heading, heading_of, numbered_of
from fanthology.fic.text.words import count_words

_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WITHOUT_NUMBERS = frozenset(("h1", "h2", "h3"))
_LEAST_WORDS = 60  # under a heading that does not call itself a chapter
_LONGEST = 150


class PageHeading(NamedTuple):
    """A heading of the page that takes a line or two of its own."""

    start: int
    end: int
    tag: str
    text: str


def page_headings(flat: Flat, lines: Lines) -> list[PageHeading]:
    """The headings that are not taken for something else yet, in order; the words of sites are left out."""
    found: list[PageHeading] = []
    for mark in sorted(flat.marks, key=lambda mark: mark.start):
        if mark.tag not in _LEVELS or not _has_lines(lines, mark) or (found and mark.start < found[-1].end):
            continue
        text = " ".join(flat.text[mark.start : mark.end].split())
        if len(text) <= _LONGEST and any(map(str.isalnum, text)) and not is_site_word(text):
            found.append(PageHeading(mark.start, mark.end, mark.tag, text))
    return found


def _has_lines(lines: Lines, mark: Mark) -> bool:
    """True if a mark covers one or two whole lines, which are still the story's."""
    first, last = lines.at(mark.start), lines.at(mark.end - 1)
    whole = lines.span(first, last + 1) == (mark.start, mark.end)
    return whole and last - first <= 1 and lines.kinds[first] == "body"


def chapter_headings(flat: Flat, lines: Lines) -> list[tuple[int, Heading]]:
    """Where the chapters of a page begin; [] unless there are two of them.

    The uppermost level of headings wins that either calls its headings chapters or has enough prose under each.
    """
    found = [one for one in page_headings(flat, lines) if not field_named(one.text.rstrip(": "))]
    for level in _LEVELS:
        ours = _from_first(flat.text, [one for one in found if one.tag == level])
        if len(ours) >= 2 and _are_chapters(flat.text, ours, level):
            return [(one.start, _heading(one.text)) for one in ours]
    return []


def _from_first(text: str, ours: list[PageHeading]) -> list[PageHeading]:
    """Without what stands before the first of several that call themselves chapters: the title, set like them."""
    named = [at for at, one in enumerate(ours) if _says_chapter(one.text)]
    at = named[0] if len(named) >= 2 else 0
    while at and count_words(text[ours[at - 1].end : ours[at].start]) >= _LEAST_WORDS:
        at -= 1
    return ours[at:]


def _says_chapter(text: str) -> bool:
    return heading_of(text) is not None or numbered_of(text) is not None


def _are_chapters(text: str, ours: list[PageHeading], level: str) -> bool:
    named = sum(_says_chapter(one.text) for one in ours)
    if named >= 2 and named * 2 >= len(ours):
        return True
    ends = [*(one.start for one in ours[1:]), len(text)]
    spans = [(one.end, end) for one, end in zip(ours, ends, strict=True)]
    return level in _WITHOUT_NUMBERS and all(count_words(text[start:end]) >= _LEAST_WORDS for start, end in spans)


def _heading(text: str) -> Heading:
    if heading := heading_of(text):
        return heading
    numbered = numbered_of(text)
    number, title = numbered if numbered else (None, text)
    return Heading("chapter", number, title, None, text)


def contents(flat: Flat, lines: Lines, headings: list[tuple[int, Heading]]) -> list[int]:
    """The lines above the first chapter that only link to a chapter by its name: a table of contents."""
    names = {heading.written.casefold() for _, heading in headings}
    last = lines.at(headings[0][0]) if headings else 0
    starts = {lines.at(start) for start, _ in flat.role("link")}
    named = [at for at in range(last) if at in starts and lines.words(at, at + 1).casefold() in names]
    return named if len(named) >= 2 else []
