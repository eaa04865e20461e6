"""Reads HTML files of FicHub, which fetches stories from other sites: who wrote what, then an element for each chapter.

Source: FicHub's own templates; no file of it was at hand. Its EPUBs are read by `fic.readers.epub.fichub`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from selectolax.lexbor import LexborNode

from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.epub.metadata import identities_of
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.pages import Pages
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Creator, Rejection, Span, Story
from fanthology.fic.text.decoding.decode import Decoded, declared_charset, decode

RULE = "fichub-html"
_NAMED = re.compile(rb"fichub\.net|\bFicHub\b")
_CHAPTER = re.compile(rb"""<div\b[^<>]*\bid\s*=\s*["']?chap_\d""", re.IGNORECASE)
_NUMBER = re.compile(r"chap_(\d{1,5})")
_UNTITLED = re.compile(r"(?:chapter\s+)?\d+", re.IGNORECASE)


def detect(look: Look) -> float:
    """Sure of a page with FicHub's name and its chapters.

    >>> detect(Look(b'<p>by FicHub</p><div id="chap_1"><p>It was night.</p></div>', "a.html"))
    1.0
    """
    if look.head.lstrip()[:1] != b"<":
        return 0.0
    named = b"chap_" in look.data and _NAMED.search(look.data)  # looking for one word is much faster
    return SURE if named and _CHAPTER.search(look.data) else 0.0


def read_fichub_html(item: Item) -> Story | Rejection:
    """The Story of a page, or why there is none. Spans point into `text_of`."""
    page = _decoded(item.data)
    pages = Pages([page.text])
    draft = Draft(pages)
    chapters = [node for node in pages.css("div[id^=chap_]") if _NUMBER.fullmatch(node.id or "")]
    _state_head(draft, pages.span(chapters[0]) if chapters else None)
    for node in chapters:
        _chapter(draft, node, several=len(chapters) > 1)
    return draft.finish(replace(item, source=replace(item.source, encoding=page.encoding)))


def _state_head(draft: Draft, first: Span | None) -> None:
    pages = draft.pages
    title, author = pages.first("span.title") or pages.first("h1"), pages.first("span.author")
    draft.state("title", pages.text(title), pages.span(title), f"{RULE}-title")
    if author is not None and pages.text(author):
        draft.state("creators", Creator(pages.text(author)), pages.span(author), f"{RULE}-author")
    for link in pages.css("a[href]"):
        span = pages.span(link)
        if span and first and span[1] <= first[0]:
            address = link.attributes.get("href") or ""
            for identity in () if "fichub.net" in address else identities_of(address):
                draft.state("identity", identity, span, f"{RULE}-source")


def _chapter(draft: Draft, node: LexborNode, *, several: bool) -> None:
    pages = draft.pages
    whole, heading = pages.span(node), node.css_first("h1, h2, h3")
    if whole is None:
        return
    named = pages.span(heading)
    start = whole[0]
    title = None
    if named and not pages.text((start, named[0])):
        draft.paint(named, "heading")
        title, start = pages.text(named), named[1]
    match = _NUMBER.fullmatch(node.id or "")
    number = int(match[1]) if match and several else None
    draft.chapter([(start, whole[1])], number=number, title=None if title and _UNTITLED.fullmatch(title) else title)


def _decoded(data: bytes) -> Decoded:
    return decode(data, declared_charset(data))


def text_of(data: bytes) -> str:
    """The character data of a page, as spans count in it."""
    return Pages([_decoded(data).text]).decoded


FICHUB_HTML = Reader("fichub-html", "1", ("fichub-html",), detect, read_fichub_html, text_of)
