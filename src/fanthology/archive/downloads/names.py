"""What a downloaded file is called: safe on every system, and still telling which story it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 120
"""Of a whole name, with its ending."""

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
_MOST_CREATORS = 3


def file_name(title: str, creators: Sequence[str], fallback: str, ending: str) -> str:
    """``Title - Creator.ending`` in ASCII; ``fallback`` where a title in another script leaves nothing of it.

    >>> file_name("Les Misérables: après", ["Éponine"], "9ng9427rt", "epub")
    'Les Miserables apres - Eponine.epub'
    >>> file_name("../../etc/passwd", [], "9ng9427rt", "epub")
    'etc passwd.epub'
    >>> file_name("雨", ["Dodo"], "9ng9427rt", "epub")
    '9ng9427rt - Dodo.epub'
    """
    by = ", ".join(filter(None, map(_plain, creators[:_MOST_CREATORS])))
    if len(creators) > _MOST_CREATORS:
        by += " and others"
    room = LONGEST - len(ending) - 1
    name = _plain(title)[:room] or fallback
    if by and len(name) + len(by) + 3 <= room:
        name = f"{name} - {by}"
    if name.lower().split(".")[0].strip() in _RESERVED:
        name = name.replace(".", " ")  # Windows takes "con.txt.epub" for a device, too
    if name.lower() in _RESERVED:
        name = f"{name} - {fallback}"
    return f"{name.rstrip(' .')}.{ending}"


def _plain(text: str) -> str:
    """A text in letters that every file system takes, with nothing that means something in a path."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(_NOT_IN_NAMES.sub(" ", ascii_only).split()).strip(" .-")
