"""Reads works downloaded as HTML from AO3 or another otwarchive site, of every year."""

from __future__ import annotations

import re
from dataclasses import replace

from fanthology.fic.readers.ao3.download import Download
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.pages import Pages
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Rejection, Story
from fanthology.fic.text.decoding.decode import Decoded, declared_charset, decode

_TAGS = re.compile(rb"""<dl\b[^<>]*\bclass\s*=\s*["']?tags\b""", re.IGNORECASE)
_POSTED = re.compile(rb"Posted\s+originally\s+on\s+the\b", re.IGNORECASE)
_WORK = re.compile(rb"/works/\d")


def is_download(markup: bytes) -> bool:
    """True for the mark-up of a download: its list of tags, and the words that say where it was posted.

    >>> is_download(b'<p>Posted originally on the <a href="/works/1">A</a></p><DL CLASS=tags>')
    True
    """
    posted = b"osted" in markup and _POSTED.search(markup)  # looking for one word is much faster
    return bool(posted and _WORK.search(markup) and _TAGS.search(markup))


def is_markup(look: Look) -> bool:
    """True if the bytes begin as a page of HTML does, saved or not."""
    return look.head.lstrip()[:1] == b"<"


def bytes_of(look: Look) -> bytes:
    """All bytes, without the null bytes of UTF-16: what marks are looked for in."""
    return look.data.replace(b"\0", b"") if b"\0" in look.data[:200] else look.data


def detect(look: Look) -> float:
    """Sure of a page with the marks of a download.

    >>> detect(Look(b"<p>It was night.</p>", "a.html"))
    0.0
    """
    return SURE if is_markup(look) and is_download(bytes_of(look)) else 0.0


def decoded(data: bytes) -> Decoded:
    """The mark-up of a page."""
    return decode(data, declared_charset(data))


def read_download(item: Item) -> Story | Rejection:
    """The Story of a download, or why there is none. Spans point into `text_of`."""
    page = decoded(item.data)
    found = Download(Pages([page.text]))
    return found.draft.finish(replace(item, source=replace(item.source, encoding=page.encoding)))


def text_of(data: bytes) -> str:
    """The character data of a download, as spans count in it."""
    return Pages([decoded(data).text]).decoded


AO3_HTML = Reader("ao3-html", "1", ("ao3-html",), detect, read_download, text_of)
