"""Where a saved page came from: its host and the work on it. Pages are saved with relative or absolute addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fanthology.fic.readers.ao3.sites import AO3_HOST, host_of
from fanthology.fic.readers.pages import Pages

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S{1,2000})|<!--[^>]{0,300}?\burl:\s*(https?://\S{1,2000})")
_WORK = re.compile(r"/works/\d|/downloads/(\d+)/")
_NAMED_AO3 = re.compile(r"Archive of Our Own", re.IGNORECASE)
_HEAD = 20_000


def _addresses(pages: Pages, markup: str) -> Iterator[str]:
    """Addresses of the page itself, the surest first: what the browser noted, what the page says of itself, and links
    to parts of the work that only its own page has."""
    if saved := _SAVED_FROM.search(markup[:_HEAD]):
        yield saved[1] or saved[2]
    for selector, attribute in (
        ("link[rel=canonical]", "href"),
        ("meta[property='og:url']", "content"),
        ("#chapters h3.title a", "href"),
        ("ul.work.navigation a", "href"),
        ("dl.work.meta dl.stats a", "href"),
        ("#feedback form", "action"),
        ("#feedback a", "href"),
    ):
        for node in pages.css(selector):
            yield node.attributes.get(attribute) or ""


def work_of_page(pages: Pages, markup: str) -> str | None:
    """An address of the work on the page; None if it names none."""
    for address in _addresses(pages, markup):
        if match := _WORK.search(address):
            return f"/works/{match[1]}" if match[1] else address
    kudo = pages.first("#kudo_commentable_id")
    whole = pages.first("#kudo_commentable_type[value=Work]")
    number = kudo.attributes.get("value") if kudo is not None and whole is not None else None
    return f"/works/{number}" if number else None


def host_of_page(pages: Pages, markup: str) -> str | None:
    """The host that the page came from; None if it does not say."""
    for address in _addresses(pages, markup):
        if _WORK.search(address) and (host := host_of(address)):
            return host
    named = pages.first("#header h1 a, #header .heading a")
    if named is not None and (host := host_of(named.attributes.get("href") or "")):
        return host
    title = pages.first("title")
    names = f"{pages.text(named)} {title.text() if title is not None else ''}"
    return AO3_HOST if _NAMED_AO3.search(names) else None
