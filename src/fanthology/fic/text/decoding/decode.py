"""Bytes to text, and the name of the codec that did it.

In this order: a byte order mark, the charset that the file declares, ISO-2022-JP by its escapes, strict UTF-8, UTF-16
without a mark, and last, line by line, UTF-8 or the codec that makes most sense (see `mixed` and `legacy`). Nothing is
dropped: a byte that the codec leaves undefined stays in the text as the C1 control character of its number; `repair`
then explains it (0x9D is half of a quotation mark often enough) or shows it as U+FFFD.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from fanthology.fic.text.decoding.binary import wide_codec
from fanthology.fic.text.decoding.legacy import sloppy
from fanthology.fic.text.decoding.mixed import decode_by_lines

BOMS: Final[tuple[tuple[bytes, str], ...]] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 before UTF-16: its mark begins with the other's."""

ON_THE_WEB: Final[dict[str, str]] = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
"""What a declared charset means in practice (WHATWG Encoding Standard): its superset."""

_HEAD = 4096
_DECLARED = (
    re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""", re.IGNORECASE),
    re.compile(rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes and the Python codec, lower case, that read them."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Reads ``data``, preferring what it says of itself; ``declared`` is the charset that its mark-up or mail header
    names. Never fails and loses no byte.

    >>> decode("naïve".encode()), decode(b"na\\xefve")
    (Decoded(text='naïve', encoding='utf-8'), Decoded(text='naïve', encoding='cp1252'))
    """
    return (
        _by_mark(data) or _as_declared(data, declared) or _escaped(data) or _strict(data, "utf-8") or _undeclared(data)
    )


def declared_charset(data: bytes) -> str | None:
    """The charset that the head of an HTML or XML file names, as written; None if it names none.

    >>> declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">')
    'windows-1252'
    """
    head = data[:_HEAD]
    for pattern in _DECLARED:
        if match := pattern.search(head):
            return match[1].decode("ascii", "replace")
    return None


def _by_mark(data: bytes) -> Decoded | None:
    for mark, codec in BOMS:
        if data.startswith(mark):
            if codec == "utf-8-sig":
                inner = _strict(data[len(mark) :], "utf-8") or Decoded(*decode_by_lines(data[len(mark) :]))
                return Decoded(inner.text, codec if inner.encoding == "utf-8" else inner.encoding)
            return Decoded(data.decode(codec, "replace"), codec)
    return None


def _as_declared(data: bytes, declared: str | None) -> Decoded | None:
    codec = known_codec(declared)
    if codec is None or codec.startswith(("utf-16", "utf-32")):
        return None  # mark-up that can be read as bytes is in neither
    if codec == "cp1252":
        # pages were copied between servers more often than their charset was changed
        return _strict(data, "utf-8") or Decoded(sloppy(data, codec), codec)
    return _strict(data, codec)


def known_codec(name: str | None) -> str | None:
    """The Python codec that a declared charset stands for, None if there is none.

    >>> known_codec("ISO-8859-1"), known_codec("x-user-defined")
    ('cp1252', None)
    """
    try:
        codec = codecs.lookup(name or "")
        known = "".encode(codec.name) == b""
    except (LookupError, ValueError, UnicodeError):
        return None
    return ON_THE_WEB.get(codec.name, codec.name) if known and codec.name not in _NO_TEXT else None


_NO_TEXT: Final = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "mbcs"))


def _strict(data: bytes, codec: str) -> Decoded | None:
    try:
        return Decoded(data.decode(codec), codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _escaped(data: bytes) -> Decoded | None:
    """Japanese mail: seven bits, and escapes that only it has."""
    return _strict(data, "iso2022_jp") if any(escape in data for escape in _JAPANESE_ESCAPES) else None


_JAPANESE_ESCAPES: Final = (b"\x1b$B", b"\x1b$@")


def _undeclared(data: bytes) -> Decoded:
    wide = wide_codec(data)
    if wide:
        return Decoded(data.decode(wide, "replace"), wide)
    return Decoded(*decode_by_lines(data))
