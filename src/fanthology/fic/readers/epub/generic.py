"""Reads an EPUB that no program with a reader of its own made: a book as EPUB 2 and EPUB 3 describe it."""

from __future__ import annotations

from dataclasses import replace

from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.epub.chapters import outline_chapters
from fanthology.fic.readers.epub.metadata import state_metadata
from fanthology.fic.readers.epub.package import Package, PackageError, open_package
from fanthology.fic.readers.epub.pictures import named_pictures, with_assets
from fanthology.fic.readers.epub.program import is_epub, program_of
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.pages import Pages
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Rejection, Story


def detect(look: Look) -> float:
    """Sure of an EPUB that shows no mark of a program that is known."""
    return SURE if is_epub(look) and program_of(look) is None else 0.0


def read_epub(item: Item) -> Story | Rejection:
    """The Story in a book, or why there is none. Spans point into `text_of`."""
    try:
        book = open_package(item.data)
    except PackageError as error:
        return Rejection(item.source, error.reason, str(error))
    draft = Draft(pages_of(book))
    state_metadata(draft, book)
    outline_chapters(draft, book)
    story = draft.finish(replace(item, source=replace(item.source, encoding=book.encoding)))
    return with_assets(story, book) if isinstance(story, Story) else story


def pages_of(book: Package) -> Pages:
    """The pages of a book, its pictures named as the archive names them."""
    return Pages([named_pictures(page) for page in book.pages])


def text_of(data: bytes) -> str:
    """The character data of the pages, in reading order, as spans count in it. Raises PackageError for what cannot be
    opened: such an item has no Reading."""
    return pages_of(open_package(data)).decoded


EPUB = Reader("epub", "1", ("epub",), detect, read_epub, text_of, binary=True)
