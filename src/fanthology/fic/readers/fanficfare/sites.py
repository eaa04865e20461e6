"""What the addresses of known sites say: the numbers that stories, people and series have there."""

from __future__ import annotations

import re
from typing import Final

from fanthology.fic.story import Identity

_STORIES: Final = (
    (re.compile(r"https?://(?:www\.|m\.)?fanfiction\.net/s/(\d+)"), "ffn"),
    (re.compile(r"https?://(?:www\.|m\.)?fictionpress\.com/s/(\d+)"), "fictionpress"),
    (re.compile(r"https?://(?:www\.)?archiveofourown\.org/(?:collections/[^/]+/)?works/(\d+)"), "ao3"),
)
_PEOPLE: Final = (
    (re.compile(r"https?://(?:www\.|m\.)?fanfiction\.net/u/(\d+)"), "ffn-user"),
    (re.compile(r"https?://(?:www\.|m\.)?fictionpress\.com/u/(\d+)"), "fictionpress-user"),
    (re.compile(r"https?://(?:www\.)?archiveofourown\.org/users/([^/?#]+)"), "ao3-user"),
)
_SERIES: Final = ((re.compile(r"https?://(?:www\.)?archiveofourown\.org/series/(\d+)"), "ao3-series"),)


def story_identity(url: str) -> Identity | None:
    """The name that a story's address gives it.

    >>> story_identity("https://www.fanfiction.net/s/555/1/The-Lamp").value, story_identity("http://moors.example/12").scheme
    ('555', 'url')
    """
    known = _first(_STORIES, url)
    return known or (Identity("url", url) if url.startswith(("http://", "https://")) else None)


def creator_identity(url: str) -> tuple[Identity, ...]:
    """The names that the address of a person gives them, on the sites that are known."""
    known = _first(_PEOPLE, url)
    return (known,) if known else ()


def series_identity(url: str) -> tuple[Identity, ...]:
    """The same for a series."""
    known = _first(_SERIES, url)
    return (known,) if known else ()


def _first(patterns: tuple[tuple[re.Pattern[str], str], ...], url: str) -> Identity | None:
    return next((Identity(scheme, found[1]) for pattern, scheme in patterns if (found := pattern.match(url))), None)
