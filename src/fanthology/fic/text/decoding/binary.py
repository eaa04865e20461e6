"""Is this text at all?"""

from __future__ import annotations

import re
from typing import Final

MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"%PDF-", "PDF"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"BM\x00\x00", "bitmap image"),
    (b"BZh", "bzip2"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"ITOLITLS", "Microsoft Reader book"),
    (b"ITSF", "compiled HTML help"),
    (b"MZ\x90\x00", "Windows program"),
    (b"OggS", "Ogg audio"),
    (b"PK\x03\x04", "zip"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office document"),
    (b"\xfd7zXZ\x00", "xz"),
)
"""How files that are no text begin."""

WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")

_SAMPLE = 64 * 1024
_NUL_RUN = re.compile(rb"\0+")
_TEXT_CONTROLS = b"\t\n\x0b\x0c\r\x1a\x1b"
_CONTROLS = bytes(byte for byte in range(0x20) if byte not in _TEXT_CONTROLS)
_TOO_MANY = 0.02


def is_binary(data: bytes) -> bool:
    """True if ``data`` is no text in any encoding read here: a known kind of file, NUL bytes that no UTF-16 or UTF-32
    pattern explains, or control characters thick enough (one in fifty) that a codec cannot be at fault.

    >>> is_binary(b"%PDF-1.4 ..."), is_binary(b"It was night."), is_binary("Night".encode("utf-16"))
    (True, False, False)
    """
    if data.startswith(WIDE_BOMS):
        return False
    if any(data.startswith(magic) for magic, _ in MAGIC):
        return True
    sample = data[:_SAMPLE]
    if b"\0" in sample and wide_codec(sample) is None:
        # a stray NUL, or a run of them that padded a disk block, is damage; many runs apart make a file no text
        return len(_NUL_RUN.findall(sample)) * 500 > len(sample) or sample.count(b"\0") * 2 > len(sample)
    if b"\0" in sample:
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > _TOO_MANY * len(sample)


def wide_codec(data: bytes) -> str | None:
    """The codec of UTF-16 or UTF-32 text without a byte order mark, seen by where its NUL bytes stand.

    >>> wide_codec("It was night.".encode("utf-16-be"))
    'utf-16-be'
    """
    sample = data[: _SAMPLE - _SAMPLE % 4]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    quarter = len(sample) / 4
    empty = [sample[offset::4].count(b"\0") / quarter > 0.7 for offset in range(4)]
    return _NUL_PATTERNS.get(tuple(empty))


_NUL_PATTERNS: Final[dict[tuple[bool, ...], str]] = {
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
}
