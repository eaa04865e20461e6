"""Files that are known but not read: how they begin, and what to say of them."""

from __future__ import annotations

import re
from typing import NamedTuple


class Known(NamedTuple):
    """How a kind of file begins, its name with an article, and what its owner can do."""

    begins: re.Pattern[bytes]
    name: str
    advice: str


_UNPACK = "Unpack it and read the files inside."
_OPEN = "It holds items and is none itself: “fanthology read” and “fanthology import” open it."
_SAVE = "Save it as plain text or HTML and read that."
_EXPORT = "Export the stories from it as plain text or HTML and read those."
_NOTHING = "There is no text in it to read."


def _kind(begins: bytes, name: str, advice: str) -> Known:
    return Known(re.compile(begins, re.DOTALL), name, advice)


# The particular before the general: an EPUB is a zip archive too. Numbers are those of the formats' own documents.
KNOWN: tuple[Known, ...] = (
    _kind(rb"PK\x03\x04.{26}mimetypeapplication/epub\+zip", "an EPUB", _SAVE),
    _kind(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument", "an OpenDocument file", _SAVE),
    _kind(rb"PK\x03\x04.{26}\[Content_Types\]\.xml", "a Word document", _SAVE),
    _kind(rb"PK(?:\x03\x04|\x05\x06)", "a zip archive", _OPEN),
    _kind(rb"\x1f\x8b", "a gzip archive", _OPEN),
    _kind(rb"BZh[1-9]1AY&SY", "a bzip2 archive", _OPEN),
    _kind(rb"\xfd7zXZ\x00", "an xz archive", _OPEN),
    _kind(rb"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    _kind(rb"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    _kind(rb".{257}ustar", "a tar archive", _OPEN),
    _kind(rb"%PDF-", "a PDF", _SAVE),
    _kind(rb"\{\\rtf", "a Rich Text file", _SAVE),
    _kind(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", _SAVE),
    _kind(rb".{60}(?:BOOKMOBI|TEXtREAd)", "a Kindle or Palm book", _SAVE),
    _kind(rb"ITOLITLS", "a Microsoft Reader book", _SAVE),
    _kind(rb"WARC/\d", "a web archive (WARC)", _EXPORT),
    _kind(rb"filedesc://", "a web archive (ARC)", _EXPORT),
    _kind(rb"SQLite format 3\x00", "an SQLite database", _EXPORT),
    _kind(
        rb"(?:\xef\xbb\xbf)?(?:--[^\n]*\n|\s)*-- (?:MySQL|MariaDB|phpMyAdmin|Adminer|PostgreSQL)\b[^\n]*\bdump\b",
        "an SQL dump",
        _EXPORT,
    ),
    _kind(rb"(?:\xef\xbb\xbf)?\s*(?:DROP TABLE|CREATE TABLE|INSERT INTO) [^\n]*[`(;]", "an SQL dump", _EXPORT),
    _kind(rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP|BM.{4}\x00{4}", "a picture", _NOTHING),
    _kind(rb"ID3|OggS|RIFF.{4}WAVE|fLaC|.{4}ftyp|RIFF.{4}AVI ", "a sound or film", _NOTHING),
    _kind(rb"MZ.{58}|\x7fELF", "a program", _NOTHING),
)


def known_but_unread(data: bytes) -> str | None:
    """A sentence or two about a file that is recognised and not read, or None.

    >>> known_but_unread(b"%PDF-1.4 ...")
    'This is a PDF, which is not read here. Save it as plain text or HTML and read that.'
    >>> known_but_unread(b"It was night.") is None
    True
    """
    head = data[:1024]
    for kind in KNOWN:
        if kind.begins.match(head):
            return f"This is {kind.name}{'' if kind.advice == _OPEN else ', which is not read here'}. {kind.advice}"
    return None
