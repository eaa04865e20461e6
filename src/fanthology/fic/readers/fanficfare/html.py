"""Reads FanFicFare's HTML: one page with the title page, a table of contents and every chapter."""

from __future__ import annotations

import re
from dataclasses import replace

from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.fanficfare.beside import fill_gaps
from fanthology.fic.readers.fanficfare.chapters import state_chapter
from fanthology.fic.readers.fanficfare.labels import state_title_page
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.pages import Pages
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Rejection, Story
from fanthology.fic.text.decoding.decode import declared_charset, decode

_PACKAGED = re.compile(rb"<(?:b|strong)>\s*(?:Packaged|Publisher|Chapters):\s*</(?:b|strong)>")
_SECTION = re.compile(rb"<a name=[\"']section0001[\"']")


def detect(look: Look) -> float:
    """Sure of a page with FanFicFare's labels and its numbered sections."""
    return SURE if _PACKAGED.search(look.head) and _SECTION.search(look.data) else 0.0


def read_page(item: Item) -> Story | Rejection:
    """The Story on the page."""
    decoded = decode(item.data, declared_charset(item.data))
    item = replace(item, source=replace(item.source, encoding=decoded.encoding))
    return story_on(Pages([decoded.text]), item)


def story_on(pages: Pages, item: Item) -> Story | Rejection:
    """The Story on one page of this layout."""
    draft = Draft(pages)
    state_title_page(draft, 0)
    sections = [node for node in pages.css("a[name^=section]") if pages.span(node)]
    headings = [pages.span(node) for node in sections]
    starts = [span for span in headings if span]
    last = min((span[0] for span in pages.spans("p.fff_end")), default=len(pages.document.text))
    for at, heading in enumerate(starts):
        end = starts[at + 1][0] if at + 1 < len(starts) else last
        state_chapter(draft, heading, (heading[1], end), (heading[1], end))
    fill_gaps(draft, item)
    return draft.finish(item)


def text_of(data: bytes) -> str:
    """The character data of the page, as spans count in it."""
    return Pages([decode(data, declared_charset(data)).text]).decoded


FANFICFARE_HTML = Reader("fanficfare-html", "1", ("fanficfare-html",), detect, read_page, text_of)
