"""Reads web pages: a saved story page or an exported one, of any age, from no site in particular.

The page becomes a Document: its character data is the text, its tags are marks. What the site put around the story is
furniture; the rest is read by the same rules as plain text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from fanthology.fic.readers.page import furniture, not_a_story
from fanthology.fic.readers.reader import Reader
from fanthology.fic.story import Evidence, Identity, ReaderInfo, Rejection, Repair, SourceInfo, Span, Story
from fanthology.fic.text.assemble import assemble
from fanthology.fic.text.decode import declared_charset, decode
from fanthology.fic.text.document import Document, Mark, Outline, Segment
from fanthology.fic.text.flatten import Flat, flatten
from fanthology.fic.text.outline import outline
from fanthology.fic.text.repair import repair

_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".php")
_DOCTYPE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html\b|head\b)", re.I | re.S
)
_TAG = re.compile(
    rb"</?(?:html|head|title|body|p|br|div|center|font|h[1-6]|b|i|em|strong|hr|a|table|meta)\b[^<>]*>", re.I
)
_HEAD = 4096
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SITE_NAME = re.compile(r"\s+[|–—:-]{1,2}\s+")
_FROM_HEADING, _FROM_TITLE, _FROM_LANG = 0.8, 0.5, 0.6
_LONGEST_TITLE = 200


def detect(data: bytes, name: str) -> float:
    """How sure it is that ``data`` is a web page: a doctype or an html element says so, frequent tags suggest it.

    >>> detect(b"<!DOCTYPE html><title>T</title>", "x"), detect(b"The <b> is all there is.", "x")
    (0.9, 0.0)
    """
    by_name = 0.05 if name.casefold().endswith(_SUFFIXES) else 0.0
    head = data[:_HEAD].replace(b"\0", b"")
    if _DOCTYPE.match(head):
        return 0.9 + by_name
    tags = len(_TAG.findall(head))
    if tags >= 3 or (tags and by_name):
        return 0.6 + by_name
    return by_name


def read_html(data: bytes, source: SourceInfo, reader: ReaderInfo, admit: bool) -> Story | Rejection:
    """The Story on a web page, or why there is none. Spans point into the page's character data
    (`fic.text.flatten.character_data`)."""
    decoded = decode(data, declared_charset(data))
    source = replace(source, encoding=decoded.encoding)
    flat = flatten(decoded.text)
    if not flat.text.strip():
        return Rejection(source, "empty", "There is no text on this page.")
    because = not_a_story(flat)
    if because and not admit:
        return Rejection(source, "not-a-story", because)
    document, found = _document(flat)
    return assemble(document, _outlined(document, flat, found), flat.text, source, reader, admit=admit)


def _document(flat: Flat) -> tuple[Document, list[Span]]:
    """The page, mended, and its furniture; both in positions of the mended text."""
    around = furniture(flat)
    mended = repair(flat.text)
    if not mended.repairs:
        return Document(flat.text, flat.marks, True), around
    places = _Places(mended.repairs)
    marks = tuple(Mark(places.of(mark.start), places.of(mark.end), mark.tag, mark.attrs) for mark in flat.marks)
    document = Document(mended.text, marks, True, mended.repairs, mended.offsets)
    return document, [(places.of(start), places.of(end)) for start, end in around]


class _Places:
    """Maps positions of a text to positions of the mended text; one inside a mended word maps to the word's start
    (or, when it is nearer, to its end)."""

    def __init__(self, repairs: tuple[Repair, ...]) -> None:
        self._starts = [repair.span[0] for repair in repairs]
        self._repairs = repairs
        self._shifts = [0]
        for one in repairs:
            self._shifts.append(self._shifts[-1] + len(one.now) - len(one.was))

    def of(self, position: int) -> int:
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position
        start, end = self._repairs[index].span
        if position >= end:
            return position + self._shifts[index + 1]
        inside = position - start
        near_end = 2 * inside > end - start
        return start + self._shifts[index] + (len(self._repairs[index].now) if near_end else 0)


def _outlined(document: Document, flat: Flat, around: list[Span]) -> Outline:
    """The outline of the page without its furniture, which is then put back in as such."""
    found = outline(replace(document, text=_blanked(document.text, around)))
    segments = sorted(
        (*found.segments, *(Segment(start, end, "furniture") for start, end in around)), key=lambda one: one.start
    )
    return replace(found, segments=tuple(segments), stated=_with_head(found.stated, document, flat))


def _blanked(text: str, ranges: list[Span]) -> str:
    """``text`` with blanks in place of ``ranges``; nothing moves."""
    pieces: list[str] = []
    done = 0
    for start, end in ranges:
        pieces += text[done:start], " " * (end - start)
        done = end
    return "".join((*pieces, text[done:]))


def _with_head(stated: Story, document: Document, flat: Flat) -> Story:
    """Adds what the page's mark-up says and its text did not: title, language, address. Each with evidence."""
    evidence = list(stated.evidence)
    if stated.title is None and (title := _heading(document) or _page_title(flat)):
        stated = replace(stated, title=title.value)
        evidence.append(title)
    if stated.language is None and flat.language and _LANGUAGE.fullmatch(flat.language):
        stated = replace(stated, language=flat.language)
        evidence.append(Evidence("language", flat.language, None, "html-lang", _FROM_LANG))
    if flat.canonical:
        stated = replace(stated, identity=(*stated.identity, Identity("url", flat.canonical)))
        evidence.append(Evidence("identity", flat.canonical, None, "html-canonical", 1.0))
    return replace(stated, evidence=tuple(evidence))


def _heading(document: Document) -> Evidence | None:
    """The only first-level heading; a page with several has chapters or sections there."""
    headings = [mark for mark in document.marks if mark.tag == "h1"]
    if len(headings) != 1:
        return None
    span = headings[0].start, headings[0].end
    value = " ".join(document.text[slice(*span)].split())
    return Evidence("title", value, span, "html-h1", _FROM_HEADING) if _titular(value) else None


def _page_title(flat: Flat) -> Evidence | None:
    """The title of the page, unless it names more than the story: then nobody can say which part is which."""
    if flat.title is None:
        return None
    value = flat.text[slice(*flat.title)]
    usable = _titular(value) and not _SITE_NAME.search(value)
    return Evidence("title", value, flat.title, "html-title", _FROM_TITLE) if usable else None


_NO_TITLES = re.compile(
    r"(?:untitled|new page|no title|document|home|index|my page|page|chapter|part)\W*\d*", re.IGNORECASE
)


def _titular(value: str) -> bool:
    named = bool(value) and len(value) <= _LONGEST_TITLE and not _NO_TITLES.fullmatch(value)
    return named and not value.lower().startswith(("untitled", "http:", "https:", "file:"))


HTML = Reader("html", "1", ("html",), detect, read_html)
