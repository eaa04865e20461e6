"""PDF: a book for paper or a large screen, set by typst in a process of its own.

A story's words reach typst as data that a fixed template lays out, never as its language, so no text can run anything.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from fanthology.fic.errors import FanthologyError
from fanthology.fic.story import Story
from fanthology.fic.writers.book import Book, book_to_write
from fanthology.fic.writers.choices import AS_USUAL, Choices
from fanthology.fic.writers.pdf.sheets import sheets

__all__ = ("TIMEOUT", "write_pdf", "write_pdf_of")

TIMEOUT = 300
"""Seconds; a book of a million words takes a tenth of it."""
_PRESS = Path(__file__).with_name("press.py")


def write_pdf(story: Story | Book, choices: Choices = AS_USUAL) -> bytes:
    """The bytes of a PDF, of a Story as it states itself or of a Book as its maker wants it. Raises FanthologyError."""
    book = book_to_write(story)
    return write_pdf_of(book.title, [book], choices)


def write_pdf_of(title: str, books: Sequence[Book], choices: Choices = AS_USUAL) -> bytes:
    """Several books in one, each a part with its title page. Their addresses must be masked already, as
    `book_to_write` does. Raises FanthologyError if it takes too long or cannot be set."""
    # it gets ready while the text is taken apart
    with subprocess.Popen(
        [sys.executable, "-I", str(_PRESS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as press:
        try:
            told = json.dumps(sheets(title, books, choices), ensure_ascii=False).encode("utf-8", "replace")
            made, said = press.communicate(told, TIMEOUT)
        except subprocess.TimeoutExpired:
            raise FanthologyError(f"The PDF was not ready after {TIMEOUT} seconds. Choose another format.") from None
        finally:
            press.kill()
    if press.returncode or not made.startswith(b"%PDF"):
        raise FanthologyError("The PDF could not be made. Choose another format.") from RuntimeError(
            said.decode("utf-8", "replace")
        )
    return made
