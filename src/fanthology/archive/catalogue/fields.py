"""What a work's page shows, as one value: taken from a Story, then overlaid with Edits. Knows no database.

Mail addresses are masked here, once, so that no column that is shown, indexed or exported ever holds one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from fanthology.fic.story import RATINGS, Creator, Identity, Link, Missing, Review, SeriesPlace, Story
from fanthology.fic.writers.naming import opening_words, untitled
from fanthology.fic.writers.privacy import mask_addresses

Credit: TypeAlias = tuple[str, str, str]
"""Name, role, contact."""
Place: TypeAlias = tuple[str, int | None]
"""A series' name and the place in it."""

TEXTS = ("summary", "disclaimer", "permission", "notes_before", "notes_after")
NAMES = ("fandoms", "warnings", "categories", "relationships", "characters", "freeforms")

_MOST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Fields:
    """Everything that `materialise` writes. Dates are as ``YYYY-MM-DD``; None is unknown."""

    title: str | None = None
    summary: str | None = None
    disclaimer: str | None = None
    permission: str | None = None
    notes_before: str | None = None
    notes_after: str | None = None
    rating: str | None = None
    language: str | None = None
    status: str = "unknown"
    published: str | None = None
    updated: str | None = None
    chapters_expected: int | None = None
    creators: tuple[Credit, ...] = ()
    fandoms: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    freeforms: tuple[str, ...] = ()
    series: tuple[Place, ...] = ()
    links: tuple[Link, ...] = ()
    missing: tuple[Missing, ...] = ()
    identity: tuple[Identity, ...] = ()
    creator_identities: tuple[tuple[str, Identity], ...] = ()
    """Names of creators, each with a name they have elsewhere."""
    series_identities: tuple[tuple[str, Identity], ...] = ()
    reviews: tuple[Review, ...] = ()
    held: str = ""
    words: int = 0
    chapter_count: int = 0
    opening: str = ""
    """The first words, which name what has no title."""

    @property
    def display_title(self) -> str:
        """The title, or "Untitled (first words…)" where none is known."""
        return self.title or untitled(self.opening)


def fields_of(story: Story) -> Fields:
    """What a Story states.

    >>> from fanthology.fic.story import Creator, SourceInfo
    >>> source = SourceInfo("a.txt", "text", "0" * 64, 5)
    >>> found = fields_of(Story(source, title=" Flight ", creators=(Creator("Mina"),)))
    >>> found.title, found.creators, found.rating
    ('Flight', (('Mina', 'author', ''),), None)
    """
    return Fields(
        title=one_line(story.title) or None,
        **_texts(story),
        rating=story.rating if story.rating in RATINGS else None,
        language=story.language,
        status=story.status,
        published=day(story.published),
        updated=day(story.updated),
        chapters_expected=count(story.chapters_expected),
        **_names(story),
        creators=_credits(story),
        series=_places(story),
        links=tuple(replace(link, chapter=count(link.chapter)) for link in story.links),
        missing=tuple(replace(one, number=count(one.number)) for one in story.missing),
        identity=tuple(dict.fromkeys(story.identity)),
        creator_identities=_named_identities(story.creators),
        series_identities=_named_identities(story.series),
        reviews=tuple(map(_review, story.reviews)),
        held=one_line(story.held),
        words=story.words,
        chapter_count=len(story.chapters),
        opening=mask_addresses(opening_words(block for chapter in story.chapters for block in chapter.blocks)),
    )


def overlay(fields: Fields, edits: Mapping[str, Any]) -> Fields:
    """The same with what people corrected: by field, the value in the form in which an Edit stores it.

    >>> overlay(Fields(title="Flihgt", rating="Mature"), {"title": "Flight", "rating": None}).title
    'Flight'
    """
    known: dict[str, list[Credit]] = {}
    for credit in fields.creators:
        known.setdefault(credit[0], []).append(credit)
    changed: dict[str, Any] = {}
    for name, value in edits.items():
        if name == "creators":
            changed[name] = tuple(credit for one in value for credit in known.get(one, [(one, "author", "")]))
        elif name == "series":
            changed[name] = tuple((one["name"], one["position"]) for one in value)
        else:
            changed[name] = tuple(value) if name in NAMES else value
    return replace(fields, **changed)


def editable_value(fields: Fields, name: str) -> Any:
    """A field's value in the form in which an Edit stores it: text, number, list of names, list of series places.

    >>> editable_value(Fields(creators=(("Mina", "author", ""),)), "creators")
    ['Mina']
    """
    value = getattr(fields, name)
    if name == "creators":
        return list(dict.fromkeys(credit[0] for credit in value))
    if name == "series":
        return [{"name": series, "position": position} for series, position in value]
    return list(value) if isinstance(value, tuple) else value


def day(text: str | None) -> str | None:
    """A date as ``YYYY-MM-DD``, or None for what is no day of the calendar.

    >>> day("1998-11-05"), day("1998-02-30")
    ('1998-11-05', None)
    """
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        return None


def count(number: int | None) -> int | None:
    """A number as a column can hold it; "Chapter 99999999999" is none that anybody counted to."""
    return number if number is not None and 0 <= number <= _MOST else None


def one_line(text: str | None) -> str:
    """A text without line ends and double blanks, addresses masked."""
    return mask_addresses(" ".join((text or "").split()))


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names in order, each once, none empty.

    >>> distinct([" Oz", "Oz", "", "Wonderland"])
    ('Oz', 'Wonderland')
    """
    return tuple(dict.fromkeys(filter(None, map(one_line, names))))


def _texts(story: Story) -> dict[str, Any]:
    return {name: _masked(getattr(story, name)) for name in TEXTS}


def _names(story: Story) -> dict[str, Any]:
    return {name: distinct(getattr(story, name)) for name in NAMES}


def _masked(text: str | None) -> str | None:
    return mask_addresses(text) if text else None


def _named_identities(those: Iterable[Creator | SeriesPlace]) -> tuple[tuple[str, Identity], ...]:
    found = [(one_line(one.name), identity) for one in those for identity in one.identity]
    return tuple(dict.fromkeys(pair for pair in found if pair[0]))


def _review(review: Review) -> Review:
    """A review as it can be stored and shown."""
    return replace(
        review,
        text=mask_addresses(review.text),
        author=one_line(review.author) or None,
        date=day(review.date),
        chapter=count(review.chapter),
        rating=one_line(review.rating) or None,
    )


def _credits(story: Story) -> tuple[Credit, ...]:
    found: dict[tuple[str, str], Credit] = {}
    for creator in story.creators:
        name = one_line(creator.name)
        if name:
            found.setdefault((name, creator.role), (name, creator.role, creator.contact or ""))
    return tuple(found.values())


def _places(story: Story) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for place in story.series:
        name = one_line(place.name)
        if name:
            found.setdefault(name, (name, count(place.position)))
    return tuple(found.values())
