"""Reads the EPUB and the HTML that Fanthology writes.

The decoded text is the pages' character data, one page after another with a blank line between two. The blocks are the
elements in ``div.text`` of each chapter; the facts come from the data block (``META-INF/fanthology.json``, or the
script element with the id ``fanthology``), and their evidence has the place where the title page says the same.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fanthology.fic.readers.epub.package import PackageError, open_package
from fanthology.fic.readers.fanthology.build import (
    Found,
    FoundBlock,
    FoundChapter,
    encoded_as,
    found_block,
    paint,
    story_of,
)
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Rejection, Span, Story
from fanthology.fic.text.decoding.decode import declared_charset, decode
from fanthology.fic.text.exchange.kinds import BLOCK_KINDS
from fanthology.fic.text.exchange.places import FACTS
from fanthology.fic.text.markup.flatten import flatten_tree, parsed

_LARGEST_FACTS = 16 * 1024 * 1024
_BETWEEN = "\n\n"
_HEAD = 4096
_GENERATOR = re.compile(rb'<meta name="generator" content="Fanthology"')
_DATA = re.compile(rb'<script type="application/json" id="fanthology">')
_PICTURE = re.compile(r'<span class="picture"((?: data-(?:src|alt)="[^"]*")*)>[^<]*</span>')
_ADDRESS = re.compile(r'<a data-href="')


def detect_epub(look: Look) -> float:
    """Only an EPUB of ours has our facts in it."""
    return SURE if FACTS in look.zip_names else 0.0


def detect_html(look: Look) -> float:
    """Only a page of ours has our generator's name and our data block.

    >>> detect_html(Look(b"<!DOCTYPE html><p>Tea", "tea.html"))
    0.0
    """
    head = look.head
    return SURE if _GENERATOR.search(head[:_HEAD]) and _DATA.search(head) else 0.0


def read_epub(item: Item) -> Story | Rejection:
    """The Story of an EPUB of ours, or why it cannot be read."""
    try:
        pages = [page.html for page in open_package(item.data).pages]
        with zipfile.ZipFile(BytesIO(item.data)) as archive, archive.open(FACTS) as member:
            facts = member.read(_LARGEST_FACTS + 1)
    except PackageError as error:
        return Rejection(item.source, error.reason, str(error))
    except (zipfile.BadZipFile, zlib.error, OSError, KeyError, RuntimeError, NotImplementedError, EOFError):
        return Rejection(item.source, "unreadable", f"This EPUB is damaged: {FACTS} cannot be unpacked.")
    if len(facts) > _LARGEST_FACTS:
        return Rejection(item.source, "too-large", f"{FACTS} in this EPUB is larger than any story needs.")
    return _story(encoded_as(item, "utf-8"), pages, facts.decode("utf-8", "replace"), "fanthology-epub")


def read_html(item: Item) -> Story | Rejection:
    """The Story of a page of ours, or why it cannot be read."""
    decoded = decode(item.data, declared_charset(item.data))
    tree = LexborHTMLParser(decoded.text)
    data = tree.css_first("script#fanthology")
    facts = data.text() if data is not None else ""
    return _story(encoded_as(item, decoded.encoding or "utf-8"), [decoded.text], facts, "fanthology-html")


def _story(item: Item, pages: Sequence[str], data: str, rule: str) -> Story | Rejection:
    try:
        facts = json.loads(data)
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict):
        return Rejection(item.source, "unreadable", "What this file says about its story is damaged: it is no JSON.")
    return story_of(item, _found(pages, facts), rule)


def _found(pages: Sequence[str], facts: dict[str, object]) -> Found:
    read = _Pages(pages)
    found = Found(read.text, facts)
    told = facts.get("chapters")
    chapters = told if isinstance(told, list) else []
    at = 0
    for number, (tree, section) in enumerate(read.sections()):
        chapter = FoundChapter(facts=chapters[number] if number < len(chapters) else {})
        for text in section.css("div.text")[:1]:
            for node in text.iter():
                place = read.span(tree, node) or (at, at)
                chapter.blocks.append(_block(node, place))
                at = place[1]
        for picture in section.css("span.picture"):
            if span := read.span(tree, picture):
                found.cut(*span, rule="typeset-picture")
        found.chapters.append(chapter)
        paint(found, [read.span(tree, node) for node in section.css("h1, h2")[:1]], "heading")
        paint(found, [read.span(tree, node) for node in section.css("section.note")], "note")
    _paint_around(found, read)
    return found


def _paint_around(found: Found, read: _Pages) -> None:
    for index, tree in enumerate(read.trees):
        for page in tree.css("section.titlepage, section[aria-labelledby=heading]:has(.byline)"):
            found.painted += ((*span, "header") for span in [read.span(index, page)] if span)
        for node in tree.css('section[role="doc-afterword"]'):
            paint(found, [read.span(index, node)], "note")
        for node in tree.css("h1, .byline, dl.facts dd, .note p, h2"):
            if span := read.span(index, node):
                found.places.setdefault(" ".join(found.text[slice(*span)].split()), span)


class _Pages:
    """The pages, parsed, with the place of every element in their text."""

    def __init__(self, pages: Sequence[str]) -> None:
        self.trees: list[LexborHTMLParser] = []
        self._spans: list[dict[int, Span]] = []
        texts: list[str] = []
        at = 0
        for html in pages:
            tree, frames = parsed(html)
            places: dict[int, Span] = {}
            text = flatten_tree(tree, frames, places).text
            self.trees.append(tree)
            self._spans.append({node: (start + at, end + at) for node, (start, end) in places.items()})
            texts.append(text)
            at += len(text) + len(_BETWEEN)
        self.text = _BETWEEN.join(texts)

    def sections(self) -> Iterator[tuple[int, LexborNode]]:
        """The chapters, each with the number of its page."""
        for index, tree in enumerate(self.trees):
            for node in tree.css('section[role="doc-chapter"]'):
                yield index, node

    def span(self, page: int, node: LexborNode) -> Span | None:
        return self._spans[page].get(node.mem_id)


def _block(node: LexborNode, span: Span) -> FoundBlock:
    named = node.attributes
    kind = BLOCK_KINDS.get(named.get("data-kind") or "")
    html = _ADDRESS.sub('<a href="', _PICTURE.sub(_picture, node.html or ""))
    return found_block(html, span, kind, named.get("id"))


def _picture(match: re.Match[str]) -> str:
    return f"<img{match[1].replace(' data-', ' ')}/>"


def epub_text(data: bytes) -> str:
    """The decoded text of an EPUB of ours."""
    try:
        return _Pages([page.html for page in open_package(data).pages]).text
    except PackageError:
        return ""


def html_text(data: bytes) -> str:
    """The decoded text of a page of ours."""
    return _Pages([decode(data, declared_charset(data)).text]).text


FANTHOLOGY_EPUB = Reader("fanthology-epub", "1", ("epub",), detect_epub, read_epub, epub_text, binary=True)
FANTHOLOGY_HTML = Reader("fanthology-html", "1", ("html",), detect_html, read_html, html_text)
