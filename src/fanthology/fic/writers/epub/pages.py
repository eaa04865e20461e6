"""The pages of an EPUB: a title page, one page per chapter, and the notes at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from fanthology.fic.story import Block, Chapter
from fanthology.fic.text.exchange.kinds import kind_of
from fanthology.fic.text.exchange.places import page_of_work
from fanthology.fic.writers.book import Book
from fanthology.fic.writers.epub.templates import template
from fanthology.fic.writers.epub.titlepage import creators_named, note, title_page, warnings_page
from fanthology.fic.writers.naming import chapter_heading
from fanthology.fic.writers.soundness import is_sound
from fanthology.fic.writers.tongue import language_tag, reads_right_to_left, right_to_left_script
from fanthology.fic.writers.xhtml import as_plain, escape, paragraphs, tame

_OPENING = re.compile(r"<[a-z][a-z0-9]*")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_HEADING_ID = "heading"


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the book's text: its name without ending, its line in the table of contents, itself, what it is among
    the landmarks, and whether its line stands under the one before it that does not."""

    name: str
    heading: str
    xhtml: str
    landmark: str = ""
    inner: bool = False


def book_pages(book: Book) -> list[Page]:
    """All pages, in reading order: the title page, before which there may be the warnings, the chapters, the notes."""
    return list(_pages(book))


def _pages(book: Book) -> Iterator[Page]:
    if book.warnings_first and (warned := warnings_page(book)):
        yield _page(book, "warnings", "Before you read", warned)
    yield replace(_page(book, "title", "Title page", title_page(book)), landmark="titlepage")
    for position in range(1, len(book.chapters) + 1):
        page = _chapter_page(book, position)
        yield page if position > 1 else replace(page, landmark="bodymatter")
    if (book.notes_after or "").strip():
        yield _page(book, "afterword", "End notes", _afterword(book))


def part_pages(book: Book, number: int) -> list[Page]:
    """The pages of a book that is a part of another, under its title, with names of their own."""
    pages = [replace(page, name=page_of_work(number, page.name), inner=True, landmark="") for page in book_pages(book)]
    by = ", ".join(one.name for one in creators_named(book, "author", "coauthor"))
    heading = f"{book.title} by {by}" if by else book.title
    return [replace(pages[0], heading=escape(" ".join(heading.split())) or "Untitled", inner=False), *pages[1:]]


def front_page(anthology: Book, parts: Iterable[Page]) -> Page:
    """The title page of several books in one: its title, and the titles of its parts."""
    rows = "".join(f'<li><a href="{page.name}.xhtml">{page.heading}</a></li>' for page in parts)
    summary = paragraphs(anthology.summary or "")
    body = (
        f'<section epub:type="titlepage" aria-labelledby="{_HEADING_ID}">\n'
        f'<h1 id="{_HEADING_ID}">{escape(anthology.title).strip() or "Untitled"}</h1>\n{summary}\n'
        f'<ol class="parts">{rows}</ol>\n</section>'
    )
    return replace(_page(anthology, "title", "Title page", body), landmark="titlepage")


def _page(book: Book, name: str, heading: str, body: str) -> Page:
    language = language_tag(book.language)
    attributes = "" if language == "und" else f' lang="{language}" xml:lang="{language}"'
    if reads_right_to_left(language):
        attributes += ' dir="rtl"'
    title = escape(heading).strip() or "Untitled"
    return Page(name, title, template("page.xhtml").substitute(language=attributes, title=title, body=body))


def _chapter_page(book: Book, position: int) -> Page:
    chapter = book.chapters[position - 1]
    heading = chapter_heading(chapter, position, book.chapters, book.title)
    return _page(book, f"chapter-{position:04}", heading, _chapter(chapter, heading))


def _chapter(chapter: Chapter, heading: str) -> str:
    return "\n".join(
        [
            f'<section epub:type="chapter" role="doc-chapter" aria-labelledby="{_HEADING_ID}">',
            f'<h1 id="{_HEADING_ID}">{escape(heading).strip() or "Untitled"}</h1>',
            note("Summary", chapter.summary),
            note("Notes", chapter.notes_before),
            f'<div class="text">\n{block_run(chapter.blocks)}\n</div>',
            note("Notes", chapter.notes_after),
            "</section>",
        ]
    )


def _afterword(book: Book) -> str:
    return (
        f'<section epub:type="afterword" role="doc-afterword" aria-labelledby="{_HEADING_ID}">\n'
        f'<h1 id="{_HEADING_ID}">End notes</h1>\n{paragraphs(book.notes_after or "")}\n</section>'
    )


def block_run(blocks: Iterable[Block]) -> str:
    """Blocks as XHTML with their ids, each on its own line; one that breaks the rules becomes its plain text."""
    runs = [(block, tame(block.html.strip())) for block in blocks]
    if not all(_OPENING.match(html) for _, html in runs) or not is_sound("".join(html for _, html in runs)):
        runs = [(block, html if _OPENING.match(html) and is_sound(html) else as_plain(html)) for block, html in runs]
    seen = {_HEADING_ID}
    written = []
    for block, html in runs:
        name = block.id
        attributes = "" if name in seen or not _ID.fullmatch(name) else f' id="{name}"'
        if right_to_left_script(html) and " dir=" not in html:
            attributes += ' dir="auto"'
        if block.kind != kind_of(block.html):
            attributes += f' data-kind="{escape(block.kind)}"'
        seen.add(name)
        written.append(_with_attributes(html, attributes))
    return "\n".join(written)


def _with_attributes(html: str, attributes: str) -> str:
    opening = _OPENING.match(html)
    return html if opening is None else html[: opening.end()] + attributes + html[opening.end() :]
