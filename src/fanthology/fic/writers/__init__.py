"""Writers: a Story as the bytes of a file. One module per format, one row per format here."""

from __future__ import annotations

from collections.abc import Callable

from fanthology.fic.story import Story
from fanthology.fic.writers.book import Book, book_from_story
from fanthology.fic.writers.epub import write_epub
from fanthology.fic.writers.html import write_html
from fanthology.fic.writers.json import write_json
from fanthology.fic.writers.markdown import write_markdown
from fanthology.fic.writers.naming import display_title
from fanthology.fic.writers.pdf import write_pdf
from fanthology.fic.writers.save import save
from fanthology.fic.writers.text import write_text

__all__ = (
    "WRITERS",
    "Book",
    "book_from_story",
    "display_title",
    "save",
    "write_epub",
    "write_html",
    "write_json",
    "write_markdown",
    "write_pdf",
    "write_text",
)

# The ending of a file's name, and what writes such a file.
WRITERS: dict[str, Callable[[Story], bytes]] = {
    "epub": write_epub,
    "html": write_html,
    "json": write_json,
    "md": write_markdown,
    "pdf": write_pdf,
    "txt": write_text,
}
