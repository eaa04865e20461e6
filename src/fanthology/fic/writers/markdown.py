"""Markdown: the facts as YAML front matter, the text as CommonMark, with HTML where Markdown has no sign.

>>> from fanthology.fic.story import SourceInfo
>>> print(write_markdown(Story(SourceInfo("a.txt", "text", "0" * 64, 5), title="Flight")).decode(), end="")
---
fanthology: "book/1"
title: "Flight"
---
<BLANKLINE>
# Flight
<BLANKLINE>
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fanthology.fic.story import Story
from fanthology.fic.text.exchange.facts import chapter_facts
from fanthology.fic.text.exchange.markdown import markdown_of
from fanthology.fic.text.exchange.values import quoted
from fanthology.fic.writers.book import Book, book_facts, book_to_write
from fanthology.fic.writers.naming import chapter_heading

__all__ = ("write_markdown",)


def write_markdown(story: Story | Book) -> bytes:
    """The bytes of a Markdown file, of a Story as it states itself or of a Book as its maker wants it."""
    book = book_to_write(story)
    parts = ["---\n", *_front_matter(book), f"---\n\n# {_line(book.title)}\n\n"]
    for position, chapter in enumerate(book.chapters, 1):
        parts.append(f"## {_line(chapter_heading(chapter, position, book.chapters, book.title))}\n\n")
        parts += (markdown_of(block.kind, block.html) + "\n\n" for block in chapter.blocks)
    return "".join(parts).encode("utf-8", "replace")


def _line(words: str) -> str:
    line = " ".join(words.split())
    return "".join("\\" + sign if sign in "\\*_~<>&[]`#" else sign for sign in line) or "Untitled"


def _front_matter(book: Book) -> Iterator[str]:
    """YAML whose scalars and nested values are written as JSON, which is YAML too."""
    yield 'fanthology: "book/1"\n'
    for name, value in book_facts(book).items():
        yield from _entry(name, value)
    if book.chapters:
        yield from _entry("chapters", [chapter_facts(chapter) for chapter in book.chapters])


def _entry(name: str, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{name}: {quoted(value)}\n"
        return
    yield f"{name}:\n"
    yield from (f"  - {quoted(one)}\n" for one in value)
