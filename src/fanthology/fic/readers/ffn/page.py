"""Reads saved pages of FanFiction.net and FictionPress: one chapter of a story, or all of one that has no more.

Source: the layouts since 2001 as their pages and programs that read them document them; no saved page was at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborNode

from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.ffn.gates import why_no_story
from fanthology.fic.readers.ffn.meta import Facts, state_facts
from fanthology.fic.readers.ffn.where import Where, user_of, where_from
from fanthology.fic.readers.html import read_html
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.pages import Pages
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Creator, Identity, Missing, Rejection, Span, Story
from fanthology.fic.text.decoding.decode import Decoded, declared_charset, decode

RULE = "ffn"
_TEXTS = "#storytext, #storycontent, #storytextp, .storytext"
_SITE = re.compile(rb"(?:fanfiction\.net|fictionpress\.(?:com|net))", re.IGNORECASE)
_TEXT = re.compile(rb"""\bid\s*=\s*["']?(?:storytextp?|storycontent)\b|<!--\s*start\s+story\s*-->""", re.IGNORECASE)
_SAID = (b"storytext", b"storycontent", b"start story")
"""Words that `_TEXT` needs: looking for them first is much faster."""

_HEAD = 8_192
_OWN = re.compile(
    rb"""<link\b[^<>]{0,200}\bcanonical\b[^<>]{0,200}(?:fanfiction\.net|fictionpress\.com)/|"""
    rb"""<!--\s*saved from url=\(\d+\)https?://(?:www\.|m\.)?(?:fanfiction\.net|fictionpress\.com)""",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?P<title>.+?)(?:,? Chapter (?P<number>\d{1,5})(?::\s*(?P<chapter>.+?))?)?,\s+an?\s+(?P<fandom>.+?)"
    r"\s+(?:crossover\s+)?fan ?fic(?:tion)?\b.*",
    re.IGNORECASE | re.DOTALL,
)
_OLD_HEADING = re.compile(
    r"(?:FanFiction\.Net|FictionPress(?:\.com)?)\s*[-:]\s*(?P<title>.+?)(?:,\s*Chapter\s+(?P<number>\d{1,5}))?",
    re.IGNORECASE | re.DOTALL,
)
_OPTION = re.compile(r"\s*(\d{1,5})\s*\.\s*(.*?)\s*", re.DOTALL)
_NO_TITLE = re.compile(r"chapter\s+\d+", re.IGNORECASE)
_SHELF = re.compile(
    r"/(?:anime|book|cartoon|comic|game|misc|play|movie|tv)/[^/?#]+/?$|-Crossovers/|/(?:fiction|poetry)/[^/?#]+/?$"
)
_OWN_WORKS = re.compile(r"/(?:fiction|poetry)/")
_CROSSOVER = re.compile(r"\s+Crossovers?$")
_MOST_MISSING = 2_000


def detect(look: Look) -> float:
    """Sure of a page of these sites: the frame of a story, or another page that says it is theirs.

    >>> detect(Look(b'<a href="https://www.fanfiction.net/u/1/">A</a><div id=storytext>It was night.</div>', "a"))
    1.0
    """
    if look.head.lstrip()[:1] != b"<":
        return 0.0
    markup = look.data.replace(b"\0", b"") if b"\0" in look.data[:200] else look.data
    framed = any(words in markup for words in _SAID) and _TEXT.search(markup)
    return SURE if (framed and _SITE.search(markup)) or _OWN.search(look.head[:_HEAD]) else 0.0


def read_page(item: Item) -> Story | Rejection:
    """The Story on a page, or why there is none. Spans point into `text_of`."""
    page = _decoded(item.data)
    item = replace(item, source=replace(item.source, encoding=page.encoding))
    pages = Pages([page.text])
    if pages.first(_TEXTS) is None:
        return read_html(item) if item.admit else Rejection(item.source, "not-a-story", why_no_story(pages))
    return _SavedPage(pages, page.text).draft.finish(item)


class _SavedPage:
    """One chapter as its page shows it. ``draft`` has all that it states."""

    def __init__(self, pages: Pages, markup: str) -> None:
        self.pages = pages
        self.draft = Draft(pages)
        self.where: Where = where_from(pages, markup)
        body = next(iter(pages.css(_TEXTS)))
        self.body: Span = pages.span(body) or (0, 0)
        title = pages.first("title")
        words = " ".join(title.text().split()) if title is not None else ""
        self.heading = _HEADING.fullmatch(words) or _OLD_HEADING.fullmatch(words)
        facts = self._facts()
        self._identity(facts)
        self._title()
        self._creator()
        self._summary()
        self._fandoms()
        self._chapter(facts)

    def _facts(self) -> Facts:
        """The line of facts, which is the range from "Rated:" to the end of its line or element."""
        stamps = {
            span: int(node.attributes.get("data-xutime") or 0)
            for node in self.pages.css("span[data-xutime]")
            if (span := self.pages.span(node)) and (node.attributes.get("data-xutime") or "").isdecimal()
        }
        span = self._line_of_facts()
        return state_facts(self.draft, span, stamps) if span else Facts()

    def _line_of_facts(self) -> Span | None:
        text = self.pages.document.text
        for start, end in ((0, self.body[0]), (self.body[1], len(text))):
            for match in re.finditer(r"\b(?:Rated|Rating)\s*:", text[start:end]):
                at = start + match.start()
                stop = text.find("\n", at, end)
                return at, stop if stop >= 0 else end
        return None

    def _identity(self, facts: Facts) -> None:
        number = self.where.story or facts.story
        if number:
            self.draft.state("identity", Identity(self.where.scheme, number), None, f"{RULE}-address")

    def _title(self) -> None:
        for selector in ("#profile_top > b", "#content_wrapper_inner > b", "#content_wrapper_inner b", "#content > b"):
            node = self.pages.first(selector)
            span = self.pages.span(node)
            if span and span[1] <= self.body[0]:
                self.draft.state("title", self.pages.text(span), span, f"{RULE}-title")
                return
        if self.heading:
            self.draft.state("title", self.heading["title"].strip(), self._head(), f"{RULE}-page-title", sure=0.9)

    def _head(self) -> Span | None:
        return self.pages.span(self.pages.first("title"))

    def _creator(self) -> None:
        """The first link to an author before the text; the page's own member, who is signed in, has no such link."""
        for link in self.pages.css("#profile_top a[href], #content a[href], a[href]"):
            number = user_of(link.attributes.get("href") or "")
            span = self.pages.span(link)
            if number is None or span is None or not self.pages.text(span):
                continue
            identity = (Identity(f"{self.where.scheme}-user", number),) if number else ()
            self.draft.state("creators", Creator(self.pages.text(span), identity=identity), span, f"{RULE}-author")
            return

    def _summary(self) -> None:
        for node in self.pages.css("#profile_top div"):
            span = self.pages.span(node)
            if span and "xcontrast_txt" in (node.attributes.get("class") or "") and self.pages.text(span):
                self.draft.state("summary", self.pages.paragraphs(span), span, f"{RULE}-summary")
                return

    def _fandoms(self) -> None:
        """The shelves that a story stands on, from the path above it; a crossover stands on two."""
        for link in self.pages.css("#pre_story_links a[href], a[href]"):
            address, span = link.attributes.get("href") or "", self.pages.span(link)
            if span is None or span[0] >= self.body[0] or not _SHELF.search(address):
                continue
            own = _OWN_WORKS.search(address) and self.where.scheme == "fictionpress"
            words = self.pages.text(span)
            names = _CROSSOVER.sub("", words).split(" + ") if _CROSSOVER.search(words) else [words]
            for name in names:
                self.draft.state("freeforms" if own else "fandoms", name.strip(), span, f"{RULE}-shelf")
        if not self.draft.stated("fandoms") and self.heading and self.heading.groupdict().get("fandom"):
            said = _CROSSOVER.sub("", self.heading["fandom"])
            for name in said.split(" + "):
                self.draft.state("fandoms", name.strip(), self._head(), f"{RULE}-page-title", sure=0.8)

    def _chapter(self, facts: Facts) -> None:
        listed = dict(self._options())
        chosen = next((node for node in self.pages.css("select option[selected]")), None)
        picked = _OPTION.fullmatch(chosen.text()) if chosen is not None and listed else None
        number = int(picked[1]) if picked else self.where.chapter or self._numbered()
        posted = max([facts.chapters or 0, *listed])
        several = posted > 1 or (number or 1) > 1
        self.draft.chapter([self.body], number=number if several else None, title=self._chapter_title(number, listed))
        for absent in range(1, min(posted, _MOST_MISSING) + 1) if several else ():
            if absent != number:
                gap = Missing("chapter", absent, listed.get(absent) or None)
                self.draft.state("missing", gap, None, f"{RULE}-chapters", written=f"chapter {absent}")

    def _numbered(self) -> int | None:
        said = self.heading and self.heading["number"]
        return int(said) if said else None

    def _chapter_title(self, number: int | None, listed: dict[int, str]) -> str | None:
        title = listed.get(number or 0)
        if title is None and self.heading:
            title = self.heading.groupdict().get("chapter")
        return title if title and not _NO_TITLE.fullmatch(title) else None

    def _options(self) -> Iterator[tuple[int, str]]:
        """The list of chapters to go to, by number. It may be there twice."""
        for node in self.pages.css("select[name=chapter] option, select#chap_select option"):
            if match := _OPTION.fullmatch(_own_text(node)):
                yield int(match[1]), "" if _NO_TITLE.fullmatch(match[2]) else " ".join(match[2].split())


def _own_text(node: LexborNode) -> str:
    return node.text(deep=False) or node.text()


def _decoded(data: bytes) -> Decoded:
    return decode(data, declared_charset(data))


def text_of(data: bytes) -> str:
    """The character data of a page, as spans count in it."""
    return Pages([_decoded(data).text]).decoded


FFN_PAGE = Reader("ffn-page", "1", ("ffn-page",), detect, read_page, text_of)
