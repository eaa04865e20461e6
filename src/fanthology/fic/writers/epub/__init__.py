"""EPUB 3.3, written by hand: a zip of pages made from templates, with a table of contents for old programs too.

`write_epub` takes a Story or a Book (`fanthology.fic.writers.book`). The same input gives the same bytes. Mail
addresses are masked in everything but the text of the story itself.

>>> from fanthology.fic.story import SourceInfo
>>> write_epub(Story(SourceInfo("a.txt", "text", "0" * 64, 5), title="Flight"))[30:58]
b'mimetypeapplication/epub+zip'
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from itertools import chain

from fanthology.fic.story import Story
from fanthology.fic.text.exchange.places import FACTS, facts_of_work
from fanthology.fic.writers.book import Book, book_to_write
from fanthology.fic.writers.cover import draw_cover
from fanthology.fic.writers.epub.contents import navigation, old_contents
from fanthology.fic.writers.epub.package import package_document
from fanthology.fic.writers.epub.pages import Page, book_pages, front_page, part_pages
from fanthology.fic.writers.epub.templates import template_text
from fanthology.fic.writers.facts import facts_json

__all__ = ("write_anthology", "write_epub")

# zip files cannot hold an earlier date; a fixed one keeps the bytes the same
_DATE = (1980, 1, 1, 0, 0, 0)
# level 6 takes nearly twice as long as 5 for less than a hundredth of the size
_LEVEL = 5


def write_epub(story: Story | Book, with_machine_fonts: bool = False) -> bytes:
    """The bytes of an EPUB of a Story as it states itself, or of a Book as its maker wants it. ``with_machine_fonts``
    its cover may be drawn with the fonts of this machine; then another machine may give other bytes."""
    book = book_to_write(story)
    return _written(book, book_pages(book), {FACTS: facts_json(book)}, with_machine_fonts)


def write_anthology(anthology: Book, books: Sequence[Book], with_machine_fonts: bool = False) -> bytes:
    """Several books in one, each a part with its title page; ``anthology`` says what is said of the whole, and has no
    chapters of its own. Each can be taken out again. Addresses must be masked already, as `book_to_write` does."""
    facts = {facts_of_work(number): facts_json(book) for number, book in enumerate(books, 1)}
    parts = [part_pages(book, number) for number, book in enumerate(books, 1)]
    front = front_page(anthology, [part[0] for part in parts])
    return _written(anthology, [front, *chain(*parts)], facts, with_machine_fonts)


def _written(book: Book, written: list[Page], more: dict[str, str], with_machine_fonts: bool) -> bytes:
    cover = draw_cover(book, with_machine_fonts) if book.cover else None
    files: dict[str, str | bytes] = {
        "META-INF/container.xml": template_text("container.xml"),
        **more,
        "OEBPS/package.opf": package_document(book, written, cover),
        "OEBPS/nav.xhtml": navigation(written),
        "OEBPS/toc.ncx": old_contents(book, written),
        "OEBPS/style.css": template_text("style.css"),
        **({f"OEBPS/{cover.name}": cover.data} if cover else {}),
        **{f"OEBPS/{page.name}.xhtml": page.xhtml for page in written},
    }
    return _zipped(files)


def _zipped(files: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        # the first entry, stored as it is: programs recognise an EPUB by its first bytes
        archive.writestr(_entry("mimetype"), b"application/epub+zip", zipfile.ZIP_STORED)
        for name, text in files.items():
            if isinstance(text, bytes):  # a picture is as small as it gets
                archive.writestr(_entry(name), text, zipfile.ZIP_STORED)
            else:
                archive.writestr(_entry(name), text.encode("utf-8"), zipfile.ZIP_DEFLATED, _LEVEL)
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
