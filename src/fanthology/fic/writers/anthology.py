"""Several books as one: what is said of the whole."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from typing import TypeVar

from fanthology.fic.story import Creator
from fanthology.fic.writers.book import Book
from fanthology.fic.writers.choices import AS_USUAL, Choices

_MOST = 20
Named = TypeVar("Named", Creator, str)


def anthology_of(title: str, books: Sequence[Book], choices: Choices = AS_USUAL) -> Book:
    """The Book that stands for several: their creators and tags as far as there are not too many, no text of its own.

    Its identifier is made from its title and what is in it, so that the same works are the same anthology.

    >>> anthology_of("Two", [Book("Flight", "urn:a", rating="Mature"), Book("Fog", "urn:b")]).summary
    '2 works.'
    """
    named = hashlib.sha256("\n".join([title, *(book.identifier for book in books)]).encode("utf-8", "replace"))
    languages = {book.language for book in books}
    days = [day for book in books if (day := book.updated or book.published)]
    return Book(
        title=title,
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, f"urn:fanthology:{named.hexdigest()}").urn,
        creators=_first(Creator(one.name, one.role) for book in books for one in book.creators),
        fandoms=_first(fandom for book in books for fandom in book.fandoms),
        warnings=_first(warning for book in books for warning in book.warnings),
        language=languages.pop() if len(languages) == 1 else None,
        summary=f"{len(books):,} works.",
        updated=max(days, default=None),
        cover=choices.cover,
    )


def _first(found: Iterable[Named]) -> tuple[Named, ...]:
    """The first of them, each once."""
    return tuple(dict.fromkeys(found))[:_MOST]
