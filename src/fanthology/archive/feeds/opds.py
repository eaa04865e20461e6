"""A page of a catalogue for e-readers, as values: what both versions of OPDS write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Leading:
    """An entry that leads to another page of the catalogue; ``works`` if that lists works."""

    id: str
    title: str
    address: str
    summary: str = ""
    works: bool = True


@dataclass(frozen=True, slots=True)
class Named:
    """A creator or series, and the page of the catalogue with its works."""

    name: str
    address: str
    position: int | None = None
    role: str = "author"


@dataclass(frozen=True, slots=True)
class BookFile:
    """A file of a work. One that is ``asked`` for first is had by way of a page with the question."""

    label: str
    media_type: str
    address: str
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """A work. ``page`` is its own page on the site, ``entry`` where the catalogue has it alone; dates of the file are
    days, ``updated`` is of the catalogue."""

    id: str
    title: str
    page: str
    entry: str
    updated: datetime
    creators: tuple[Named, ...] = ()
    series: tuple[Named, ...] = ()
    files: tuple[BookFile, ...] = ()
    subjects: tuple[tuple[str, str], ...] = ()
    """Kind and name."""
    language: str = ""
    published: str = ""
    summary: str = ""
    extent: str = ""
    cover: str = ""
    """Where its cover is, if it has one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: choosing it, or taking it back where it is ``active``, leads to ``address``."""

    title: str
    address: str
    count: int | None = None
    active: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list a page is; ``total`` and ``number`` are None where nobody counted."""

    size: int
    total: int | None = None
    number: int | None = None
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``start`` is the first one, ``search`` how it is searched, ``authentication`` how to come in."""

    id: str
    title: str
    address: str
    start: str
    search: str
    authentication: str
    updated: datetime
    up: str = ""
    leading: tuple[Leading, ...] = ()
    publications: tuple[Publication, ...] = ()
    facets: tuple[Facet, ...] = ()
    place: Place | None = None
    lists_works: bool = False
    problem: str = ""
