"""Works for tests, of real rows and entered in the change log: ``from archive.factories import make_work``."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from fanthology.archive.catalogue.models import (
    Change,
    Chapter,
    ChapterText,
    Creator,
    Creatorship,
    Edition,
    Reading,
    Series,
    SeriesEntry,
    Source,
    Tag,
    Tagging,
    TagKind,
    Work,
)
from fanthology.fic import story as fic
from fanthology.fic.writers.json import story_record

Visible: TypeAlias = Literal["private", "registered", "public"]

_TAG_LISTS = {
    "fandoms": TagKind.FANDOM,
    "relationships": TagKind.RELATIONSHIP,
    "characters": TagKind.CHARACTER,
    "freeforms": TagKind.FREEFORM,
    "warnings": TagKind.WARNING,
    "categories": TagKind.CATEGORY,
}


def make_work(
    title: str | None = "The Red-Headed League",
    *,
    creators: Sequence[str] = (),
    fandoms: Sequence[str] = (),
    text: str | Sequence[str] = "It was a wet morning in Baker Street.",
    series: Sequence[str] = (),
    visibility: Visible = "public",
    contact: str | None = None,
    **fields: Any,
) -> Work:
    """A work with its Source, Reading, Edition, chapters, credits and tags, and a row in the change log.

    ``text`` is one chapter or several; a blank line parts its paragraphs. ``fields`` are further fields of a Story
    (``characters``, ``rating``, ``summary``, ``language``, ``status``, ...).
    """
    chapters = [text] if isinstance(text, str) else list(text)
    story = _story(title, chapters, creators, fandoms, series, contact, fields)
    reading = _reading(story)
    work = Work.objects.create(visibility=visibility, **_columns(story))
    edition = Edition.objects.create(work=work, reading=reading)
    work.edition = edition
    work.save(update_fields=["edition"])
    _write_chapters(edition, story)
    _write_names(work, story)
    record_change(work)
    work.refresh_from_db()  # dates were given as words
    return work


def record_change(work: Work | int, kind: str = Change.Kind.SAVED) -> Change:
    """Enter a work in the change log."""
    return Change.objects.create(kind=kind, work_id=work if isinstance(work, int) else work.pk)


def set_visibility(work: Work, visibility: str) -> None:
    """Publish or withdraw a work, and enter it in the change log."""
    Work.objects.filter(pk=work.pk).update(visibility=visibility)
    record_change(work)


def remove(work: Work) -> None:
    """Take a work out of the catalogue, and enter that in the change log."""
    number = work.pk
    work.delete()
    record_change(number, Change.Kind.GONE)


def _story(
    title: str | None,
    chapters: list[str],
    creators: Sequence[str],
    fandoms: Sequence[str],
    series: Sequence[str],
    contact: str | None,
    fields: dict[str, Any],
) -> fic.Story:
    whole = "\n\n".join([title or "", *chapters]).encode()
    # the count makes two works of the same words two sources
    digest = hashlib.sha256(whole + str(Source.objects.count()).encode()).hexdigest()
    return fic.Story(
        source=fic.SourceInfo("made-up.txt", "text", digest, len(whole), "utf-8"),
        reader=fic.ReaderInfo("test", "1"),
        title=title,
        creators=tuple(fic.Creator(name, contact=contact) for name in creators),
        fandoms=tuple(fandoms),
        series=tuple(fic.SeriesPlace(name, place) for place, name in enumerate(series, 1)),
        chapters=tuple(_chapter(number, chapter, len(chapters)) for number, chapter in enumerate(chapters, 1)),
        **{name: tuple(value) if name in _TAG_LISTS else value for name, value in fields.items()},
    )


def _chapter(number: int, text: str, of: int) -> fic.Chapter:
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    blocks = tuple(
        fic.Block(f"b{number}x{place}", "paragraph", 1, None, f"<p>{html.escape(paragraph, quote=False)}</p>")
        for place, paragraph in enumerate(paragraphs)
    )
    return fic.Chapter(blocks, number=number if of > 1 else None, words=len(text.split()))


def _reading(story: fic.Story) -> Reading:
    source = Source.objects.create(sha256=story.source.sha256, size=story.source.bytes, name=story.source.path)
    packed = Reading.pack(story_record(story, private=True))
    return Reading.objects.create(source=source, reader="test", version="1", outcome="story", packed=packed)


def _columns(story: fic.Story) -> dict[str, Any]:
    texts = ("summary", "disclaimer", "permission", "notes_before", "notes_after")
    same = ("title", "rating", "language", "status", "published", "updated", "words", "chapters_expected")
    return {
        **{name: getattr(story, name) or "" for name in texts},
        **{name: getattr(story, name) for name in same},
        "display_title": story.title or "Untitled",
        "sort_title": (story.title or "untitled").casefold().removeprefix("the "),
        "chapter_count": len(story.chapters),
    }


def _write_chapters(edition: Edition, story: fic.Story) -> None:
    for position, one in enumerate(story.chapters, 1):
        chapter = Chapter.objects.create(
            edition=edition, reading=edition.reading, position=position, number=one.number, words=one.words
        )
        markup = "\n".join(block.html.replace("<p>", f'<p id="{block.id}">', 1) for block in one.blocks)
        ChapterText.objects.create(chapter=chapter, html=markup)


def _write_names(work: Work, story: fic.Story) -> None:
    for position, one in enumerate(story.creators):
        creator, _ = Creator.objects.get_or_create(
            name=one.name, defaults={"sort_name": one.name.casefold(), "contact": one.contact or ""}
        )
        Creatorship.objects.create(work=work, creator=creator, role=one.role, position=position)
    for field, kind in _TAG_LISTS.items():
        for position, name in enumerate(getattr(story, field)):
            tag, _ = Tag.objects.get_or_create(kind=kind, name=name)
            Tagging.objects.create(work=work, tag=tag, position=position)
    for place in story.series:
        series, _ = Series.objects.get_or_create(name=place.name)
        SeriesEntry.objects.create(work=work, series=series, position=place.position)
