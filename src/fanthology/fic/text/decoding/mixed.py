"""A text put together from several sources, of which each line keeps its own encoding.

A line that is UTF-8 is read as that; a few foreign bytes in it are Windows'. The other lines are read in the codec that
makes most sense of them all, but a line in which that makes none is read in the Western codec that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fanthology.fic.text.decoding.legacy import WESTERN, likeliest_codec, sense, sloppy, surroundings

_HIGH = re.compile(rb"[\x80-\xff]")
_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTES = bytes(range(0x80, 0x100))
_ESCAPED = re.compile("[\udc80-\udcff]+")
_MOSTLY = 0.8  # of the high bytes of a line are of UTF-8 letters, if the line is
_BY_CHANCE = 4  # letters of UTF-8 on a line: so many are there by no accident
_USUAL = re.compile("[\u00a0-\u017f\u2010-\u2026\u20ac\u2122]*")
"""What a Western text has beyond ASCII."""
_CLEARLY = 3
"""Another codec must make twice as much sense of a line as the one of the lines around, and this much more."""


def decode_by_lines(data: bytes) -> tuple[str, str]:
    """The text of bytes that are not all UTF-8, and the codec that read most of its lines. Loses no byte.

    >>> decode_by_lines(b"Zo\\xc3\\xab was na\\xc3\\xafve. " + b"\\r" + b"It wasn\\xd5t she.")[0].split("\\r")
    ['Zoë was naïve. ', 'It wasn’t she.']
    """
    lines = [match.span() for match in _LINE.finditer(data)]
    unicode = [_is_utf8(data[start:end]) for start, end in lines]
    foreign = b"\n".join(data[start:end] for (start, end), whole in zip(lines, unicode, strict=True) if not whole)
    codec = likeliest_codec(foreign) if foreign else "utf-8"
    if codec not in WESTERN:
        unicode = [
            whole and _is_no_accident(data[start:end]) for (start, end), whole in zip(lines, unicode, strict=True)
        ]
        if not any(unicode):
            return sloppy(data, codec), codec
    pieces: list[str] = []
    at = 0
    for (start, end), whole in zip(lines, unicode, strict=True):
        line = data[start:end]
        pieces += data[at:start].decode("ascii"), _utf8(line) if whole else sloppy(line, _codec_of(line, codec))
        at = end
    pieces.append(data[at:].decode("ascii"))
    return "".join(pieces), "utf-8" if 2 * sum(unicode) >= len(lines) else codec


def _is_utf8(line: bytes) -> bool:
    """True if a line is UTF-8, or mostly, and its letters are such as stand beside each other."""
    found = _MULTIBYTE.findall(line)
    high = len(line) - len(line.translate(None, _HIGH_BYTES))
    if sum(map(len, found)) < _MOSTLY * high:
        return False
    letters = b"".join(found).decode("utf-8", "ignore")
    return len(found) >= _BY_CHANCE or _USUAL.fullmatch(letters) is not None


def _is_no_accident(line: bytes) -> bool:
    return len(_MULTIBYTE.findall(line)) >= _BY_CHANCE


def _utf8(line: bytes) -> str:
    return _ESCAPED.sub(_as_cp1252, line.decode("utf-8", "surrogateescape"))


def _as_cp1252(match: re.Match[str]) -> str:
    return sloppy(match[0].encode("utf-8", "surrogateescape"), "cp1252")


def _codec_of(line: bytes, codec: str) -> str:
    """The codec of the lines around, unless it makes no sense of this one and another clearly does."""
    if codec not in WESTERN:
        return codec
    sample = surroundings(line)
    much = sense(sample, codec)
    if much >= len(_HIGH.findall(line)):
        return codec
    best, most = max(_senses(sample), key=lambda one: one[1])
    return best if most >= max(2 * much, 0) + _CLEARLY else codec


def _senses(sample: bytes) -> Iterator[tuple[str, int]]:
    for codec in WESTERN:
        yield codec, sense(sample, codec)
