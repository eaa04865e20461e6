"""What the API tells of works, names and marks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from fanthology.archive.catalogue.models import Chapter, Creator, Series, Tag
from fanthology.archive.downloads.file import FORMATS
from fanthology.archive.reading.models import Mark

from .addresses import tag_address
from .rows import Row


def work_record(root: str, row: Row) -> dict[str, Any]:
    """A work as a list has it. ``root`` is where the site is."""
    work = row.work
    address = f"{root}{row.address}"
    return {
        "id": work.public_id,
        "address": address,
        "title": work.title,
        "shown_title": work.display_title,
        "creators": [{"id": one.creator.public_id, "name": one.creator.name, "role": one.role} for one in row.credits],
        "series": [
            {"id": one.series.public_id, "name": one.series.name, "position": one.position} for one in row.series
        ],
        **{kind: [{"id": tag.shown.public_id, "name": tag.name} for tag in tags] for kind, tags in row.tags.items()},
        "rating": work.rating,
        "language": work.language,
        "status": work.status,
        "words": work.words,
        "chapters": work.chapter_count,
        "chapters_expected": work.chapters_expected,
        "published": work.published,
        "updated": work.updated,
        "added": work.added_at,
        "summary": work.summary,
        "passage": str(row.snippet),
        "files": {ending: f"{address}/download.{ending}" for ending in FORMATS},
    }


def chapter_record(root: str, address: str, chapter: Chapter) -> dict[str, Any]:
    """A chapter without its text. ``address`` is the path of its work."""
    return {
        "position": chapter.position,
        "number": chapter.number,
        "title": chapter.title,
        "summary": chapter.summary,
        "published": chapter.published,
        "words": chapter.words,
        "scenes": chapter.scenes,
        "address": f"{root}{address}/chapters/{chapter.position}",
    }


def tag_record(root: str, tag: Tag) -> dict[str, Any]:
    return {"id": tag.public_id, "kind": tag.kind, "name": tag.name, "address": f"{root}{tag_address(tag)}"}


def creator_record(root: str, creator: Creator) -> dict[str, Any]:
    address = f"{root}{reverse('creator', args=[creator.public_id])}"
    return {"id": creator.public_id, "name": creator.name, "address": address}


def series_record(root: str, series: Series) -> dict[str, Any]:
    address = f"{root}{reverse('series', args=[series.public_id])}"
    return {"id": series.public_id, "name": series.name, "address": address}


def mark_record(mark: Mark) -> dict[str, Any]:
    return {"work": mark.work.public_id, "mark": mark.state, "at": mark.at}
