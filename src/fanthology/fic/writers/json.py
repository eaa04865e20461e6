"""Story JSON: a Story or a Rejection as a record of plain values, and back.

The format is public and versioned; ``story.schema.json`` beside this module describes it. Within ``fanthology.story/1``
keys stay, and may be added to. The records are written out by hand: a general walk over the dataclasses takes several
times as long, and an intake makes a record of every Reading.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256
from importlib import resources
from typing import Any, TypeAlias

from fanthology.fic.story import (
    Asset,
    Chapter,
    Creator,
    Evidence,
    Identity,
    Ledger,
    Link,
    Rejection,
    Repair,
    Review,
    SegmentKind,
    SeriesPlace,
    SitePage,
    SourceInfo,
    Story,
)
from fanthology.fic.text.exchange.facts import STORY_FACTS
from fanthology.fic.writers.book import Book, book_to_write
from fanthology.fic.writers.from_json import story_from_record
from fanthology.fic.writers.privacy import mask_addresses, mask_contact

__all__ = (
    "json_line",
    "page_record",
    "rejection_record",
    "schema_text",
    "source_record",
    "story_from_record",
    "story_record",
    "write_json",
)

Record: TypeAlias = dict[str, Any]

_SURROGATE = re.compile("[\ud800-\udfff]")

SCHEMA = "fanthology.story/1"
SEGMENT_KINDS: tuple[SegmentKind, ...] = ("header", "note", "heading", "body", "scene-break", "furniture")

# Fields that go over as they are, in runs as the format orders them.
_TAG_LISTS = ("gift_to", "fandoms", "relationships", "characters", "freeforms")
_ADVICE_LISTS = ("warnings", "categories")
_PLAIN = (
    "summary",
    "disclaimer",
    "permission",
    "notes_before",
    "notes_after",
    "language",
    "published",
    "updated",
    "status",
    "chapters_expected",
)
_CHAPTER_PLAIN = (
    "number",
    "title",
    "summary",
    "published",
    "source_url",
    "words",
    "scenes",
    "notes_before",
    "notes_after",
)


def schema_text() -> str:
    """The JSON Schema (draft 2020-12) of a line of Story JSON."""
    return resources.files("fanthology.fic.writers").joinpath("story.schema.json").read_text("utf-8")


def json_line(record: Record) -> str:
    """One line of JSON, without the line end, that can be encoded as UTF-8.

    A lone surrogate (part of a file name that is not UTF-8) is written as its JSON escape, so nothing is lost.

    >>> json_line({"title": "Émigré", "path": "caf\\udce9"})
    '{"title":"Émigré","path":"caf\\\\udce9"}'
    """
    line = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return line.encode("utf-8", "backslashreplace").decode("utf-8")


def write_json(story: Story | Book) -> bytes:
    """A Story as one line of Story JSON, without contacts: the writer of ``.json`` files.

    A Book has no account of how it was read, nor where: its record says of its source only that it is a book.
    """
    if isinstance(story, Book):
        story = _story_of(book_to_write(story))
    return (json_line(story_record(story)) + "\n").encode("utf-8")


def story_record(story: Story, private: bool = False) -> Record:
    """The record of a Story, with the keys of Story JSON. Contacts are masked unless ``private``.

    >>> story = Story(SourceInfo("a.txt", "text", "0" * 64, 5), creators=(Creator("Mina", contact="mina@example.org"),))
    >>> story_record(story)["creators"]
    [{'name': 'Mina', 'role': 'author', 'contact': 'm***@***'}]
    >>> story_from_record(story_record(story, private=True)) == story
    True
    """
    return {
        "schema": SCHEMA,
        "source": source_record(story.source, private),
        "reader": {"name": story.reader.name, "version": story.reader.version},
        "identity": _identities(story.identity),
        "title": story.title,
        "creators": [_creator(one, private) for one in story.creators],
        "posted_by": story.posted_by if private or not story.posted_by else mask_addresses(story.posted_by),
        **{name: list(getattr(story, name)) for name in _TAG_LISTS},
        "rating": story.rating,
        **{name: list(getattr(story, name)) for name in _ADVICE_LISTS},
        **{name: getattr(story, name) for name in _PLAIN},
        "series": [_series(one) for one in story.series],
        "links": [_link(one) for one in story.links],
        "chapters": [_chapter(one) for one in story.chapters],
        "assets": [_asset(one) for one in story.assets],
        "reviews": [_review(one) for one in story.reviews],
        "missing": [{"what": one.what, "number": one.number, "title": one.title} for one in story.missing],
        "repairs": [_repair(one) for one in story.repairs],
        "evidence": [_evidence(one, private) for one in story.evidence],
        "findings": [],
        "ledger": _ledger(story.ledger),
        "part": story.part and {"number": story.part.number, "of": story.part.of},
        "held": story.held,
    }


def page_record(page: SitePage) -> Record:
    """The record of a page of a site that is no story but belongs to its archive."""
    return {
        "page": {
            "source": source_record(page.source),
            "reader": {"name": page.reader.name, "version": page.reader.version},
            "title": page.title,
            "html": page.html,
            "kind": page.kind,
            "published": page.published,
            "author": page.author,
        }
    }


def rejection_record(rejection: Rejection) -> Record:
    """The record of an item that is no story or could not be read."""
    return {
        "rejected": {
            "source": source_record(rejection.source),
            "reason": rejection.reason,
            "message": rejection.message,
        }
    }


def source_record(source: SourceInfo, private: bool = False) -> Record:
    """The record of where an item came from.

    Bytes of a file's name that are not UTF-8 are shown as U+FFFD unless ``private``: strict programs refuse a record
    that holds a lone surrogate, and the digest says which file it was.
    """
    return {
        "path": source.path if private else _SURROGATE.sub("\ufffd", source.path),
        "member": source.member,
        "format": source.format,
        "sha256": source.sha256,
        "bytes": source.bytes,
        "encoding": source.encoding,
    }


def _creator(one: Creator, private: bool) -> Record:
    contact = one.contact if private or not one.contact else mask_contact(one.contact)
    record = {"name": one.name if private else mask_addresses(one.name), "role": one.role, "contact": contact}
    return record | {"identity": _identities(one.identity)} if one.identity else record


def _series(one: SeriesPlace) -> Record:
    record: Record = {"name": one.name, "position": one.position}
    return record | {"identity": _identities(one.identity)} if one.identity else record


def _identities(those: tuple[Identity, ...]) -> list[Record]:
    return [{"scheme": one.scheme, "value": one.value} for one in those]


def _link(one: Link) -> Record:
    return {
        "kind": one.kind,
        "title": one.title,
        "chapter": one.chapter,
        "creator": one.creator,
        "url": one.url,
    }


def _chapter(one: Chapter) -> Record:
    return {
        **{name: getattr(one, name) for name in _CHAPTER_PLAIN},
        "blocks": [
            {
                "id": block.id,
                "kind": block.kind,
                "scene": block.scene,
                "span": block.span and list(block.span),
                "html": block.html,
            }
            for block in one.blocks
        ],
    }


def _asset(one: Asset) -> Record:
    return {"name": one.name, "media_type": one.media_type, "sha256": one.sha256, "alt": one.alt}


def _review(one: Review) -> Record:
    return {
        "author": one.author,
        "date": one.date,
        "chapter": one.chapter,
        "rating": one.rating,
        "text": one.text,
    }


def _repair(one: Repair) -> Record:
    return {"span": list(one.span), "was": one.was, "now": one.now, "rule": one.rule}


def _evidence(one: Evidence, private: bool) -> Record:
    value = one.value
    if not private:
        value = mask_contact(value) if "contact" in one.field and value else mask_addresses(value)
    return {
        "field": one.field,
        "value": value,
        "span": one.span and list(one.span),
        "rule": one.rule,
        "confidence": one.confidence,
    }


def _ledger(one: Ledger) -> Record:
    return {
        "characters": one.characters,
        "accounted": one.accounted,
        "by_kind": {kind: one.by_kind.get(kind, 0) for kind in SEGMENT_KINDS},
        "segments": [list(segment) for segment in one.segments],
    }


def _story_of(book: Book) -> Story:
    """The Story that a Book tells, without spans: they would point into a file that nobody is given."""
    facts = {name: getattr(book, name) for name in STORY_FACTS}
    chapters = tuple(
        replace(chapter, blocks=tuple(replace(block, span=None) for block in chapter.blocks))
        for chapter in book.chapters
    )
    source = SourceInfo("", "book", sha256(book.identifier.encode("utf-8", "backslashreplace")).hexdigest(), 0)
    title = book.title if book.titled else None
    return Story(source=source, chapters=chapters, **{**facts, "title": title})
