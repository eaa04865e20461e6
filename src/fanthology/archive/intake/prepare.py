"""Reading one item and making ready all that will be stored of it. Knows no database: it runs in reading processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from fanthology import __version__
from fanthology.archive.catalogue.chapter_html import chapter_html
from fanthology.archive.catalogue.fields import Fields, count, day, fields_of, one_line
from fanthology.archive.catalogue.inferred import FindingRow
from fanthology.archive.catalogue.packing import pack
from fanthology.fic.gathering.likeness import signature_of, words_of
from fanthology.fic.readers import read
from fanthology.fic.story import Chapter, Rejection, SitePage, Story
from fanthology.fic.writers.json import page_record, rejection_record, story_record
from fanthology.fic.writers.privacy import mask_addresses

from .enriching import finding_rows

_NOTHING_BESIDE: Mapping[str, bytes] = {}
EvidenceRow: TypeAlias = tuple[str, str, int | None, int | None, str, float]
"""Field, value, start, end, rule, confidence."""


@dataclass(frozen=True, slots=True)
class PreparedChapter:
    """A chapter's columns and its text."""

    number: int | None
    title: str
    summary: str
    notes_before: str
    notes_after: str
    published: str | None
    words: int
    scenes: int
    html: str


@dataclass(frozen=True, slots=True)
class PreparedStory:
    """A Story, ready to be stored."""

    reader: str
    version: str
    packed: bytes
    fields: Fields
    chapters: tuple[PreparedChapter, ...]
    evidence: tuple[EvidenceRow, ...]
    mends: int
    fingerprint: bytes
    findings: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class PreparedRejection:
    """A Rejection, ready to be stored. Its version is that of the whole program: any reader may have said no."""

    reader: str
    version: str
    packed: bytes
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """A page of a site, ready to be stored."""

    reader: str
    version: str
    packed: bytes
    kind: str
    title: str
    html: str
    published: str | None
    author: str


Prepared: TypeAlias = PreparedStory | PreparedPage | PreparedRejection


def prepare(
    data: bytes,
    name: str,
    admit: bool = False,
    member: str | None = None,
    beside: Mapping[str, bytes] = _NOTHING_BESIDE,
) -> Prepared:
    """Read the bytes of one item that came under this name, or out of a container of this name as ``member``."""
    outcome = read(data, name=name, member=member, admit=admit, beside=beside)
    if isinstance(outcome, Story):
        return _story(outcome)
    return _rejection(outcome) if isinstance(outcome, Rejection) else _page(outcome)


def _rejection(rejection: Rejection) -> PreparedRejection:
    return PreparedRejection(
        reader=rejection.source.format or "none",
        version=__version__,
        packed=pack(rejection_record(rejection)),
        reason=rejection.reason,
        message=rejection.message,
    )


def _page(page: SitePage) -> PreparedPage:
    return PreparedPage(
        reader=page.reader.name,
        version=page.reader.version,
        packed=pack(page_record(page)),
        kind=page.kind,
        title=one_line(page.title) or "Untitled page",
        html=page.html,
        published=day(page.published),
        author=one_line(page.author),
    )


def _story(story: Story) -> PreparedStory:
    return PreparedStory(
        reader=story.reader.name,
        version=story.reader.version,
        packed=pack(story_record(story, private=True)),
        fields=fields_of(story),
        chapters=tuple(_chapter(chapter) for chapter in story.chapters),
        evidence=tuple(
            (one.field, one.value, *(one.span or (None, None)), one.rule, one.confidence) for one in story.evidence
        ),
        mends=sum(repair.mends for repair in story.repairs),
        fingerprint=fingerprint_of(story),
        findings=finding_rows(story),
    )


def fingerprint_of(story: Story) -> bytes:
    """What copies of a story are found by, as it is stored."""
    return signature_of(words_of(block.html for chapter in story.chapters for block in chapter.blocks)).pack()


def _chapter(chapter: Chapter) -> PreparedChapter:
    return PreparedChapter(
        number=count(chapter.number),
        title=mask_addresses(chapter.title or ""),
        summary=mask_addresses(chapter.summary or ""),
        notes_before=mask_addresses(chapter.notes_before or ""),
        notes_after=mask_addresses(chapter.notes_after or ""),
        published=day(chapter.published),
        words=chapter.words,
        scenes=chapter.scenes,
        html=chapter_html(chapter.blocks),
    )
