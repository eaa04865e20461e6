"""Reads FanFicFare's EPUBs, 2 and 3: a title page, then a page for each chapter."""

from __future__ import annotations

import html
from dataclasses import replace

from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.epub.package import Package, PackageError, open_package
from fanthology.fic.readers.epub.program import program_of
from fanthology.fic.readers.fanficfare.beside import fill_gaps
from fanthology.fic.readers.fanficfare.chapters import state_chapter
from fanthology.fic.readers.fanficfare.labels import state_title_page
from fanthology.fic.readers.fanficfare.sites import story_identity
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.pages import Pages
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Rejection, Story


def detect(look: Look) -> float:
    """Sure of an EPUB that names FanFicFare as its maker."""
    return SURE if program_of(look) == "fanficfare" else 0.0


def read_epub(item: Item) -> Story | Rejection:
    """The Story in the EPUB, or why it cannot be opened."""
    try:
        package = open_package(item.data)
    except PackageError as error:
        return Rejection(item.source, error.reason, str(error))
    pages = Pages([page.html for page in package.pages])
    draft = Draft(pages)
    for number in range(len(package.pages)):
        if pages.first("body.fff_titlepage", number) is not None:
            state_title_page(draft, number, subjects_of(package))
        elif pages.first("body.fff_chapter, .fff_chapter_title", number) is not None:
            _state_page(draft, number)
    for address in package.values("source"):
        draft.state("identity", story_identity(address), None, "fanficfare-source")
    fill_gaps(draft, item)
    return draft.finish(replace(item, source=replace(item.source, encoding=package.encoding)))


def subjects_of(package: Package) -> frozenset[str]:
    """The names that the book lists one by one: with them, a list with commas can be parted rightly."""
    return frozenset(html.unescape(html.unescape(subject)) for subject in package.values("subject"))


def _state_page(draft: Draft, number: int) -> None:
    pages = draft.pages
    heading = pages.span(pages.first(".fff_chapter_title", number))
    start, end = pages.page_spans[number]
    meta = pages.first('meta[name="chapterurl"]', number)
    url = (meta.attributes.get("content") or "") if meta is not None else ""
    body = (heading[1] if heading else start, end)
    state_chapter(draft, heading, body, (start, end), url or None)


def text_of(data: bytes) -> str:
    """The character data of the book's pages, as spans count in it."""
    return Pages([page.html for page in open_package(data).pages]).decoded


FANFICFARE_EPUB = Reader("fanficfare-epub", "1", ("fanficfare-epub",), detect, read_epub, text_of, binary=True)
