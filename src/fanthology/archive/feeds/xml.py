"""Elements of XML as text. Characters that no XML may hold are left out, whatever a title is made of."""

from __future__ import annotations

from functools import lru_cache

from fanthology.fic.writers.xhtml import escape

_attribute = lru_cache(maxsize=4_096)(escape)
"""Relations, media types and names of tags come again in every entry."""


@lru_cache(maxsize=256)
def _key(name: str) -> str:
    return name.rstrip("_").replace("_", ":")


def element(name: str, text: str = "", inner: str = "", **attributes: str | None) -> str:
    """An element with its text and, after it, what is written already. An underscore in the name of an attribute
    stands for a colon; an attribute that is None is left out.

    >>> element("title", "Fog & rain"), element("link", href="/a?b&c", thr_count="3")
    ('<title>Fog &amp; rain</title>', '<link href="/a?b&amp;c" thr:count="3"/>')
    """
    told = "".join([f' {_key(key)}="{_attribute(value)}"' for key, value in attributes.items() if value is not None])
    body = escape(text) + inner if text else inner
    return f"<{name}{told}>{body}</{name}>" if body else f"<{name}{told}/>"
