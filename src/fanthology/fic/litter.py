"""What operating systems leave in folders and archives: passed over unless it is named outright."""

from __future__ import annotations

LITTER = frozenset(("__macosx", "desktop.ini", "ehthumbs.db", "thumbs.db", "$recycle.bin", "icon\r"))


def is_litter(name: str) -> bool:
    """True for the name of a file or folder that nobody made on purpose; hidden ones (a leading dot) are too.

    >>> is_litter(".DS_Store"), is_litter("Thumbs.db"), is_litter("a.txt")
    (True, True, False)
    """
    return name.startswith(".") or name.casefold() in LITTER
