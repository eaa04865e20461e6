"""Where a story's text leads out of the site. Nothing is fetched for a reader who has not pressed a link."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final
from urllib.parse import urlsplit, urlunsplit

REL: Final = "nofollow noopener noreferrer ugc"
_SCHEMES = frozenset(("http", "https", "mailto"))
_TAG = re.compile(r"<(a|img)\b((?:[^>\"]|\"[^\"]*\")*)>")
_VALUE = {name: re.compile(rf"\s{name}=\"([^\"]*)\"") for name in ("href", "src", "alt")}


def outward(html: str) -> str:
    """A text whose links say that they are not this site's, and whose pictures elsewhere are links to them.

    >>> outward('<a href="https://mina:secret@example.org/">x</a>')
    '<a href="https://example.org/" rel="nofollow noopener noreferrer ugc">x</a>'
    >>> outward('<img src="http://example.org/m.png" alt="Mina"/>')
    '<a href="http://example.org/m.png" rel="nofollow noopener noreferrer ugc">[Picture: Mina]</a>'
    """
    return _TAG.sub(_led_out, html) if "<a" in html or "<img" in html else html


def outward_address(address: str) -> str | None:
    """An address that a text may lead to, without a name or password in it; None for any other.

    >>> outward_address("javascript:x()"), outward_address("https://u:p@example.org:81/a?b#c")
    (None, 'https://example.org:81/a?b#c')
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme.casefold() not in _SCHEMES or (parts.scheme != "mailto" and not parts.netloc):
        return None
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _led_out(tag: re.Match[str]) -> str:
    value = {name: unescape(found[1]) for name, pattern in _VALUE.items() if (found := pattern.search(tag[2]))}
    if tag[1] == "a":
        return _link(outward_address(value.get("href", "")))
    source = value.get("src", "")
    if ":" not in source and not source.startswith(("/", "\\")):
        return tag[0]  # a file beside the text
    alt = " ".join(value.get("alt", "").split())
    return f"{_link(outward_address(source))}[Picture{': ' + escape(alt) if alt else ''}]</a>"


def _link(address: str | None) -> str:
    return f'<a href="{escape(address)}" rel="{REL}">' if address else "<a>"
