"""The title page of an EPUB: who made the story, what it says about itself, and what a reader should know first."""

from __future__ import annotations

from collections.abc import Callable, Collection

from fanthology.fic.story import Creator, Link, Missing
from fanthology.fic.writers.book import Book
from fanthology.fic.writers.xhtml import escape, paragraphs, web_address

ROLES = {
    "author": "Author",
    "coauthor": "Author",
    "translator": "Translation",
    "beta": "Beta",
    "artist": "Art",
}
STATUSES = {"complete": "Complete", "in-progress": "In progress"}
LINKS = {
    "follows": "Follows",
    "continued-in": "Continued in",
    "inspired-by": "Inspired by",
    "translation-of": "A translation of",
    "see-chapter": "See",
}
# What the page lists, in this order, each with what it takes from the Book.
FACTS: tuple[tuple[str, Callable[[Book], tuple[str, ...]]], ...] = (
    ("Series", lambda book: tuple(_series(book))),
    ("Rating", lambda book: _one(book.rating)),
    ("Warnings", lambda book: book.warnings),
    ("Categories", lambda book: book.categories),
    ("Fandoms", lambda book: book.fandoms),
    ("Relationships", lambda book: book.relationships),
    ("Characters", lambda book: book.characters),
    ("Additional tags", lambda book: book.freeforms),
    ("Written for", lambda book: book.gift_to),
    ("Posted by", lambda book: _one(book.posted_by)),
    ("Language", lambda book: _one(book.language)),
    ("Published", lambda book: _one(book.published)),
    ("Updated", lambda book: _one(book.updated)),
    ("Status", lambda book: _one(STATUSES.get(book.status))),
    ("Words", lambda book: _one(f"{book.words:,}" if book.words else None)),
    ("Archiving", lambda book: _one(book.permission)),
    ("Source", lambda book: tuple(filter(web_address, book.sources))),
)
WARNED = ("Rating", "Warnings")
"""What of them stands before everything else, if that is wanted."""
# Longer texts, each under its heading.
TEXTS: tuple[tuple[str, Callable[[Book], str | None]], ...] = (
    ("Summary", lambda book: book.summary),
    ("Disclaimer", lambda book: book.disclaimer),
    ("Notes", lambda book: book.notes_before),
)


def title_page(book: Book) -> str:
    """The title page's body."""
    parts = [
        '<section epub:type="titlepage" aria-labelledby="heading">',
        f'<h1 id="heading">{escape(book.title).strip() or "Untitled"}</h1>',
        f'<p class="byline">{"<br/>".join(map(escape, byline(book)))}</p>',
        _facts(book),
        _links(book.links),
        _missing(book.missing),
        *(note(heading, text(book)) for heading, text in TEXTS),
        "</section>",
    ]
    return "\n".join(part for part in parts if part)


def warnings_page(book: Book) -> str:
    """The body of a page that says what a reader may want to know before anything else; empty if nothing is stated."""
    facts = _facts(book, WARNED)
    return facts and (
        '<section epub:type="preamble" aria-labelledby="heading">\n<h1 id="heading">Before you read</h1>\n'
        f"{facts}\n</section>"
    )


def creators_named(book: Book, *roles: str) -> tuple[Creator, ...]:
    """The creators with one of the roles whose name is more than blank."""
    return tuple(creator for creator in book.creators if creator.role in roles and escape(creator.name).strip())


def byline(book: Book) -> list[str]:
    """Who made it, a line for each role."""
    authors = [creator.name for creator in creators_named(book, "author", "coauthor")]
    lines = ["by " + ", ".join(authors) if authors else "Author not stated"]
    for role in ("translator", "beta", "artist"):
        lines.extend(f"{ROLES[role]}: {creator.name}" for creator in creators_named(book, role))
    return lines


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _series(book: Book) -> list[str]:
    return [place.name if place.position is None else f"{place.name}, part {place.position}" for place in book.series]


def _facts(book: Book, only: Collection[str] = ()) -> str:
    rows = []
    for label, values in FACTS:
        if only and label not in only:
            continue
        stated = [escape(value) for value in values(book) if value.strip()]
        if stated:
            rows.append(f"<dt>{label}</dt>" + "".join(f"<dd>{value}</dd>" for value in stated))
    return '<dl class="facts">\n' + "\n".join(rows) + "\n</dl>" if rows else ""


def _links(links: tuple[Link, ...]) -> str:
    rows = "".join(f"<li>{_link(link)}</li>" for link in links)
    return f'<ul class="links">{rows}</ul>' if rows else ""


def _link(link: Link) -> str:
    before, name, by = _link_parts(link)
    address = web_address(link.url)
    shown = f'<a href="{escape(address)}">{escape(name)}</a>' if address else escape(name)
    return f"{before} {shown}{escape(by)}"


def link_words(link: Link) -> str:
    """A link as a sentence.

    >>> link_words(Link("follows", "Flight", creator="Mina"))
    'Follows “Flight” by Mina'
    """
    before, name, by = _link_parts(link)
    return f"{before} {name}{by}"


def _link_parts(link: Link) -> tuple[str, str, str]:
    name = f"“{link.title}”" if link.title else ""
    if link.chapter is not None:
        name = f"{name}, chapter {link.chapter}" if name else f"chapter {link.chapter}"
    name = name or link.url or "a story"
    return LINKS.get(link.kind, "See"), name, f" by {link.creator}" if link.creator else ""


def _missing(missing: tuple[Missing, ...]) -> str:
    return f'<div class="missing"><p>{escape(missing_words(missing))}</p></div>' if missing else ""


def missing_words(missing: tuple[Missing, ...]) -> str:
    """What is not there, as a sentence; empty if nothing is known to be missing."""
    return f"Not in this copy: {'; '.join(map(_missing_one, missing))}." if missing else ""


def _missing_one(one: Missing) -> str:
    number = "" if one.number is None else f" {one.number}"
    title = f" “{one.title}”" if one.title else ""
    return f"{'story' if one.what == 'work' else one.what}{number}{title}"


def note(heading: str, text: str | None) -> str:
    """A titled note of plain text, or nothing."""
    if not text or not text.strip():
        return ""
    return f'<section class="note">\n<h2>{heading}</h2>\n{paragraphs(text)}\n</section>'
