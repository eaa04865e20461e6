"""Mail that was saved without being decoded: quoted-printable bodies, and encoded words in header lines."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64, a2b_qp
from collections.abc import Iterator

from fanthology.fic.story import Repair
from fanthology.fic.text.decoding.legacy import likeliest_codec, sloppy

QUOTED_PRINTABLE = "quoted-printable"
ENCODED_WORD = "encoded-word"

FEWEST = 3  # signs of quoted-printable, before a text is taken for it
_NARROWEST, _WIDEST = 50, 78  # columns where mailers broke a line softly

# One or more bytes written as numbers, perhaps with soft breaks between them; or soft breaks alone.
_WRITTEN = re.compile(r"=(?:[0-9A-Fa-f]{2}(?:(?:=[^\S\n]*\n)*=[0-9A-Fa-f]{2})*|[^\S\n]*\n)")
_SOFT_BREAK = re.compile(r"=[^\S\n]*\n")
_HARD_BLANK = re.compile(r"=20[^\S\n]*\n")
_EQUALS_SIGN = re.compile(r"=3[Dd]")
_HIGH = re.compile(r"=[89A-Fa-f][0-9A-Fa-f]")
_STRAY = re.compile(r"(?<!=)=(?![0-9A-Fa-f]{2}|[^\S\n]*\n|=)")
_BYTE = re.compile(r"=([0-9A-Fa-f]{2})")
# Where a text has stray equals signs too, only what mailers must write as numbers is believed.
_MUST = frozenset((0x09, 0x0A, 0x0D, 0x20, 0x3D, *range(0x80, 0x100)))
_STRICT = re.compile(r"(?:=[0-9A-F]{2}|=\s*\n)*=[0-9A-F]{2}")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_WORD = re.compile(r"=\?([\w.:-]{2,40})(?:\*[\w-]{1,12})?\?([QqBb])\?([^?\s]{0,800})\?=(?:[^\S\n]*\n?[^\S\n]+(?==\?))?")


def mend_quoted_printable(text: str) -> Iterator[Repair]:
    """The repairs of a text that is quoted-printable, or in parts: none where the evidence is thin.

    >>> text = "Caf=E9 society, and the=20\\nmoor: x=3Dy is a long line that goes on and on and =\\non=20\\n"
    >>> [(repair.was, repair.now) for repair in mend_quoted_printable(text)]
    [('=E9', 'é'), ('=20', ' '), ('=3D', '='), ('=\\n', ''), ('=20', ' ')]
    >>> list(mend_quoted_printable("x=5, y=20 and a=ba; x=10"))
    []
    """
    strays = _is_quoted_printable(text)
    if strays is None:
        return
    codec = _codec(text)
    for match in _WRITTEN.finditer(text):
        numbers = bytes(int(number, 16) for number in _BYTE.findall(match[0]))
        if strays and not (_is_soft_break(text, match) or (_MUST.issuperset(numbers) and _STRICT.fullmatch(match[0]))):
            continue
        now = _read(numbers, codec)
        if not _CONTROLS.search(now):
            yield Repair(match.span(), match[0], now.replace("\r\n", "\n").replace("\r", "\n"), QUOTED_PRINTABLE)


def _is_quoted_printable(text: str) -> bool | None:
    """None if it is not; else whether it has equals signs too that quoted-printable would not have."""
    if text.count("=") < FEWEST:
        return None
    soft = sum(1 for match in _SOFT_BREAK.finditer(text) if _is_soft_break(text, match))
    signs = soft + len(_HARD_BLANK.findall(text)) + len(_EQUALS_SIGN.findall(text)) + len(_HIGH.findall(text))
    strays = len(_STRAY.findall(text))
    if signs < FEWEST or signs <= 2 * strays:
        return None
    return strays > 0


def _is_soft_break(text: str, match: re.Match[str]) -> bool:
    """True for an equals sign at the end of a line that is about full, and is no row of them."""
    if not _SOFT_BREAK.fullmatch(match[0]) or text[match.start() - 1 : match.start()] == "=":
        return False
    return _NARROWEST <= match.start() - text.rfind("\n", 0, match.start()) - 1 <= _WIDEST


def _codec(text: str) -> str:
    """The codec of the bytes that are no UTF-8, found out from all of them, each in its place."""
    plain = _SOFT_BREAK.sub("", text).encode("ascii", "ignore")
    data = re.sub(rb"=([89A-Fa-f][0-9A-Fa-f])", lambda match: bytes((int(match[1], 16),)), plain)
    return likeliest_codec(data)


def _read(numbers: bytes, codec: str) -> str:
    try:
        return numbers.decode("utf-8")
    except UnicodeDecodeError:
        return sloppy(numbers, codec)


def mend_encoded_words(text: str) -> Iterator[Repair]:
    """The repairs of every encoded word (RFC 2047); blanks between two of them are no part of the text.

    >>> [repair.now for repair in mend_encoded_words("Subject: =?iso-8859-1?Q?Caf=E9_Noir?=")]
    ['Café Noir']
    """
    if "=" not in text or "=?" not in text:  # to look for one sign is many times faster
        return
    for match in _WORD.finditer(text):
        now = _decoded_word(match[1], match[2], match[3])
        if now and not _CONTROLS.search(now):
            yield Repair(match.span(), match[0], now, ENCODED_WORD)


def _decoded_word(charset: str, encoding: str, word: str) -> str | None:
    try:
        coded = word.encode("ascii")
        data = a2b_qp(coded, header=True) if encoding in "Qq" else a2b_base64(coded + b"=" * (-len(coded) % 4))
        return data.decode(_ON_THE_WEB.get(charset.lower(), charset))
    except (UnicodeError, LookupError, Error, ValueError):
        return None


_ON_THE_WEB = {"iso-8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030"}
