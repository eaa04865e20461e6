"""Atom (RFC 4287): what is new, for feed readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .xml import element

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_ALTERNATE = {"rel": "alternate", "type": "text/html"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that appeared. ``id`` is a URN that stays."""

    id: str
    title: str
    address: str
    updated: datetime
    creators: tuple[str, ...] = ()
    summary: str = ""
    published: str = ""
    """The day that the file says, if it says one."""
    tags: tuple[tuple[str, str], ...] = ()
    """Kind and name."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of what appeared, the last first. ``address`` is of the feed, ``page`` of what it is about."""

    id: str
    title: str
    address: str
    page: str
    updated: datetime
    entries: Sequence[Entry] = ()


def write_atom(feed: Feed) -> bytes:
    """The feed as XML: the same bytes as long as nothing new appears."""
    parts = [
        element("id", feed.id),
        element("title", feed.title),
        element("updated", feed.updated.isoformat()),
        element("author", inner=element("name", "Fanthology")),
        element("link", rel="self", type="application/atom+xml", href=feed.address),
        element("link", **_ALTERNATE, href=feed.page),
        *(_entry(one) for one in feed.entries),
    ]
    body = "\n".join(parts)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n{body}\n</feed>\n'.encode()


def _entry(one: Entry) -> str:
    parts = [
        element("id", one.id),
        element("title", one.title),
        *(element("author", inner=element("name", name)) for name in one.creators if name),
        element("updated", one.updated.isoformat()),
        *([element("published", f"{one.published}T00:00:00Z")] if one.published else []),
        *(element("category", term=name, scheme=f"urn:fanthology:{kind}") for kind, name in one.tags),
        element("link", **_ALTERNATE, href=one.address),
        *([element("summary", one.summary)] if one.summary else []),
    ]
    return element("entry", inner="".join(parts))
