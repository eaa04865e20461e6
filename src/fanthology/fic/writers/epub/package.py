"""The package document: what the book is, what is in it, and in which order it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from fanthology.fic.writers.book import Book
from fanthology.fic.writers.cover import Cover
from fanthology.fic.writers.epub.pages import Page
from fanthology.fic.writers.epub.templates import template
from fanthology.fic.writers.epub.titlepage import creators_named
from fanthology.fic.writers.tongue import language_tag, reads_right_to_left
from fanthology.fic.writers.xhtml import escape

_UNDATED = "1980-01-01"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# MARC relator codes
_AUTHOR_ROLES = {"author": "aut", "coauthor": "aut"}
# how programs that know EPUB 2 alone find the cover
_OLD_COVER = ('<meta name="cover" content="cover"/>',)
_OTHER_ROLES = {"translator": "trl", "beta": "edt", "artist": "ill"}


def package_document(book: Book, written: list[Page], cover: Cover | None = None) -> str:
    """package.opf."""
    language = language_tag(book.language)
    return template("package.opf").substitute(
        identifier=escape(book.identifier),
        title=_line(book.title) or "Untitled",
        language=language,
        modified=f"{_date(book.updated) or _date(book.published) or _UNDATED}T00:00:00Z",
        metadata="\n".join(f"    {row}" for row in [*_metadata(book), *_OLD_COVER * (cover is not None)]),
        manifest="\n".join(
            [_cover_item(cover)] * (cover is not None)
            + [
                f'    <item id="{page.name}" href="{page.name}.xhtml" media-type="application/xhtml+xml"/>'
                for page in written
            ]
        ),
        spine="\n".join(f'    <itemref idref="{page.name}"/>' for page in written),
        direction=' page-progression-direction="rtl"' if reads_right_to_left(language) else "",
    )


def _cover_item(cover: Cover | None) -> str:
    return (
        f'    <item id="cover" href="{cover.name}" media-type="{cover.media_type}" properties="cover-image"/>'
        if cover
        else ""
    )


def _metadata(book: Book) -> Iterator[str]:
    yield from _people(book)
    yield from _series(book)
    yield from _elements("subject", _subjects(book))
    yield from _elements("source", book.sources)
    yield from _elements("description", [book.summary])
    yield from _elements("publisher", [book.publisher])
    yield from _elements("rights", [book.permission])
    yield from _elements("date", [_date(book.published)])


def _elements(name: str, values: Iterable[str | None]) -> Iterator[str]:
    lines = (_line(value) for value in values if value)
    return (f"<dc:{name}>{line}</dc:{name}>" for line in dict.fromkeys(lines) if line)


def _people(book: Book) -> Iterator[str]:
    for element, roles in (("creator", _AUTHOR_ROLES), ("contributor", _OTHER_ROLES)):
        for number, person in enumerate(creators_named(book, *roles), 1):
            yield f'<dc:{element} id="{element}-{number}">{_line(person.name)}</dc:{element}>'
            role = roles[person.role]
            yield f'<meta refines="#{element}-{number}" property="role" scheme="marc:relators">{role}</meta>'


def _series(book: Book) -> Iterator[str]:
    for number, place in enumerate(book.series, 1):
        if not _line(place.name):
            continue
        yield f'<meta property="belongs-to-collection" id="series-{number}">{_line(place.name)}</meta>'
        yield f'<meta refines="#series-{number}" property="collection-type">series</meta>'
        if place.position is not None:
            yield f'<meta refines="#series-{number}" property="group-position">{place.position}</meta>'


def _subjects(book: Book) -> list[str | None]:
    return [
        *book.fandoms,
        *book.relationships,
        *book.characters,
        *book.categories,
        *book.warnings,
        book.rating,
        *book.freeforms,
    ]


def _date(day: str | None) -> str | None:
    """A day that a calendar knows, else None."""
    if not day or not _DATE.fullmatch(day):
        return None
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return None


def _line(text: str) -> str:
    return " ".join(escape(text).split())
