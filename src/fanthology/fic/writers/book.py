"""Book: what a writer of reading formats needs, and nothing that must not be in a file that is handed out.

`book_from_story` makes one straight from a Story. Whoever knows better (an archive whose keeper has corrected a title,
say) makes a Book of its own, or changes one with `dataclasses.replace`; the writers do not ask where it came from.
A Book carries no contact, evidence or ledger.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from fanthology.fic.story import (
    Asset,
    Chapter,
    Creator,
    Identity,
    Link,
    Missing,
    Part,
    Review,
    SeriesPlace,
    Status,
    Story,
)
from fanthology.fic.text.exchange.facts import facts_of
from fanthology.fic.writers.naming import display_title
from fanthology.fic.writers.privacy import mask_addresses

# Where an identity leads on the web. A value that is an address already is used as it is.
_ADDRESSES = {
    "ao3": "https://archiveofourown.org/works/{}",
    "ffn": "https://www.fanfiction.net/s/{}",
    "url": "{}",
}

_MAIL_LINK = re.compile(r'<a href="mailto:[^"<>]*">', re.IGNORECASE)
# Fields in which a mail address may stand. The text of the story is its author's, and stays as it is.
_TEXTS = ("title", "held", "posted_by", "summary", "disclaimer", "permission", "notes_before", "notes_after")
_TEXT_LISTS = ("gift_to", "fandoms", "relationships", "characters", "freeforms", "warnings", "categories")
_CHAPTER_TEXTS = ("title", "summary", "notes_before", "notes_after")
_LINK_TEXTS = ("title", "creator")
_REVIEW_TEXTS = ("text", "author")

Piece = TypeVar("Piece", Chapter, Link, Review)


@dataclass(frozen=True, slots=True)
class Book:
    """A story ready to be written out.

    ``title`` is never empty: a stated one, or `naming.display_title`. ``identifier`` is a URN that stays the same for
    the same story. ``sources`` say where the text came from (web addresses, or the URN of the original's digest).
    ``language`` is None when nobody knows it. ``publisher`` is the archive that hands the file out, if any.
    ``titled`` is False where the story states no title. Texts
    (``summary``, the notes) are plain; a blank line separates paragraphs. Blocks of ``chapters`` are as in a Story.
    ``cover`` and ``warnings_first`` are how it is to be shown, not what it is.
    """

    title: str
    identifier: str
    chapters: tuple[Chapter, ...] = ()
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
    missing: tuple[Missing, ...] = ()
    sources: tuple[str, ...] = ()
    publisher: str | None = None
    titled: bool = True
    identity: tuple[Identity, ...] = ()
    assets: tuple[Asset, ...] = ()
    reviews: tuple[Review, ...] = ()
    part: Part | None = None
    held: str | None = None
    cover: bool = True
    warnings_first: bool = False

    @property
    def words(self) -> int:
        """Words of all chapters."""
        return sum(chapter.words for chapter in self.chapters)


def book_from_story(story: Story) -> Book:
    """The Book of a Story, exactly as the item states it.

    >>> from fanthology.fic.story import SourceInfo
    >>> book_from_story(Story(SourceInfo("a.txt", "text", "0" * 64, 5), title="Flight")).identifier
    'urn:uuid:8d76f1df-08ac-51a1-83cb-ac05b1182e31'
    """
    return Book(
        title=display_title(story),
        identifier=book_identifier(story),
        chapters=story.chapters,
        creators=tuple(replace(creator, contact=None) for creator in story.creators),
        posted_by=story.posted_by,
        gift_to=story.gift_to,
        fandoms=story.fandoms,
        relationships=story.relationships,
        characters=story.characters,
        freeforms=story.freeforms,
        rating=story.rating,
        warnings=story.warnings,
        categories=story.categories,
        summary=story.summary,
        disclaimer=story.disclaimer,
        permission=story.permission,
        notes_before=story.notes_before,
        notes_after=story.notes_after,
        language=story.language,
        published=story.published,
        updated=story.updated,
        status=story.status,
        chapters_expected=story.chapters_expected,
        series=story.series,
        links=story.links,
        missing=story.missing,
        sources=tuple(book_sources(story)),
        titled=bool((story.title or "").strip()),
        identity=story.identity,
        assets=story.assets,
        reviews=story.reviews,
        part=story.part,
        held=story.held,
    )


def book_to_write(story: Story | Book) -> Book:
    """What a writer writes of a Story or a Book: no contact, and no mail address outside the text."""
    book = without_addresses(book_from_story(story) if isinstance(story, Story) else story)
    return replace(book, chapters=tuple(_without_mail_links(chapter) for chapter in book.chapters))


def _without_mail_links(chapter: Chapter) -> Chapter:
    """The chapter with links that would write to someone as their mere text."""
    if not any("mailto:" in block.html for block in chapter.blocks):
        return chapter
    blocks = (replace(block, html=_MAIL_LINK.sub("<a>", block.html)) for block in chapter.blocks)
    return replace(chapter, blocks=tuple(blocks))


def book_facts(book: Book) -> dict[str, Any]:
    """What a file says about a book for programs, beside its text (`fic.text.exchange.facts`)."""
    facts = facts_of(book)
    return facts if book.titled else {name: value for name, value in facts.items() if name != "title"}


def book_identifier(story: Story) -> str:
    """A URN that every copy of the same story shares: from its first identity elsewhere, else from its bytes."""
    if story.identity:
        name = f"{story.identity[0].scheme}:{story.identity[0].value}"
    else:
        name = f"sha256:{story.source.sha256}"
    # a digest first: a name may hold a lone surrogate, which uuid5 cannot encode
    digest = hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:fanthology:{digest}").urn


def book_sources(story: Story) -> list[str]:
    """Where the text came from: the addresses of its identities, else the digest of the original."""
    addresses = [address for one in story.identity if (address := _address(one))]
    return list(dict.fromkeys(addresses)) or [f"urn:sha256:{story.source.sha256}"]


def _address(one: Identity) -> str | None:
    if one.value.startswith(("https://", "http://")):
        return one.value
    pattern = _ADDRESSES.get(one.scheme)
    return pattern.format(one.value) if pattern else None


def without_addresses(book: Book) -> Book:
    """The Book with every mail address outside the text of its chapters masked.

    >>> without_addresses(Book("Flight", "urn:x", notes_after="Write to mina@example.org")).notes_after
    'Write to m***@***'
    """
    lists: dict[str, Any] = {name: tuple(map(mask_addresses, getattr(book, name))) for name in _TEXT_LISTS}
    return replace(
        book,
        links=tuple(_masked(link, _LINK_TEXTS) for link in book.links),
        creators=tuple(replace(one, name=mask_addresses(one.name), contact=None) for one in book.creators),
        reviews=tuple(_masked(one, _REVIEW_TEXTS) for one in book.reviews),
        chapters=tuple(_masked(chapter, _CHAPTER_TEXTS) for chapter in book.chapters),
        **_masked_fields(book, _TEXTS),
        **lists,
    )


def _masked(value: Piece, names: tuple[str, ...]) -> Piece:
    changes = _masked_fields(value, names)
    return replace(value, **changes) if changes else value


def _masked_fields(value: Book | Chapter | Link | Review, names: tuple[str, ...]) -> dict[str, Any]:
    """The fields that masking changes, with their new values."""
    texts = {name: text for name in names if (text := getattr(value, name)) and "@" in text}
    return {name: mask_addresses(text) for name, text in texts.items()}
