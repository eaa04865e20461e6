"""Story: the value that every reader returns and every writer takes.

Pure, frozen, and ignorant of databases. The words are those of GLOSSARY.md. All spans are Unicode code points in the
decoded text of the item, before repair and unwrapping, as half-open ``(start, end)`` pairs.

>>> story = Story(source=SourceInfo(path="a.txt", format="text", sha256="0" * 64, bytes=5, encoding="utf-8"))
>>> story.title is None and story.status
'unknown'
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Span: TypeAlias = tuple[int, int]

RATINGS = ("Not Rated", "General Audiences", "Teen And Up Audiences", "Mature", "Explicit")

Role: TypeAlias = Literal["author", "coauthor", "translator", "beta", "artist"]
LinkKind: TypeAlias = Literal["follows", "continued-in", "inspired-by", "translation-of", "see-chapter"]
BlockKind: TypeAlias = Literal["paragraph", "heading", "verse", "letter", "list", "quotation", "image", "scene-break"]
SegmentKind: TypeAlias = Literal["header", "note", "heading", "body", "scene-break", "furniture"]
Status: TypeAlias = Literal["complete", "in-progress", "unknown"]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Where a Story came from. ``path`` is as given; ``member`` names an item inside a container."""

    path: str
    format: str
    sha256: str
    bytes: int
    encoding: str | None = None
    member: str | None = None


@dataclass(frozen=True, slots=True)
class ReaderInfo:
    """Which reader, in which version, made a Reading. A better reader has a higher version."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Identity:
    """A name that a story, creator or series has elsewhere: ``ao3``, ``ffn``, ``efiction``, ``message-id``, ``url``.

    A creator's schemes end in ``-user``, a series' in ``-series``. Where several sites number alike, the value begins
    with the site: ``efiction`` has ``moors.example:12``.
    """

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Creator:
    """Someone who made the story. ``contact`` is private: masked in exports, never indexed or shown."""

    name: str
    role: Role = "author"
    contact: str | None = None
    identity: tuple[Identity, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesPlace:
    """A series the story says it belongs to, and its place there when it says one."""

    name: str
    position: int | None = None
    identity: tuple[Identity, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a story an item says it is, as posts do: ``3/7``, ``(1/?)``, ``0/7`` for a header alone."""

    number: int | None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to another story (or to a chapter of this one), as far as the file names it."""

    kind: LinkKind
    title: str | None = None
    chapter: int | None = None
    creator: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, verse, letter, scene break, ... of a chapter.

    ``html`` is one whole element (``<p>...</p>``) in the allow-list of `fic.text.markup.html`, well-formed as XHTML too
    (``<br/>``, no named entities but the five of XML), so that a page and an EPUB use it as it is. A scene break keeps
    its ornament as its text. ``scene`` counts from 1 within the chapter; a scene break belongs to the scene it ends.
    ``id`` is made from the block's words, so it stays when a better reader reads the same text again.
    """

    id: str
    kind: BlockKind
    scene: int
    span: Span | None
    html: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A run of Blocks. ``number`` and ``title`` are as the file states them, else None."""

    blocks: tuple[Block, ...]
    number: int | None = None
    title: str | None = None
    summary: str | None = None
    published: str | None = None
    source_url: str | None = None
    words: int = 0
    scenes: int = 1
    notes_before: str | None = None
    notes_after: str | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture or other file that belongs to the story."""

    name: str
    media_type: str
    sha256: str
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A reader's words about the story, kept with it."""

    text: str
    author: str | None = None
    date: str | None = None
    chapter: int | None = None
    rating: str | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Something the story says exists and this item does not have."""

    what: Literal["chapter", "part", "work"]
    number: int | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A change made to the text: where, what it was, what it is now, by which rule.

    Applying every repair to the body segments gives the words of the blocks exactly. Rules whose id starts with
    ``typeset-`` turn plain-text conventions into typography (``*stars*`` into emphasis, a hyphen at a hard wrap);
    the others mend damage.
    """

    span: Span
    was: str
    now: str
    rule: str

    @property
    def mends(self) -> bool:
        """True if this mends damage, False if it only typesets."""
        return not self.rule.startswith("typeset-")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field has its value. ``value`` is as written in the source; confidence 1 means a label said so."""

    field: str
    value: str
    span: Span | None
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of a source: every non-blank character is in exactly one segment.

    ``segments`` are sorted and disjoint; ``characters`` counts the non-blank characters of the decoded text and
    ``accounted`` those inside a segment. They are equal, or the reader has a fault.
    """

    characters: int
    accounted: int
    by_kind: dict[SegmentKind, int]
    segments: tuple[tuple[int, int, SegmentKind], ...]


EMPTY_LEDGER = Ledger(0, 0, {}, ())


@dataclass(frozen=True, slots=True)
class Story:
    """One item, read. Only what the file states; nothing is inferred here."""

    source: SourceInfo
    reader: ReaderInfo = ReaderInfo("none", "0")
    identity: tuple[Identity, ...] = ()
    title: str | None = None
    creators: tuple[Creator, ...] = ()
    posted_by: str | None = None
    gift_to: tuple[str, ...] = ()
    fandoms: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    freeforms: tuple[str, ...] = ()
    rating: str | None = None
    warnings: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    summary: str | None = None
    disclaimer: str | None = None
    permission: str | None = None
    notes_before: str | None = None
    notes_after: str | None = None
    language: str | None = None
    published: str | None = None
    updated: str | None = None
    status: Status = "unknown"
    chapters_expected: int | None = None
    series: tuple[SeriesPlace, ...] = ()
    links: tuple[Link, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    assets: tuple[Asset, ...] = ()
    reviews: tuple[Review, ...] = ()
    missing: tuple[Missing, ...] = ()
    repairs: tuple[Repair, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    ledger: Ledger = field(default=EMPTY_LEDGER)
    part: Part | None = None
    held: str | None = None
    """Why the place it comes from did not show it to everyone ("not validated"); publishing in bulk leaves it out."""

    @property
    def words(self) -> int:
        """Words of all chapters, counted as AO3 does."""
        return sum(chapter.words for chapter in self.chapters)


@dataclass(frozen=True, slots=True)
class Rejection:
    """An item that could not be read, or is no story. Its bytes are kept; a person may admit it all the same.

    ``reason`` is one of `REASONS`; ``message`` says it in plain words.
    """

    source: SourceInfo
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of an archive that is no story but belongs to it: its rules, its news. ``html`` is safe to show."""

    source: SourceInfo
    reader: ReaderInfo
    title: str
    html: str
    kind: Literal["page", "news"] = "page"
    published: str | None = None
    author: str | None = None


Outcome: TypeAlias = Story | SitePage | Rejection
"""What becomes of an item that is read."""

REASONS = ("not-a-story", "unreadable", "empty", "binary", "too-large", "unsupported")
