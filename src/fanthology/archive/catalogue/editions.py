"""Editions: the chapters that a work shows, made of one Reading or gathered from several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from fanthology.fic.gathering.compose import Composed, compose
from fanthology.fic.gathering.filenames import told_apart
from fanthology.fic.story import Chapter as FicChapter
from fanthology.fic.story import Story
from fanthology.fic.writers.from_json import story_from_record
from fanthology.fic.writers.privacy import mask_addresses

from .chapter_html import chapter_html
from .fields import count, day
from .models import Chapter, ChapterText, Edition, EditionPart, Reading, Work


def readings_of(edition: Edition) -> list[Reading]:
    """The Readings of an Edition, in their order."""
    parts = [part.reading for part in edition.parts.select_related("reading__source")]
    return parts or [edition.reading]


def composed(edition: Edition) -> Composed:
    """What the Readings of an Edition say together."""
    return compose(stories_of(readings_of(edition)))


def stories_of(readings: Sequence[Reading]) -> list[Story]:
    """The Stories of Readings that make one Edition. Parts that do not say themselves which they are go by the numbers
    of their files."""
    stories = [story_from_record(reading.record) for reading in readings]
    return told_apart(stories, [reading.source.name for reading in readings]) if len(stories) > 1 else stories


def own_edition(work: Work) -> Edition | None:
    """The newest Edition of a work's own Reading: what it shows when nothing is gathered into it."""
    return work.editions.filter(gathered=False).order_by("-pk").first()


def own_editions(works: Iterable[Work]) -> list[Edition]:
    """The same for many works at once, without those that have none."""
    own = Edition.objects.filter(work__in=works, gathered=False)
    return list({edition.work_id: edition for edition in own.order_by("pk")}.values())


def make_gathered(work: Work, readings: Sequence[Reading]) -> Edition:
    """A new Edition of a work from several Readings, or from another work's one. The work does not show it yet."""
    edition = Edition.objects.create(work=work, reading=readings[0], gathered=True)
    EditionPart.objects.bulk_create(
        EditionPart(edition=edition, reading=reading, position=position)
        for position, reading in enumerate(readings, start=1)
    )
    whole = compose(stories_of(readings))
    rows = [
        _row(edition, readings[origin], position, chapter)
        for position, (chapter, origin) in enumerate(zip(whole.story.chapters, whole.origins, strict=True), start=1)
    ]
    chapters = Chapter.objects.bulk_create(rows)
    ChapterText.objects.bulk_create(
        ChapterText(chapter=row, html=chapter_html(chapter.blocks))
        for row, chapter in zip(chapters, whole.story.chapters, strict=True)
    )
    return edition


def _row(edition: Edition, reading: Reading, position: int, chapter: FicChapter) -> Chapter:
    published = day(chapter.published)
    return Chapter(
        edition=edition,
        reading=reading,
        position=position,
        number=count(chapter.number),
        title=mask_addresses(chapter.title or ""),
        summary=mask_addresses(chapter.summary or ""),
        notes_before=mask_addresses(chapter.notes_before or ""),
        notes_after=mask_addresses(chapter.notes_after or ""),
        published=date.fromisoformat(published) if published else None,
        words=chapter.words,
        scenes=chapter.scenes,
    )
