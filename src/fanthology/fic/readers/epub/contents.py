"""What an EPUB says of its own pages: what the table of contents calls each place, and what part each page plays.

Sources: the NCX of EPUB 2 (OPF 2.0.1, with its guide) and the navigation document of EPUB 3.3 (with its landmarks). A
list that is broken says nothing; the pages can be read without it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fanthology.fic.readers.epub.xml import Element, HostileXmlError, parse_xml
from fanthology.fic.text.markup.html import shallow

NCX = "application/x-dtbncx+xml"
Read: TypeAlias = Callable[[str], bytes]
"""Gives the bytes of a file of the archive."""

_FAMILY = {"toc": "toc", "title-page": "titlepage", "copyright-page": "copyright"}


def full_name(folder: str, href: str) -> str:
    """A file's full name in the archive; its fragment stays.

    >>> full_name("OEBPS/text", "../two%20b.xhtml#x")
    'OEBPS/two b.xhtml#x'
    """
    path, mark, fragment = unquote(href).partition("#")
    return posixpath.normpath(posixpath.join(folder, path)) + mark + fragment


def contents_of(manifest: Mapping[str, Element], read: Read) -> dict[str, str]:
    """What the table of contents calls each place. ``manifest`` has items by full name; ``read`` gives a file's bytes.
    EPUB 3's list counts before EPUB 2's, which such books have for old programs."""
    for lists in (_in_nav, _in_ncx):
        named: dict[str, str] = {}
        for name, item in manifest.items():
            for place, words in lists(name, item, read):
                if words:
                    named.setdefault(place, words)
        if named:
            return named
    return {}


def _in_ncx(name: str, item: Element, read: Read) -> Iterator[tuple[str, str]]:
    if item.attributes.get("media-type") != NCX:
        return
    try:
        root = parse_xml(read(name))
    except HostileXmlError:
        return
    for point in root.all("navPoint"):
        label, target = point.first("navLabel"), point.first("content")
        if label and target:
            yield full_name(posixpath.dirname(name), target.attributes.get("src", "")), label.words


def _in_nav(name: str, item: Element, read: Read) -> Iterator[tuple[str, str]]:
    for nav in _navs(name, item, read):
        if "toc" in _types(nav):
            for link in nav.css("a[href]"):
                place = full_name(posixpath.dirname(name), link.attributes.get("href") or "")
                yield place, " ".join(link.text().split())


def roles_of(
    opf: Element, folder: str, manifest: Mapping[str, Element], read: Callable[[str], bytes]
) -> dict[str, str]:
    """What part pages play, by full name: ``cover``, ``titlepage``, ``toc``, ``copyright``, ``bodymatter`` ..., as the
    guide of EPUB 2 and the landmarks of EPUB 3 say."""
    roles: dict[str, str] = {}
    for one in opf.all("reference"):
        place = full_name(folder, one.attributes.get("href", "")).partition("#")[0]
        kind = one.attributes.get("type", "").casefold()
        roles.setdefault(place, _FAMILY.get(kind, kind))
    for name, item in manifest.items():
        for nav in _navs(name, item, read):
            roles.setdefault(name, "toc")
            for link in nav.css("a[href]") if "landmarks" in _types(nav) else ():
                place = full_name(posixpath.dirname(name), link.attributes.get("href") or "").partition("#")[0]
                roles.setdefault(place, next(iter(_types(link)), ""))
    return roles


def _navs(name: str, item: Element, read: Read) -> Iterator[LexborNode]:
    if "nav" in item.attributes.get("properties", "").split():
        text = read(name).decode("utf-8", "replace")
        yield from LexborHTMLParser(shallow(text) or " ").css("nav")


def _types(node: LexborNode) -> list[str]:
    return (node.attributes.get("epub:type") or "").split()
