"""Where a saved page came from: the site, the story and the chapter. Pages are saved from the site itself or from a web
archive, whose own addresses stand before the site's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fanthology.fic.readers.pages import Pages

SITES = {"fanfiction.net": "ffn", "fictionpress.com": "fictionpress", "fictionpress.net": "fictionpress"}
"""Each site, and the scheme of its numbers."""

_SITE = re.compile(r"//(?:www\.|m\.)?(fanfiction\.net|fictionpress\.(?:com|net))\b", re.IGNORECASE)
_STORY = re.compile(r"/s/(\d{1,12})(?:/(\d{1,5}))?(?:/|$|[?#'])")
_OLD_STORY = re.compile(r"\bstoryid=(\d{1,12})(?:&chapter=(\d{1,5}))?", re.IGNORECASE)
_REVIEWS = re.compile(r"/r(?:eview)?/(\d{1,12})(?:/|$)")
_USER = re.compile(r"/u/(\d{1,12})(?:/|$)|/~[\w.-]+|AuthorProfile|/profile\.php\?userid=(\d{1,12})", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S{1,2000})|<!--[^>]{0,300}?\burl:\s*(https?://\S{1,2000})")
_HEAD = 20_000


@dataclass(frozen=True, slots=True)
class Where:
    """A page's place. ``scheme`` is that of identities; None where the page does not say."""

    host: str | None = None
    story: str | None = None
    chapter: int | None = None

    @property
    def scheme(self) -> str:
        return SITES.get(self.host or "", "ffn")


def site_in(markup: str) -> str | None:
    """The site that an address leads to.

    >>> site_in("https://web.archive.org/web/2009/http://www.fanfiction.net/s/12/1/")
    'fanfiction.net'
    """
    match = _SITE.search(markup)
    return match[1].casefold() if match else None


def where_from(pages: Pages, markup: str) -> Where:
    """The place of a page, by the surest of its addresses."""
    host = story = None
    chapter = None
    for address in _addresses(pages, markup):
        host = host or site_in(address)
        match = _STORY.search(address) or _OLD_STORY.search(address)
        if match and story is None:
            story, chapter = match[1], int(match[2]) if match[2] else None
    return Where(host or site_in(markup), story or _by_reviews(pages), chapter)


def user_of(address: str) -> str | None:
    """The number of the author that an address leads to; empty if it leads to one without saying which.

    >>> user_of("/u/123/Dodo"), user_of("/~dodo"), user_of("/book/")
    ('123', '', None)
    """
    match = _USER.search(address)
    return (match[1] or match[2] or "") if match else None


def _addresses(pages: Pages, markup: str) -> Iterator[str]:
    if saved := _SAVED_FROM.search(markup[:_HEAD]):
        yield saved[1] or saved[2]
    for selector, attribute in (
        ("link[rel=canonical]", "href"),
        ("meta[property='og:url']", "content"),
        ("select[name=chapter]", "onchange"),
        ("select[name=chapter]", "onChange"),
        ("link[rel=alternate]", "href"),
    ):
        for node in pages.css(selector):
            yield node.attributes.get(attribute) or ""


def _by_reviews(pages: Pages) -> str | None:
    for link in pages.css("a[href]"):
        if match := _REVIEWS.search(link.attributes.get("href") or ""):
            return match[1]
    return None
