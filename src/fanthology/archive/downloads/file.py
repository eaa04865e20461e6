"""A Work as a file to take away: its Edition's text under what the catalogue says of it, Edits included."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple, cast

from fanthology.archive.catalogue import gating, queries
from fanthology.archive.catalogue.models import Chapter, Edition, Work
from fanthology.archive.catalogue.tagged import tags_of
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.fic import story as fic
from fanthology.fic.writers.book import Book, book_from_story
from fanthology.fic.writers.choices import AS_USUAL, Choices
from fanthology.fic.writers.from_json import story_from_record

from .formats import FORMATS, formats
from .names import file_name

__all__ = ("FORMATS", "File", "book_of", "file_of", "name_of")

_TEXTS = ("summary", "disclaimer", "permission", "notes_before", "notes_after")
_CHAPTER_TEXTS = ("title", "summary", "notes_before", "notes_after")
_TAG_FIELDS = {
    "fandom": "fandoms",
    "relationship": "relationships",
    "character": "characters",
    "freeform": "freeforms",
    "warning": "warnings",
    "category": "categories",
}


class File(NamedTuple):
    """A file to hand out: its name, safe on every system, and its bytes."""

    name: str
    data: bytes


def file_of(viewer: Viewer, public_id: str, ending: str = "epub", choices: Choices = AS_USUAL) -> File:
    """A work as a file of the format with that ending; the same bytes as long as the work stays the same.

    Raises Work.DoesNotExist for a work that is not there or that the viewer may not see, BehindGateError for one that
    the viewer has to ask for first, FanthologyError if the file could not be made.
    """
    work = queries.credited_works(viewer).get(public_id=public_id)
    gating.require_open(viewer, work)
    book = book_of(work)
    data = formats()[ending].of(book, choices)
    # making it took a while: who withdraws a work meanwhile does so before it is handed out
    if not queries.works(viewer).filter(pk=work.pk).exists():
        raise Work.DoesNotExist
    return File(name_of(book, work, ending), data)


def name_of(book: Book, work: Work, ending: str) -> str:
    """What the file of a work is called."""
    return file_name(book.title, [one.name for one in book.creators], work.public_id, ending)


def book_of(work: Work) -> Book:
    """A work as a Book. It has an Edition, as every work has that was admitted."""
    edition = Edition.objects.select_related("reading").get(shown_by=work)
    # identities and dedication have no column: they are as the chosen reading has them
    story = story_from_record(edition.reading.record)
    return replace(
        book_from_story(story),
        title=work.display_title,
        titled=bool(work.title),
        # what is between the archive and its keeper, or of other people, stays here
        held=None,
        reviews=(),
        part=None,
        posted_by=None,  # who sent a message is often a real name, beside the name that the author chose
        chapters=_chapters(edition, story),
        creators=_creators(work, story),
        rating=work.rating,
        language=work.language,
        published=_day(work.published),
        updated=_day(work.updated),
        status=cast(fic.Status, work.status),
        chapters_expected=work.chapters_expected,
        series=_series(work, story),
        links=_links(work),
        missing=_missing(work),
        **_texts(work),
        **_tags(work),
    )


def _creators(work: Work, story: fic.Story) -> tuple[fic.Creator, ...]:
    """With what a name is elsewhere, as it was read: a name that was corrected or taken off leads nowhere."""
    known = {one.name: one.identity for one in story.creators}
    return tuple(
        fic.Creator(one.creator.name, cast(fic.Role, one.role), identity=known.get(one.creator.name, ()))
        for one in work.credits.all()
    )


def _series(work: Work, story: fic.Story) -> tuple[fic.SeriesPlace, ...]:
    known = {one.name: one.identity for one in story.series}
    return tuple(
        fic.SeriesPlace(one.series.name, one.position, known.get(one.series.name, ()))
        for one in work.series_entries.all()
    )


def _texts(work: Work) -> dict[str, Any]:
    return {name: getattr(work, name) or None for name in _TEXTS}


def _tags(work: Work) -> dict[str, Any]:
    found = tags_of(work)
    return {field: tuple(tag.name for tag in found[kind]) for kind, field in _TAG_FIELDS.items()}


def _links(work: Work) -> tuple[fic.Link, ...]:
    return tuple(
        fic.Link(cast(fic.LinkKind, one.kind), one.title or None, one.chapter, one.creator or None, one.url or None)
        for one in work.links.order_by("pk")
    )


def _missing(work: Work) -> tuple[fic.Missing, ...]:
    rows = work.missing.order_by("pk").values_list("what", "number", "title")
    return tuple(fic.Missing(cast(Any, what), number, title or None) for what, number, title in rows)


def _chapters(edition: Edition, story: fic.Story) -> tuple[fic.Chapter, ...]:
    """The chapters, with their blocks from the reading each was taken from: a reading's chapters come in its order."""
    left = {edition.reading_id: iter(story.chapters)}
    found: list[fic.Chapter] = []
    for row in edition.chapters.all():
        if row.reading_id not in left:
            left[row.reading_id] = iter(story_from_record(row.reading.record).chapters)
        found.append(_chapter(row, next(left[row.reading_id])))
    return tuple(found)


def _chapter(row: Chapter, read: fic.Chapter) -> fic.Chapter:
    texts: dict[str, Any] = {name: getattr(row, name) or None for name in _CHAPTER_TEXTS}
    return replace(read, number=row.number, published=_day(row.published), words=row.words, scenes=row.scenes, **texts)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
