"""The formats that works are handed out in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from fanthology.fic.writers.book import Book
from fanthology.fic.writers.choices import AS_USUAL, Choices, chosen
from fanthology.fic.writers.epub import write_epub
from fanthology.fic.writers.html import write_html
from fanthology.fic.writers.json import write_json
from fanthology.fic.writers.markdown import write_markdown
from fanthology.fic.writers.pdf import write_pdf
from fanthology.fic.writers.text import write_text

from .calibre import converted, is_installed


class Format(NamedTuple):
    """A format: what a button calls it, its media type, what writes it, up to how many words it is ready while somebody
    waits, and whether one file of it can hold several works."""

    label: str
    media_type: str
    write: Callable[[Book, Choices], bytes]
    soon: int
    holds_many: bool = False

    def of(self, book: Book, choices: Choices = AS_USUAL) -> bytes:
        """A book in this format, with a reader's choices."""
        return self.write(chosen(book, choices), choices)


def _without_paper(write: Callable[[Book], bytes]) -> Callable[[Book, Choices], bytes]:
    """A writer to which only what was done to the book matters."""
    return lambda book, _: write(book)


_MANY = 2_000_000
# By the ending of the file's name, in the order of the buttons.
FORMATS: dict[str, Format] = {
    "epub": Format("EPUB", "application/epub+zip", _without_paper(write_epub), _MANY, True),
    "pdf": Format("PDF", "application/pdf", write_pdf, 40_000, True),  # a second
    "html": Format("HTML", "text/html; charset=utf-8", _without_paper(write_html), _MANY),
    "txt": Format("Plain text", "text/plain; charset=utf-8", _without_paper(write_text), _MANY),
    "md": Format("Markdown", "text/markdown; charset=utf-8", _without_paper(write_markdown), _MANY),
    "json": Format("JSON", "application/json", _without_paper(write_json), _MANY),
}


def _kindle(ending: str) -> Callable[[Book, Choices], bytes]:
    # a Kindle draws no SVG: the cover has to be a picture, with whatever fonts there are
    return lambda book, _: converted(write_epub(book, with_machine_fonts=True), ending)


KINDLE: dict[str, Format] = {
    "azw3": Format("AZW3", "application/vnd.amazon.ebook", _kindle("azw3"), 0, True),
    "mobi": Format("MOBI", "application/x-mobipocket-ebook", _kindle("mobi"), 0, True),
}
"""What Calibre makes of an EPUB, where it is installed."""


def formats() -> dict[str, Format]:
    """All formats that can be made here."""
    return {**FORMATS, **KINDLE} if is_installed() else FORMATS
