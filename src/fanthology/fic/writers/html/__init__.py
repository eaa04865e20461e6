"""HTML: the whole story as one page that needs nothing else, readable by day and by night, without a script.

The facts of the story stand in a data block that no browser runs; the text is the page's own.

>>> from fanthology.fic.story import SourceInfo
>>> write_html(Story(SourceInfo("a.txt", "text", "0" * 64, 5), title="Flight"))[:15]
b'<!DOCTYPE html>'
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from string import Template

from fanthology.fic.story import Chapter, Story
from fanthology.fic.writers.book import Book, book_to_write
from fanthology.fic.writers.epub.pages import block_run
from fanthology.fic.writers.epub.titlepage import note, title_page, warnings_page
from fanthology.fic.writers.facts import facts_json
from fanthology.fic.writers.naming import chapter_heading
from fanthology.fic.writers.tongue import language_tag, reads_right_to_left
from fanthology.fic.writers.xhtml import escape, paragraphs

__all__ = ("write_html",)


def write_html(story: Story | Book) -> bytes:
    """The bytes of a page, of a Story as it states itself or of a Book as its maker wants it."""
    book = book_to_write(story)
    language = language_tag(book.language)
    title = escape(book.title).strip() or "Untitled"
    by = ", ".join(name for one in book.creators if (name := escape(one.name).strip()))
    page = Template(_file("page.html")).substitute(
        attributes=("" if language == "und" else f' lang="{language}"')
        + (' dir="rtl"' if reads_right_to_left(language) else ""),
        title=f"{title} by {by}" if by else title,
        style=_file("page.css"),
        facts=facts_json(book),
        titlepage=_warned(book) + title_page(book).replace(' epub:type="titlepage"', ' class="titlepage"'),
        contents=_contents(book),
        chapters="\n".join(_chapter(book, position) for position in range(1, len(book.chapters) + 1)),
        afterword=_afterword(book),
    )
    return page.encode("utf-8")


@cache
def _file(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text("utf-8")


def _heading(book: Book, position: int) -> str:
    heading = chapter_heading(book.chapters[position - 1], position, book.chapters, book.title)
    return escape(heading).strip() or "Untitled"


def _warned(book: Book) -> str:
    """What a reader may want to know before anything else, if that is wanted."""
    page = warnings_page(book) if book.warnings_first else ""
    page = page.replace(' epub:type="preamble"', "").replace('="heading"', '="warned"')
    return page.replace("<h1", "<h2").replace("</h1>", "</h2>")


def _contents(book: Book) -> str:
    if len(book.chapters) < 2:
        return ""
    rows = "".join(
        f'<li><a href="#chapter-{position}">{_heading(book, position)}</a></li>\n'
        for position in range(1, len(book.chapters) + 1)
    )
    return f'<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ol>\n{rows}</ol>\n</nav>'


def _chapter(book: Book, position: int) -> str:
    chapter: Chapter = book.chapters[position - 1]
    name = f"chapter-{position}"
    parts = [
        f'<section role="doc-chapter" aria-labelledby="{name}">',
        f'<h2 id="{name}">{_heading(book, position)}</h2>',
        note("Summary", chapter.summary).replace("h2>", "h3>"),
        note("Notes", chapter.notes_before).replace("h2>", "h3>"),
        f'<div class="text">\n{block_run(chapter.blocks)}\n</div>',
        note("Notes", chapter.notes_after).replace("h2>", "h3>"),
        "</section>",
    ]
    return "\n".join(part for part in parts if part)


def _afterword(book: Book) -> str:
    if not (book.notes_after or "").strip():
        return ""
    return (
        '<section role="doc-afterword" aria-labelledby="afterword">\n<h2 id="afterword">End notes</h2>\n'
        f"{paragraphs(book.notes_after or '')}\n</section>"
    )
