"""Names of members: readable whatever wrote them, and harmless wherever they end up."""

from __future__ import annotations

import re

_DRIVE = re.compile(r"[A-Za-z]:(?=[/\\])")
_LONGEST = 1_000
UNNAMED = "unnamed"


def harmless(name: str) -> str:
    """A name as a path that stays where it is: no root, no drive, no way up, no control characters.

    >>> harmless("../../etc/passwd"), harmless("C:\\\\fic\\\\moor.txt"), harmless("/a/./b.txt"), harmless("..")
    ('etc/passwd', 'fic/moor.txt', 'a/b.txt', 'unnamed')
    """
    name = _DRIVE.sub("", name).replace("\\", "/")
    name = "".join(character if character.isprintable() else "_" for character in name.replace("\0", ""))
    parts = [part for part in name.split("/") if part.strip() not in ("", ".", "..")]
    return "/".join(parts)[-_LONGEST:] or UNNAMED


def decoded(name: bytes, fallback: str) -> str:
    """The name that these bytes are: UTF-8 if they can be, else in the codec that such archives were written in.

    >>> decoded("naïve.txt".encode(), "cp437"), decoded(b"na\\x8bve.txt", "cp437")
    ('naïve.txt', 'naïve.txt')
    """
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode(fallback, "backslashreplace")


def told_apart(name: str, seen: set[str]) -> str:
    """A name that is not among those seen, and is now: of two alike the second becomes ``moor (2).txt``.

    >>> seen = set()
    >>> told_apart("a/moor.txt", seen), told_apart("a/moor.txt", seen), told_apart("a.b/moor", {"a.b/moor"})
    ('a/moor.txt', 'a/moor (2).txt', 'a.b/moor (2)')
    """
    folder, slash, base = name.rpartition("/")
    stem, dot, ending = base.rpartition(".")
    if not stem:
        stem, dot, ending = base, "", ""
    number, one = 2, name
    while one in seen:
        one = f"{folder}{slash}{stem} ({number}){dot}{ending}"
        number += 1
    seen.add(one)
    return one
