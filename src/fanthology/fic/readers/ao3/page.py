"""Reads saved pages of AO3 and every other otwarchive site: a work of one chapter, one chapter of a work, or all of it.

The page's own frame says what everything is; comments, kudos and navigation are furniture. Pages without a work on them
(lists, gates, errors) are rejected with what they are. Source: saved pages, and the templates of otwarchive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborNode

from fanthology.fic.readers.ao3.gates import why_no_work
from fanthology.fic.readers.ao3.html import bytes_of, decoded, is_download, is_markup
from fanthology.fic.readers.ao3.people import byline
from fanthology.fic.readers.ao3.related import keep_children, state_association
from fanthology.fic.readers.ao3.sites import absolute, work_identity
from fanthology.fic.readers.ao3.stats import Posted, state_missing, state_stats
from fanthology.fic.readers.ao3.tags import rows_of, state_language, state_series, state_tags
from fanthology.fic.readers.ao3.whereabouts import host_of_page, work_of_page
from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.html import read_html
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.pages import Pages
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Rejection, SegmentKind, Span, Story

RULE = "ao3-page"
_META = re.compile(rb"""<dl\b[^<>]*\bclass\s*=\s*["']?work meta\b""", re.IGNORECASE)
_SITE = re.compile(
    rb"""content\s*=\s*["']?transformative works\b|otwcode/otwarchive|<title>[^<]{0,200}\bArchive of Our Own""",
    re.IGNORECASE,
)
_SAID = (b"transformative works", b"otwcode/otwarchive", b"Archive of Our Own")
"""Words that `_SITE` needs: looking for them first is much faster."""

_MAIN = re.compile(rb"""<div\b[^<>]*\bid\s*=\s*["']?main\b[^<>]*\bclass\s*=\s*["']?\w+-\w+ """, re.IGNORECASE)
_CHAPTER = re.compile(r"chapter-(\d{1,5})")
_NUMBERED = re.compile(r"(?s)Chapter\s+(\d{1,5})")
_OPTION = re.compile(r"(?s)\s*(\d{1,5})\.\s*(.*?)\s*")


def detect(look: Look) -> float:
    """Sure of a page of an otwarchive site.

    >>> detect(Look(b'<dl class="work meta group">', "a.html"))
    1.0
    """
    markup = bytes_of(look)
    if not is_markup(look) or is_download(markup):
        return 0.0
    work = b"work meta" in markup and _META.search(markup)
    ours = work or (any(words in markup for words in _SAID) and _SITE.search(markup) and _MAIN.search(markup))
    return SURE if ours else 0.0


def read_page(item: Item) -> Story | Rejection:
    """The Story on a page, or why there is none. Spans point into `text_of`."""
    page = decoded(item.data)
    pages = Pages([page.text])
    if pages.first("dl.work.meta") is None:
        if item.admit:
            return read_html(item)
        return Rejection(replace(item.source, encoding=page.encoding), "not-a-story", why_no_work(pages))
    saved = _SavedWork(pages, page.text)
    return saved.draft.finish(replace(item, source=replace(item.source, encoding=page.encoding)))


class _SavedWork:
    """One work as its page shows it. ``draft`` has all that it states."""

    def __init__(self, pages: Pages, markup: str) -> None:
        self.pages = pages
        self.draft = Draft(pages)
        self.host = host_of_page(pages, markup)
        self._posted = Posted()
        self._numbers: set[int] = set()
        self._identity(markup)
        self._meta()
        self._preface()
        self._chapters()
        self._afterword()
        state_missing(self.draft, self._posted, self._numbers, self._index(), RULE)

    def _identity(self, markup: str) -> None:
        address = work_of_page(self.pages, markup)
        identity = work_identity(address, self.host) if address else None
        if address and identity:
            self.draft.state("identity", identity, None, f"{RULE}-address", written=address)

    def _meta(self) -> None:
        listed = self.pages.first("dl.work.meta")
        for row in rows_of(self.draft, listed) if listed is not None else ():
            if row.field == "language":
                state_language(self.draft, row, RULE)
                self.draft.paint(self.pages.span(row.value), "header")
            elif row.field == "series":
                state_series(self.draft, row, RULE, self.host)
            elif row.field == "stats":
                self._posted = state_stats(self.draft, self.pages.span(row.value), RULE)
            else:
                state_tags(self.draft, row, RULE)

    def _preface(self) -> None:
        """Title, byline, summary and notes of the work: in the first part of the frame, never in a chapter's."""
        preface = next((one for one in self.pages.css("div.preface") if not _within_chapters(one)), None)
        if preface is None:
            return
        for node in preface.iter():
            classes = _classes(node)
            if "title" in classes:
                self.draft.state("title", self.pages.text(node), self.pages.span(node), f"{RULE}-title")
            elif "byline" in classes:
                self._byline(node, f"{RULE}-byline")
            elif "summary" in classes:
                self._told(node, "summary")
            elif "notes" in classes:
                for item in node.css("ul.associations > li"):
                    state_association(self.draft, item, RULE, self.host)
                self._told(node, "notes_before")

    def _byline(self, node: LexborNode, rule: str) -> None:
        for named in byline(self.pages, node, self.host):
            if named.archivist:
                self.draft.state("posted_by", named.creator.name, named.span, f"{RULE}-archivist")
            else:
                self.draft.state("creators", named.creator, named.span, rule, written=self.pages.text(named.span))
        self.draft.paint(self.pages.span(node), "header")

    def _told(self, module: LexborNode, name: str) -> None:
        quoted = _quoted(module)
        kind: SegmentKind = "header" if name == "summary" else "note"
        if quoted is not None:
            words, span = self.pages.paragraphs(quoted), self.pages.span(quoted)
            self.draft.state(name, words, span, f"{RULE}-{name.replace('_', '-')}", kind=kind)

    def _chapters(self) -> None:
        frame = self.pages.first("#workskin #chapters") or self.pages.first("#chapters")
        if frame is None:
            return
        chapters = [one for one in frame.iter() if _CHAPTER.fullmatch(one.id or "")]
        for chapter in chapters:
            self._chapter(chapter)
        if not chapters:
            self._numbers.add(1)
            self.draft.chapter(list(self._prose(frame)))

    def _chapter(self, chapter: LexborNode) -> None:
        match = _CHAPTER.fullmatch(chapter.id or "")
        number = int(match[1]) if match else None
        title = address = None
        told: dict[str, str] = {}
        for part in chapter.iter():
            if "preface" not in _classes(part):
                continue
            heading = next((one for one in part.iter() if "title" in _classes(one)), None)
            if heading is not None:
                number, title, address = self._heading(heading, number)
            told.update(self._chapter_notes(part))
        self._numbers.update([number] if number else [])
        self.draft.chapter(list(self._prose(chapter)), number=number, title=title, source_url=address, **told)

    def _heading(self, node: LexborNode, number: int | None) -> tuple[int | None, str | None, str | None]:
        """Number, title and address of a chapter from the heading over it: a link "Chapter 2", then ": Title"."""
        words, link = self.pages.text(node), node.css_first("a")
        linked = self.pages.text(link)
        match = _NUMBERED.match(linked or words)
        title = words.removeprefix(linked or (match[0] if match else "")).lstrip(": ")
        self.draft.keep("chapters", words, self.pages.span(node), f"{RULE}-heading", kind="heading")
        address = absolute(link.attributes.get("href"), self.host) if link is not None else None
        return number or (int(match[1]) if match else None), title or None, address

    def _chapter_notes(self, part: LexborNode) -> Iterator[tuple[str, str]]:
        for module in part.iter():
            classes = _classes(module)
            if "byline" in classes:
                self._byline(module, f"{RULE}-chapter-byline")
            name = "summary" if "summary" in classes else "notes_before" if "notes" in classes else None
            name = "notes_after" if name and "end" in classes else name
            quoted = _quoted(module) if name else None
            if name and (words := self.pages.paragraphs(quoted)):
                rule = f"{RULE}-chapter-{name.replace('_', '-')}"
                self.draft.keep("chapters", words, self.pages.span(quoted), rule, kind="note")
                yield name, words

    def _prose(self, frame: LexborNode) -> Iterator[Span]:
        """The text of a chapter, without the heading that only a screen reader says."""
        for content in frame.iter():
            span = self.pages.span(content)
            if content.tag != "div" or "userstuff" not in _classes(content) or span is None:
                continue
            start = span[0]
            for landmark in content.iter():
                place = self.pages.span(landmark)
                if "landmark" in _classes(landmark) and place and place[0] == start:
                    self.draft.paint(place, "furniture")
                    start = place[1]
            yield start, span[1]

    def _afterword(self) -> None:
        notes = self.pages.first("#work_endnotes")
        if notes is not None:
            self._told(notes, "notes_after")
        children = next((one for one in self.pages.css("div.children.module") if not _within_chapters(one)), None)
        if children is not None:
            keep_children(self.draft, children, RULE)

    def _index(self) -> dict[int, str]:
        """The titles in the list of chapters to go to, by number."""
        options = (one.text() for one in self.pages.css("#chapter_index option, #selected_id option"))
        found = [match for match in map(_OPTION.fullmatch, options) if match]
        titles = {int(match[1]): " ".join(match[2].split()) for match in found}
        return {number: title for number, title in titles.items() if title not in ("", f"Chapter {number}")}


def _quoted(module: LexborNode) -> LexborNode | None:
    return next((one for one in module.iter() if one.tag == "blockquote"), None)


def _within_chapters(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.id == "chapters" or "userstuff" in _classes(parent):
            return True
        parent = parent.parent
    return False


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def text_of(data: bytes) -> str:
    """The character data of a page, as spans count in it."""
    return Pages([decoded(data).text]).decoded


AO3_PAGE = Reader("ao3-page", "1", ("ao3-page",), detect, read_page, text_of)
