"""TXT: a story as plain text in UTF-8, with a header that people know, and signs that read back exactly.

>>> from fanthology.fic.story import SourceInfo
>>> print(write_text(Story(SourceInfo("a.txt", "text", "0" * 64, 5), title="Flight")).decode(), end="")
[Fanthology text 1]
Title: Flight
<BLANKLINE>
"""

from __future__ import annotations

from fanthology.fic.story import Chapter, Story
from fanthology.fic.text.exchange.facts import chapter_facts
from fanthology.fic.text.exchange.labels import FIRST_LINE, chapter_foot, chapter_head, header
from fanthology.fic.text.exchange.stanzas import stanza_of
from fanthology.fic.writers.book import Book, book_facts, book_to_write
from fanthology.fic.writers.plain import plain_chapter

__all__ = ("write_text",)


def write_text(story: Story | Book) -> bytes:
    """The bytes of a text file, of a Story as it states itself or of a Book as its maker wants it."""
    book = book_to_write(story)
    parts = [f"{FIRST_LINE}\n{header(book_facts(book))}\n", *map(_chapter, book.chapters)]
    return "".join(parts).encode("utf-8", "replace")


def _chapter(chapter: Chapter) -> str:
    facts = chapter_facts(chapter)
    blocks = (stanza_of(block.kind, block.html) + "\n\n" for block in plain_chapter(chapter).blocks)
    return chapter_head(facts) + "\n" + "".join(blocks) + chapter_foot(facts)
