"""Reads EPUBs of FicHub, which fetches stories from other sites: an introduction that says what the story is, then a
page for each chapter. Source: FicHub's own templates; no file of it was at hand."""

from __future__ import annotations

import re
from dataclasses import replace

from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.epub.chapters import outline_chapters
from fanthology.fic.readers.epub.generic import pages_of, text_of
from fanthology.fic.readers.epub.metadata import identities_of
from fanthology.fic.readers.epub.package import Package, PackageError, open_package
from fanthology.fic.readers.epub.pictures import with_assets
from fanthology.fic.readers.epub.program import program_of
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Creator, Rejection, Status, Story
from fanthology.fic.text.outlining.dates import iso_date

RULE = "fichub"
_LABELLED = re.compile(r"(By|Status|Published|Updated|Words|Chapters|Original source)\s*:\s*(.*)", re.DOTALL)
_ENDS = re.compile(r"Exported with the assistance of")
_STATUS: dict[str, Status] = {"complete": "complete", "completed": "complete", "ongoing": "in-progress"}


def detect(look: Look) -> float:
    """Sure of an EPUB with the marks of FicHub."""
    return SURE if program_of(look) == "fichub" else 0.0


def read_fichub(item: Item) -> Story | Rejection:
    """The Story of an EPUB, or why there is none. Spans point into `text_of`."""
    try:
        book = open_package(item.data)
    except PackageError as error:
        return Rejection(item.source, error.reason, str(error))
    draft = Draft(pages_of(book))
    index = next((at for at, page in enumerate(book.pages) if _is_introduction(page.name)), None)
    if index is not None:
        _introduction(draft, index)
        name = book.pages[index].name
        book = replace(book, roles={**book.roles, name: "titlepage"}, contents=_chapters_only(book))
    outline_chapters(draft, book)
    story = draft.finish(replace(item, source=replace(item.source, encoding=book.encoding)))
    return with_assets(story, book) if isinstance(story, Story) else story


def _is_introduction(name: str) -> bool:
    return name.rsplit("/", 1)[-1] == "introduction.xhtml"


def _chapters_only(book: Package) -> dict[str, str]:
    return {place: label for place, label in book.contents.items() if not _is_introduction(place.partition("#")[0])}


def _introduction(draft: Draft, index: int) -> None:
    """State the lines of the introduction. The description, without a label, stands between byline and status."""
    pages = draft.pages
    heading = pages.first("h1", index)
    draft.state("title", pages.text(heading), pages.span(heading), f"{RULE}-title")
    described, summary = False, []
    for node in pages.css("p", index):
        words, span = pages.paragraphs(node), pages.span(node)
        match = _LABELLED.fullmatch(words)
        if span is None or _ENDS.match(words):
            continue
        if match is None and described:
            summary.append((words, span))
        elif match is None:
            draft.keep("details", words, span, f"{RULE}-details")
        else:
            described = match[1] == "By"
            _state(draft, match[1], match[2].strip(), span)
    if summary:
        whole = summary[0][1][0], summary[-1][1][1]
        draft.state("summary", "\n\n".join(words for words, _ in summary), whole, f"{RULE}-description")


def _state(draft: Draft, label: str, value: str, span: tuple[int, int]) -> None:
    rule = f"{RULE}-{label.casefold().replace(' ', '-')}"
    draft.paint(span, "header")
    if label == "By":
        draft.state("creators", Creator(value), span, rule)
    elif label == "Status":
        draft.state("status", _STATUS.get(value.casefold(), "unknown"), span, rule, written=value)
    elif label in ("Published", "Updated"):
        draft.state(label.casefold(), iso_date(value), span, rule, written=value)
    elif label == "Original source":
        for identity in identities_of(value):
            draft.state("identity", identity, span, rule, written=value)
    else:
        draft.keep(label.casefold(), value, span, rule)


FICHUB = Reader("fichub-epub", "1", ("fichub-epub",), detect, read_fichub, text_of, binary=True)
