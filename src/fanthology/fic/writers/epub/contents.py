"""The table of contents, twice: for EPUB 3 (nav.xhtml) and for older programs (toc.ncx)."""

from __future__ import annotations

from fanthology.fic.writers.book import Book
from fanthology.fic.writers.epub.pages import Page
from fanthology.fic.writers.epub.templates import template
from fanthology.fic.writers.xhtml import escape


def navigation(book: Book, written: list[Page]) -> str:
    """nav.xhtml: the table of contents, and the landmarks (title page, first chapter)."""
    rows = "\n".join(f'<li><a href="{page.name}.xhtml">{page.heading}</a></li>' for page in written)
    marks = [("titlepage", written[0])]
    if book.chapters:
        marks.append(("bodymatter", written[1]))
    landmarks = "\n".join(
        f'<li><a epub:type="{kind}" href="{page.name}.xhtml">{page.heading}</a></li>' for kind, page in marks
    )
    body = (
        f'<nav epub:type="toc" role="doc-toc" aria-labelledby="heading">\n<h1 id="heading">Contents</h1>\n'
        f"<ol>\n{rows}\n</ol>\n</nav>\n"
        f'<nav epub:type="landmarks" aria-label="Landmarks" hidden="hidden">\n<ol>\n{landmarks}\n</ol>\n</nav>'
    )
    return template("page.xhtml").substitute(language="", title="Contents", body=body)


def old_contents(book: Book, written: list[Page]) -> str:
    """toc.ncx, with the same entries."""
    points = "\n".join(
        f'    <navPoint id="{page.name}" playOrder="{order}"><navLabel><text>{page.heading}</text></navLabel>'
        f'<content src="{page.name}.xhtml"/></navPoint>'
        for order, page in enumerate(written, 1)
    )
    return template("toc.ncx").substitute(
        identifier=escape(book.identifier), title=escape(book.title).strip() or "Untitled", points=points
    )
