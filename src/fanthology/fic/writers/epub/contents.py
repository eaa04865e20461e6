"""The table of contents, twice: for EPUB 3 (nav.xhtml) and for older programs (toc.ncx)."""

from __future__ import annotations

from fanthology.fic.writers.book import Book
from fanthology.fic.writers.epub.pages import Page
from fanthology.fic.writers.epub.templates import template
from fanthology.fic.writers.xhtml import escape


def navigation(written: list[Page]) -> str:
    """nav.xhtml: the table of contents, and the landmarks (title page, first chapter)."""
    marks = "".join(
        f'<li><a epub:type="{page.landmark}" href="{page.name}.xhtml">{page.heading}</a></li>\n'
        for page in written
        if page.landmark
    )
    body = (
        f'<nav epub:type="toc" role="doc-toc" aria-labelledby="heading">\n<h1 id="heading">Contents</h1>\n'
        f"<ol>\n{_rows(written)}\n</ol>\n</nav>\n"
        f'<nav epub:type="landmarks" aria-label="Landmarks" hidden="hidden">\n<ol>\n'
        f"{marks}</ol>\n</nav>"
    )
    return template("page.xhtml").substitute(language="", title="Contents", body=body)


def _rows(written: list[Page]) -> str:
    return "\n".join(f"<li>{_line(outer)}{_list(inner) if inner else ''}</li>" for outer, inner in _nested(written))


def _list(pages: list[Page]) -> str:
    return "<ol>" + "".join(f"<li>{_line(page)}</li>" for page in pages) + "</ol>"


def _line(page: Page) -> str:
    return f'<a href="{page.name}.xhtml">{page.heading}</a>'


def _nested(written: list[Page]) -> list[tuple[Page, list[Page]]]:
    nested: list[tuple[Page, list[Page]]] = []
    for page in written:
        if page.inner and nested:
            nested[-1][1].append(page)
        else:
            nested.append((page, []))
    return nested


def old_contents(book: Book, written: list[Page]) -> str:
    """toc.ncx, with the same entries."""
    order = {page.name: number for number, page in enumerate(written, 1)}
    nested = _nested(written)
    points = "\n".join(
        _point(outer, order, "".join(_point(one, order, "") for one in inner)) for outer, inner in nested
    )
    return template("toc.ncx").substitute(
        identifier=escape(book.identifier),
        title=escape(book.title).strip() or "Untitled",
        depth=2 if any(inner for _, inner in nested) else 1,
        points=points,
    )


def _point(page: Page, order: dict[str, int], inner: str) -> str:
    label = f"<navLabel><text>{page.heading}</text></navLabel>"
    place = f'id="{page.name}" playOrder="{order[page.name]}"'
    return f'    <navPoint {place}>{label}<content src="{page.name}.xhtml"/>{inner}</navPoint>'
