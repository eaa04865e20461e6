"""Reads the printable pages of eFiction archives (``viewstory.php?action=printable``), saved by a browser.

Source of the marks: the default skins of eFiction 3; a skin may drop some of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import SplitResult, parse_qs, urlsplit

from selectolax.lexbor import LexborNode

from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.efiction.mapping import category_fields
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.pages import Pages
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Creator, Identity, Rejection, SeriesPlace, Span, Story
from fanthology.fic.text.decoding.decode import declared_charset, decode
from fanthology.fic.text.outlining.dates import iso_date
from fanthology.fic.text.outlining.ratings import rating_of

_PAGE_TITLE = re.compile(rb"id\s*=\s*[\"']?pagetitle\b", re.IGNORECASE)
_PRINTED = re.compile(rb"class\s*=\s*[\"']?(?:infobox|chaptertitle|chapter)\b", re.IGNORECASE)
_LINKED = re.compile(rb"view(?:story|user)\.php\?", re.IGNORECASE)
_LABEL = re.compile(r"\s*([\w' ]{3,24}):\s*(.*)", re.DOTALL)
_COMMAS = re.compile(r"\s*,\s*")
_NONE = re.compile(r"none|no|n/?a", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*(\d{1,4})\s*[.:)]\s*(.*)", re.DOTALL)


def detect(look: Look) -> float:
    """Sure of a page with the title and the boxes of eFiction's printable skin."""
    found = _PAGE_TITLE.search(look.head) and _PRINTED.search(look.head) and _LINKED.search(look.head)
    return SURE if found else 0.0


def read_printable(item: Item) -> Story | Rejection:
    """The Story on a printable page."""
    decoded = decode(item.data, declared_charset(item.data))
    item = replace(item, source=replace(item.source, encoding=decoded.encoding))
    pages = Pages([decoded.text])
    draft = Draft(pages)
    _state_title(draft)
    for label, span in _labelled(pages):
        _state_label(draft, label, span)
    _state_chapters(draft)
    return draft.finish(item)


def _state_title(draft: Draft) -> None:
    pages = draft.pages
    links = list(pages.css("#pagetitle a"))
    if not links:
        return
    draft.state("title", pages.text(links[0]), pages.span(links[0]), "efiction-pagetitle")
    address = _address(links[0])
    if sid := parse_qs(address.query).get("sid"):
        site = f"{address.hostname.removeprefix('www.')}:" if address.hostname else ""
        draft.state("identity", Identity("efiction", f"{site}{sid[0]}"), None, "efiction-pagetitle")
    for number, link in enumerate(links[1:]):
        uid = parse_qs(_address(link).query).get("uid")
        host = (_address(link).hostname or "").removeprefix("www.")
        identity = (Identity("efiction-user", f"{host}:{uid[0]}" if host else uid[0]),) if uid else ()
        creator = Creator(pages.text(link), "author" if number == 0 else "coauthor", None, identity)
        draft.state("creators", creator, pages.span(link), "efiction-pagetitle")
    draft.paint(pages.span(pages.first("#pagetitle")), "header")


def _address(link: LexborNode) -> SplitResult:
    return urlsplit(link.attributes.get("href") or "")


def _labelled(pages: Pages) -> Iterator[tuple[str, Span]]:
    """Each label of the box, with the range of what stands behind it up to the next label."""
    box = pages.span(pages.first(".infobox"))
    if box is None:
        return
    labels = [(pages.span(node), pages.text(node)) for node in pages.css(".infobox span.label, .infobox .label")]
    known = [(span, text) for span, text in labels if span]
    ends = [span[0] for span, _ in known[1:]] + [box[1]]
    for (span, text), end in zip(known, ends, strict=True):
        yield text.rstrip(": ").casefold(), (span[1], end)
    if known:
        return
    for start, end in _lines(pages, box):
        if found := _LABEL.fullmatch(pages.document.text[start:end]):
            yield found[1].casefold(), (start + found.start(2), end)


def _lines(pages: Pages, box: Span) -> Iterator[Span]:
    at = box[0]
    for line in pages.document.text[slice(*box)].split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _state_label(draft: Draft, label: str, span: Span) -> None:
    pages = draft.pages
    text = pages.text(span)
    draft.paint(span, "header")
    if not text or _NONE.fullmatch(text):
        return
    if label == "summary":
        draft.state("summary", pages.paragraphs(span), span, "efiction-label")
    elif label in ("rated", "rating"):
        draft.state("rating", rating_of(text), span, "efiction-label", written=text)
    elif label in ("categories", "category"):
        for name in _COMMAS.split(text):
            for field, value in category_fields(name.split(" > ")):
                draft.state(field, value, span, "efiction-label", written=name)
    elif label in ("series",):
        draft.state("series", SeriesPlace(text), span, "efiction-label")
    elif label in ("completed", "complete"):
        status = "complete" if text.casefold().startswith("y") else "in-progress"
        draft.state("status", status, span, "efiction-label", written=text)
    elif label in ("published", "updated"):
        draft.state(label, iso_date(text), span, "efiction-label", written=text)
    elif listed := _LISTS.get(label):
        for name in _COMMAS.split(text):
            draft.state(listed, name, span, "efiction-label")


_LISTS = {"characters": "characters", "character": "characters", "genres": "freeforms", "genre": "freeforms",
          "warnings": "warnings", "warning": "warnings", "challenges": "freeforms"}  # fmt: skip


def _state_chapters(draft: Draft) -> None:
    """Titles, notes and texts in the order of the page; notes before the first title are those of the story."""
    pages = draft.pages
    waiting: str | None = None
    title: str | None = None
    number: int | None = None
    several = len(list(pages.css(".chaptertitle"))) > 1
    for node in pages.css(".chaptertitle, .notes, .chapter"):
        span, names = pages.span(node), (node.attributes.get("class") or "").split()
        if span is None:
            continue
        if "chaptertitle" in names:
            draft.paint(span, "heading")
            if waiting and title is None:
                draft.state("notes_before", waiting, None, "efiction-notes")
                waiting = None
            title, number = _numbered(node, pages.text(span).rpartition(" by ")[0] or pages.text(span), several)
        elif "notes" in names:
            draft.paint(span, "note")
            waiting = "\n\n".join(filter(None, (waiting, pages.paragraphs(span))))
        else:
            draft.chapter([span], number=number, title=title, notes_before=waiting or None)
            waiting = None
    if waiting:
        draft.state("notes_after", waiting, None, "efiction-notes")


def _numbered(node: LexborNode, text: str, several: bool) -> tuple[str | None, int | None]:
    """A chapter's title and number: the number of its anchor, or before its title."""
    anchor = node.css_first("a[name]")
    name = (anchor.attributes.get("name") or "") if anchor is not None else ""
    found = _NUMBERED.fullmatch(text)
    number = int(name) if name.isdecimal() and len(name) < 5 else int(found[1]) if found else None
    return (found[2] if found else text).strip() or None, number if several else None


def text_of(data: bytes) -> str:
    """The character data of the page, as spans count in it."""
    return Pages([decode(data, declared_charset(data)).text]).decoded


EFICTION_PAGE = Reader("efiction-page", "1", ("efiction-page",), detect, read_printable, text_of)
