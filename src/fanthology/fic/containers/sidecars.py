"""Files that describe the file beside them: the JSON that FanFicFare writes next to a book."""

from __future__ import annotations

import json

ENDINGS = (".epub", ".html", ".htm", ".xhtml", ".txt", ".mobi", ".md")
"""What a file of data may describe."""
LARGEST = 4 * 1024 * 1024
"""Bytes; metadata with a description of every chapter is well below it."""
_KEYS = ("storyUrl", "title")


def described_by(name: str) -> tuple[str, ...]:
    """The names that a file of data may describe, by its own name; empty if it is none.

    FanFicFare calls it ``Moor-site_12.epub.json``; people rename both to ``moor``.

    >>> described_by("fic/moor.epub.json"), described_by("moor.json")[:2], described_by("moor.txt")
    (('fic/moor.epub',), ('moor.epub', 'moor.html'), ())
    """
    stem = name[: -len(".json")]
    if not name.lower().endswith(".json") or not stem.rpartition("/")[2]:
        return ()
    if stem.lower().endswith(ENDINGS):
        return (stem,)
    return tuple(stem + ending for ending in ENDINGS)


def describing(name: str) -> tuple[str, ...]:
    """The names of the files that may describe this one; empty if none can.

    >>> describing("moor.epub"), describing("moor.pdf")
    (('moor.epub.json', 'moor.json'), ())
    """
    if not name.lower().endswith(ENDINGS):
        return ()
    return (f"{name}.json", f"{name[: name.rindex('.')]}.json")


def is_metadata(data: bytes) -> bool:
    """True for a JSON object that says of itself where its story was and what it is called.

    >>> is_metadata(b'{"storyUrl": "http://moors.example/s/1", "title": "The Moor"}'), is_metadata(b'{"title": "x"}')
    (True, False)
    """
    if len(data) > LARGEST or not data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and all(isinstance(value.get(key), str) for key in _KEYS)
