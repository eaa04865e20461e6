"""Reads works downloaded as EPUB from AO3 or another otwarchive site: its own kind until 2019, Calibre's since."""

from __future__ import annotations

from dataclasses import replace

from fanthology.fic.readers.ao3.download import RULE, Download
from fanthology.fic.readers.ao3.languages import language_of
from fanthology.fic.readers.epub.package import Package, PackageError, open_package
from fanthology.fic.readers.epub.pictures import named_pictures, with_assets
from fanthology.fic.readers.epub.program import program_of
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.pages import Pages
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Rejection, Story


def detect(look: Look) -> float:
    """Sure of an EPUB with the marks of a download."""
    return SURE if program_of(look) == "ao3" else 0.0


def read_epub(item: Item) -> Story | Rejection:
    """The Story of an EPUB, or why there is none. Spans point into `text_of`."""
    try:
        book = open_package(item.data)
    except PackageError as error:
        return Rejection(item.source, error.reason, str(error))
    found = Download(_pages(book))
    language = (book.values("language") or [""])[0]
    if found.draft.stated("language") is None and (tag := language_of("", language)):
        found.draft.state("language", tag, None, f"{RULE}-epub-language", written=language)
    story = found.draft.finish(replace(item, source=replace(item.source, encoding=book.encoding)))
    return with_assets(story, book) if isinstance(story, Story) else story


def _pages(book: Package) -> Pages:
    return Pages([named_pictures(page) for page in book.pages])


def text_of(data: bytes) -> str:
    """The character data of the pages, in reading order, as spans count in it. Raises PackageError for what cannot be
    opened: such an item has no Reading."""
    return _pages(open_package(data)).decoded


AO3_EPUB = Reader("ao3-epub", "1", ("ao3-epub",), detect, read_epub, text_of, binary=True)
