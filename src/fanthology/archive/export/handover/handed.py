"""A work in the fields that AO3 has for it. What AO3 has no field for goes into the notes, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from fanthology.archive.catalogue.models import Work
from fanthology.archive.downloads.file import book_of
from fanthology.fic.readers.ao3.languages import code_of
from fanthology.fic.story import Block, Chapter, Creator
from fanthology.fic.writers.book import Book, book_to_write
from fanthology.fic.writers.naming import chapter_heading
from fanthology.fic.writers.privacy import addresses_in
from fanthology.fic.writers.soundness import is_sound
from fanthology.fic.writers.xhtml import as_plain, paragraphs, tame, web_address

WARNINGS = {
    "choose not to use archive warnings": "Choose Not To Use Archive Warnings",
    "creator chose not to use archive warnings": "Choose Not To Use Archive Warnings",
    "graphic depictions of violence": "Graphic Depictions Of Violence",
    "major character death": "Major Character Death",
    "no archive warnings apply": "No Archive Warnings Apply",
    "rape/non-con": "Rape/Non-Con",
    "underage": "Underage",
    "underage sex": "Underage Sex",
}
"""The warnings of AO3 by what files call them; any other goes among the additional tags."""
CATEGORIES = frozenset(("F/F", "F/M", "Gen", "M/M", "Multi", "Other"))
_MAKERS = ("author", "coauthor")
_ROLES = {"translator": "Translated by", "beta": "Beta", "artist": "Art by"}
MOST_AUTHORS = 2
"""AO3's API has fields for two."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a work. ``pk`` is the creator's number here; ``contact`` is empty unless the keeper lets it out."""

    pk: int
    name: str
    contact: str


@dataclass(frozen=True, slots=True)
class HandedChapter:
    """A chapter: its text as HTML; notes as plain paragraphs of HTML."""

    position: int
    title: str
    html: str
    notes_before: str
    notes_after: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Handed:
    """A work as it is handed over. ``summary`` and ``notes`` are HTML; ``remarks`` say what the keeper is to see to."""

    public_id: str
    pk: int
    title: str
    authors: tuple[Author, ...]
    fandoms: tuple[str, ...]
    rating: str
    warnings: tuple[str, ...]
    categories: tuple[str, ...]
    relationships: tuple[str, ...]
    characters: tuple[str, ...]
    additional_tags: tuple[str, ...]
    language_code: str
    summary: str
    notes: str
    published: str | None
    updated: str | None
    url: str
    permission: str
    chapters: tuple[HandedChapter, ...]
    remarks: tuple[str, ...]
    book: Book

    @property
    def tags(self) -> tuple[tuple[str, str], ...]:
        """Every tag with the field it is in."""
        rating = ((self.rating, "rating"),) if self.rating else ()
        return rating + tuple((tag, field) for field in _TAG_FIELDS for tag in getattr(self, field))


_TAG_FIELDS = ("warnings", "categories", "fandoms", "relationships", "characters", "additional_tags")


def handed(work: Work, contacts: bool) -> Handed:
    """A work from `queries.credited_works` as it is handed over; with the addresses of its authors if ``contacts``."""
    book = book_to_write(book_of(work))
    authors = tuple(_authors(work, contacts))
    warnings = tuple(dict.fromkeys(WARNINGS[one.casefold()] for one in book.warnings if one.casefold() in WARNINGS))
    others = [one for one in book.warnings if one.casefold() not in WARNINGS]
    categories = tuple(one for one in book.categories if one in CATEGORIES)
    others += [one for one in book.categories if one not in CATEGORIES]
    return Handed(
        public_id=work.public_id,
        pk=work.pk,
        title=book.title,
        authors=authors,
        fandoms=book.fandoms,
        rating=book.rating or "",
        warnings=warnings,
        categories=categories,
        relationships=book.relationships,
        characters=book.characters,
        additional_tags=tuple(dict.fromkeys((*book.freeforms, *others))),
        language_code=code_of(book.language) or "",
        summary=_escaped(book.summary),
        notes=_escaped(_notes(book, authors)),
        published=book.published,
        updated=book.updated,
        url=next(filter(web_address, book.sources), ""),
        permission=book.permission or "",
        chapters=tuple(_chapter(book, place, one) for place, one in enumerate(book.chapters, 1)),
        remarks=tuple(_remarks(book, authors)),
        book=book,
    )


def _authors(work: Work, contacts: bool) -> Iterable[Author]:
    for one in work.credits.all():
        if one.role in _MAKERS:
            found = addresses_in(one.creator.contact) if contacts else []
            yield Author(one.creator_id, one.creator.name, found[0] if found else "")


def _notes(book: Book, authors: Sequence[Author]) -> str:
    """The notes around the story, and what else AO3 has no field for."""
    after = (book.notes_after or "").strip()
    parts = (book.notes_before, book.disclaimer, *_facts(book, authors), f"At the end:\n\n{after}" if after else None)
    return "\n\n".join(part.strip() for part in parts if part and part.strip())


def _facts(book: Book, authors: Sequence[Author]) -> Iterable[str]:
    if len(authors) > MOST_AUTHORS:
        yield f"Also by {', '.join(one.name for one in authors[MOST_AUTHORS:])}."
    yield from (f"{_ROLES[one.role]}: {one.name}." for one in book.creators if one.role in _ROLES)
    for place in book.series:
        yield f"Part {place.position} of {place.name}." if place.position else f"Of the series {place.name}."
    if book.gift_to:
        yield f"Written for {', '.join(book.gift_to)}."
    if book.published:
        yield f"First published on {book.published}."
    if book.updated and book.updated != book.published:
        yield f"Last updated on {book.updated}."
    yield from (f"Originally at {one}" for one in book.sources if web_address(one))


def _chapter(book: Book, place: int, chapter: Chapter) -> HandedChapter:
    return HandedChapter(
        position=place,
        title=chapter_heading(chapter, place, book.chapters, book.title),
        html=_run(chapter.blocks),
        notes_before=paragraphs("\n\n".join(filter(None, (chapter.summary, chapter.notes_before)))),
        notes_after=paragraphs(chapter.notes_after or ""),
        published=chapter.published,
    )


def _run(blocks: Iterable[Block]) -> str:
    tamed = (tame(one.html.strip()) for one in blocks)
    return "\n".join(html if html.startswith("<") and is_sound(html) else as_plain(html) for html in tamed)


def _remarks(book: Book, authors: Sequence[Author]) -> Iterable[str]:
    if not book.fandoms:
        yield "It names no fandom; AO3 asks for one."
    if not code_of(book.language):
        yield f"AO3 has no language “{book.language}”." if book.language else "It states no language; AO3 asks for one."
    if not authors:
        yield "Nobody is credited, so nobody can be told that it is there."
    if not book.rating:
        yield "It states no rating; AO3 enters “Not Rated”."


def _escaped(text: str | None) -> str:
    return escape((text or "").strip(), quote=False)


def makers(creators: Iterable[Creator]) -> str:
    """The names of those who made a story, for a list."""
    return ", ".join(one.name for one in creators if one.role in _MAKERS) or "nobody credited"
