"""A first look at the bytes of an item: what every reader's `detect` asks, worked out once."""

from __future__ import annotations

import zipfile
from functools import cached_property
from io import BytesIO

_HEAD = 65_536
_MOST_NAMES = 20_000
_LARGEST_LOOKED_AT = 262_144


class Look:
    """The bytes of an item and its name, with what several formats ask of them.

    >>> Look(b"\\xef\\xbb\\xbf<!DOCTYPE html>", "a.htm").head
    b'<!DOCTYPE html>'
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name

    @cached_property
    def head(self) -> bytes:
        """The first 64 KB, without a byte order mark and without the null bytes of UTF-16."""
        return self.data[:_HEAD].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")

    @cached_property
    def ending(self) -> str:
        """The ending of the name, folded, with its dot: ``.html``; empty if there is none."""
        base = self.name.rsplit("/", 1)[-1]
        return base[base.rindex(".") :].casefold() if "." in base else ""

    @cached_property
    def zip_names(self) -> tuple[str, ...]:
        """The names of the members if it is a zip archive that can be opened, else none."""
        if not self.data.startswith(b"PK\x03\x04"):
            return ()
        try:
            with zipfile.ZipFile(BytesIO(self.data)) as archive:
                return tuple(archive.namelist()[:_MOST_NAMES])
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            return ()

    def zip_member(self, name: str) -> bytes:
        """The beginning of a member of a zip archive, for a look at it; empty if it cannot be had."""
        if name not in self.zip_names:
            return b""
        try:
            with zipfile.ZipFile(BytesIO(self.data)) as archive, archive.open(name) as member:
                return member.read(_LARGEST_LOOKED_AT)
        except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError, EOFError):
            return b""
