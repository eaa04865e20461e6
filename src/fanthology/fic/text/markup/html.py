"""HTML from outside made safe, in one normal form that is XHTML too.

What comes out has only the elements and attributes of `ALLOWED`, links only to http, https and mailto, no styles, no
classes but our own, void elements closed, and no named entities but the five of XML.
"""

from __future__ import annotations

import re
from typing import Final

import nh3

from fanthology.fic.text.markup.tags import DEEP, DEEP_STYLE

_TEXT = (
    "p br em strong u s small sub sup code pre blockquote ul ol li dl dt dd hr abbr cite q ruby rt rp div span a img"
)
_TABLE = "table caption colgroup col thead tbody tfoot tr th td"
ALLOWED: Final[dict[str, frozenset[str]]] = {
    **{tag: frozenset[str]() for tag in (*_TEXT.split(), *_TABLE.split(), "h3", "h4", "h5", "h6")},
    "a": frozenset(("href",)),
    "img": frozenset(("src", "alt")),
    "span": frozenset(("lang",)),
    "abbr": frozenset(("title",)),
    "ol": frozenset(("start",)),
    "td": frozenset(("colspan", "rowspan")),
    "th": frozenset(("colspan", "rowspan")),
}
"""The elements that a Block may have, and their attributes."""

OWN_CLASSES: Final = frozenset(("scene-break", "verse", "letter", "image"))
"""Classes that the readers write; every other class is dropped."""

SCHEMES: Final = frozenset(("http", "https", "mailto"))

SAME_AS: Final[dict[str, str]] = {
    "b": "strong",
    "big": "strong",
    "i": "em",
    "dfn": "em",
    "var": "em",
    "ins": "u",
    "strike": "s",
    "del": "s",
    "tt": "code",
    "kbd": "code",
    "samp": "code",
    "h1": "h3",
    "h2": "h3",
    "center": "div",
}
"""Elements that mean the same as one of the allowed ones."""

DEEPEST: Final = 2_000
"""More containers, or styles, than this left open at once are an attack or an accident; containers are then read as
line ends, and styles not at all."""

_SHORTEST: Final = len("<b>")

_WITHOUT_TEXT: Final = frozenset(
    ("script", "style", "template", "title", "iframe", "object", "noscript", "svg", "math", "select", "textarea")
)
_OPEN = re.compile(rf"<(/?)({'|'.join(SAME_AS)})(?=[\s/>])", re.IGNORECASE)
_VOID = re.compile(r"<(br|hr|img|col)\b((?:[^>\"]|\"[^\"]*\")*?)\s*/?>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ATTRIBUTE_TAG = re.compile(r"<[a-z][a-z0-9]*(?: [a-z]+=\"[^\"]*\")+ ?/?>")


def _known_address(tag: str, attribute: str, value: str) -> str | None:
    """A picture may name a file beside its page; a link with no scheme would lead into whatever site shows it."""
    astray = attribute == "href" or (attribute == "src" and value.startswith(("/", "\\")))
    return None if astray and ":" not in value else value


_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED),
    clean_content_tags=set(_WITHOUT_TEXT),
    attributes={tag: set(names) for tag, names in ALLOWED.items() if names},
    allowed_classes={tag: set(OWN_CLASSES) for tag in ("p", "div", "blockquote", "pre")},
    url_schemes=set(SCHEMES),
    attribute_filter=_known_address,
    url_relative="pass_through",
    link_rel=None,
)


def sanitise(html: str) -> str:
    """``html`` with only what a Block may have; text is kept, scripts and styles go with their content.

    >>> sanitise('<p onclick="x()">A <i>fine</i> day&nbsp;&hellip;<br><script>x()</script></p>')
    '<p>A <em>fine</em> day\\xa0…<br/></p>'
    >>> sanitise('<a href="javascript:x()">a</a> & <a href="https://example.org/?a=1&b=2">b</a>')
    '<a>a</a> &amp; <a href="https://example.org/?a=1&amp;b=2">b</a>'
    """
    if "<" not in html and "&" not in html:
        return _NOT_XML.sub("", html).replace(">", "&gt;")
    clean = _CLEANER.clean(_OPEN.sub(lambda match: f"<{match[1]}{SAME_AS[match[2].lower()]}", shallow(html)))
    clean = _VOID.sub(r"<\1\2/>", clean.replace("&nbsp;", "\xa0"))
    if '="' in clean:
        clean = _ATTRIBUTE_TAG.sub(_escaped_attributes, clean)
    return clean if clean.isprintable() else _NOT_XML.sub("", clean)


def shallow(html: str) -> str:
    """``html`` without its containers, or its styles, if it nests so many of them that a parser takes minutes; else as
    it is."""
    if len(html) < DEEPEST * _SHORTEST:
        return html
    for tags, instead in ((DEEP, "<br><br>"), (DEEP_STYLE, "")):
        html = tags.sub(instead, html) if _depth(tags, html) > DEEPEST else html
    return html


def _depth(tags: re.Pattern[str], html: str) -> int:
    deepest = depth = 0
    for match in tags.finditer(html):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _escaped_attributes(match: re.Match[str]) -> str:
    """XML forbids ``<`` in the value of an attribute, HTML does not."""
    tag = match[0]
    return "<" + tag[1:].replace("<", "&lt;") if "<" in tag[1:] else tag
