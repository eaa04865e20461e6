"""The pictures of an EPUB: each is named as the archive names it, so that a Block and its Asset agree."""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import replace
from html import unescape
from urllib.parse import quote

from fanthology.fic.readers.epub.contents import full_name
from fanthology.fic.readers.epub.package import Package, PackageError, Page
from fanthology.fic.story import Asset, Evidence, Story

_SOURCE = re.compile(r"""(<img\b[^<>]{0,2000}?\ssrc\s*=\s*)(["'])([^"'<>]{1,2000})\2""", re.IGNORECASE)
_IMAGE = re.compile(r"<img (?:[^<>\"]|\"[^\"]*\")*>")
_ATTRIBUTE = re.compile(r'(src|alt)="([^"]*)"')
_MOST_PICTURES = 2_000


def named_pictures(page: Page) -> str:
    """The mark-up of a page with the full name of each picture that is in the archive in place of its address.

    >>> named_pictures(Page("OEBPS/text/one.xhtml", '<img alt="A" src="../art/a%20b.png"/>'))
    '<img alt="A" src="OEBPS/art/a%20b.png"/>'
    """
    folder = posixpath.dirname(page.name)

    def named(match: re.Match[str]) -> str:
        opening, mark, address = match[1], match[2], match[3]
        if ":" in address or address.startswith(("/", "\\")):
            return match[0]
        return f"{opening}{mark}{quote(full_name(folder, address).partition('#')[0])}{mark}"

    return _SOURCE.sub(named, page.html)


def with_assets(story: Story, book: Package) -> Story:
    """The Story with the pictures that its blocks show, as far as they are in the archive and whole."""
    known = {quote(name): name for name in book.names}
    shown = (block.html for chapter in story.chapters for block in chapter.blocks if "<img " in block.html)
    found: dict[str, Asset] = {}
    for address, alt in (_address_and_alt(tag[0]) for html in shown for tag in _IMAGE.finditer(html)):
        if address in known and address not in found and len(found) < _MOST_PICTURES:
            asset = _asset(book, known[address], address, alt)
            found.update({address: asset} if asset else {})
    told = (Evidence("assets", address, None, "epub-picture", 1.0) for address in found)
    return replace(story, assets=tuple(found.values()), evidence=(*story.evidence, *told))


def _address_and_alt(tag: str) -> tuple[str, str | None]:
    named = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
    return named.get("src", ""), named.get("alt") or None


def _asset(book: Package, name: str, address: str, alt: str | None) -> Asset | None:
    try:
        content = book.content(name)
    except PackageError:
        return None
    media_type = book.media_types.get(name) or "application/octet-stream"
    return Asset(address, media_type, hashlib.sha256(content).hexdigest(), alt)
