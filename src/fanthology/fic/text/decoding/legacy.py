"""Which codec is this? For bytes that are not UTF-8 and whose file does not say.

Statistical detectors take Western text for Central European: a few accents in pages of ASCII are too little for them.
So chardet is asked only where letters beyond ASCII are frequent; else the choice is between the four codecs in which
Western text is really found, by whether each high byte makes sense where it stands.
"""

from __future__ import annotations

import re
from typing import Final

import chardet

WESTERN: Final[tuple[str, ...]] = ("cp1252", "mac_roman", "cp437", "cp850")
"""In order of preference: a later one must be better than cp1252, not as good."""

NON_WESTERN: Final[dict[str, tuple[str, ...]]] = {
    "several bytes a letter": (
        *(
            "cp932",
            "euc-jp",
            "euc_jp",
            "euc-jis-2004",
            "euc_jis_2004",
            "shift-jis-2004",
            "shift_jis_2004",
            "iso2022-jp",
        ),
        *("gb18030", "big5", "big5hkscs", "cp949", "euc-kr", "euc_kr", "johab"),
    ),
    "other alphabets": (
        *("cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic", "cp1253", "iso8859-7", "mac-greek"),
        *("cp1255", "iso8859-8", "cp1256", "iso8859-6", "cp874"),
    ),
    "latin letters": ("cp1250", "iso8859-2", "cp852", "cp1254", "iso8859-9", "cp1257", "cp1258"),
}
"""Answers of chardet that are believed, if as many letters are beyond ASCII as such text has. It also knows codecs in
which no story was ever written; those answers are mistakes."""

DENSITY: Final[dict[str, float]] = {"several bytes a letter": 0.2, "other alphabets": 0.5, "latin letters": 0.06}
"""The least part of the letters (on the lines that have any) that is beyond ASCII."""

SAMPLE: Final = 64 * 1024

_HIGH = re.compile(rb"[\x80-\xff]+")
_REACH = 400
_QUOTES = bytes((0x85, *range(0x91, 0x98), 0xA0, 0xC9, *range(0xD0, 0xD6)))
_NO_LETTERS = bytes(range(0x80)) + _QUOTES
_ASCII_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FEW_KINDS = 8
_SENSE_SAMPLE = 16 * 1024
_MARGIN = 1.05

_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153"
_SENSE: Final[tuple[tuple[re.Pattern[str], int], ...]] = (
    # letters of Western languages inside a word
    (re.compile("(?<=[A-Za-z])[à-öø-ÿœ]|[à-öø-ÿœ](?=[a-z])|(?<![a-z])[À-ÖØ-ÝŒ](?=[A-Za-z]|[’'][A-Za-z])"), 2),
    # an apostrophe inside a word, a quotation mark at its edge
    (re.compile(f"(?<=[{_LETTER}])’(?=[{_LETTER}])|(?<![{_LETTER}])[“‘«](?=[{_LETTER}])"), 2),
    (re.compile(f"(?<=[{_LETTER}.,!?…—–-])[”’»](?![{_LETTER}])"), 2),
    (re.compile(f"(?<=[{_LETTER}])…|…(?=[ ”’])|[—–](?=[\\s{_LETTER}])"), 2),
    (re.compile("([─-╿▀-▟])\\1\\1|[░▒▓█]{3}"), 3),
    (re.compile("(?<![A-Za-z])([─═])\\1(?![A-Za-z])|(?<![^\\s])[•■](?!\\S)"), 2),
    # letters that are more common than those at the same number elsewhere
    (re.compile("(?<=[A-Za-z])[éèàçüöäñßãõóíáúå](?![À-ÖØ-Þ])|(?<![A-Za-z])[éüöäåøãú](?=[a-z])"), 1),
    # capitals and signs where they make none
    (
        re.compile(
            "(?<=[a-z])[À-ÖØ-Þ]|(?<=[A-Z])[À-ÖØ-Þ](?=[a-z])|[À-ÖØ-Þ](?=[A-Z][a-z])|(?<=[A-Z]{2})[à-öø-ÿ]|([À-ÖØ-öø-ÿ])\\1\\1"
        ),
        -2,
    ),
    (re.compile("(?<=[a-z])[·‚„ƒ†‡ˆ‰¶±Σßπµτ╞╟](?![a-z])(?<!ß)|(?<=[A-Z])[·µÇ╞╟](?=[A-Z])(?<!Ç)"), -2),
    (re.compile(f"(?<=[{_LETTER}])[•‚„†‡ˆ‰‹›¤¥¦§¨¯¬¶·¸¹²³¿¡±µ¢£√∫≈∆◊∞≤≥∂∑∏πΩ⁄ﬁﬂ‡∩ΓÇ⌐╣║╗╝┐└┴┬├─┼╞╟](?=[a-z])"), -3),
    (re.compile("[─-╿▀-▟](?=[A-Za-z])|(?<=[a-z])[─-╿▀-▟]"), -2),
    (re.compile("[\x80-\x9f]"), -2),
)
"""What speaks for and against a reading of the bytes."""


def likeliest_codec(data: bytes) -> str:
    """The Python codec name for bytes that are not UTF-8. Looks at the lines with high bytes only, up to 64 KB of them.

    >>> likeliest_codec("He was na\u00efve; the caf\u00e9 was not.".encode("cp1252"))
    'cp1252'
    >>> likeliest_codec("Он ничего не сказал, и дождь шёл за окном.".encode("koi8-r"))
    'koi8-r'
    """
    sample = high_lines(data)
    density = _density(sample)
    if density >= min(DENSITY.values()) and len(set(sample.translate(None, _NO_LETTERS))) >= _FEW_KINDS:
        answer = chardet.detect(sample, compat_names=False, prefer_superset=True)["encoding"]
        name = (answer or "").lower()
        if _believed(name, density) and _decodes(data, name):
            return _sister(name, sample)
        if density >= DENSITY["other alphabets"] and (russian := _russian(sample)):
            return russian
    return western_codec(sample)


def _sister(codec: str, sample: bytes) -> str:
    """The codec, or the one that differs from it in a few letters, if those make words there."""
    other, misread = _SISTERS.get(codec, ("", _NEVER))
    return other if misread.search(sample.decode(codec, "replace")) and not _C1_BYTES.search(sample) else codec


_NEVER = re.compile(r"(?!)")
_C1_BYTES = re.compile(rb"[\x80-\x9f]")
_SISTERS: Final[dict[str, tuple[str, re.Pattern[str]]]] = {
    "cp1250": ("iso8859-2", re.compile("[a-zà-ž][¶±](?=[a-zà-ž\\s.,])")),
}


def _russian(sample: bytes) -> str | None:
    """The codec in which all letters beyond ASCII make Russian words, for a text too short for statistics."""
    for codec in _RUSSIAN:
        text = sloppy(sample, codec)
        letters = sum(len(word) for word in _RUSSIAN_WORD.findall(text))
        vowels = len(_RUSSIAN_VOWEL.findall(text))
        beyond = sum(not sign.isascii() for sign in text)
        if letters >= _MOST_LETTERS * beyond and 0.3 * letters <= vowels <= 0.6 * letters:
            return codec
    return None


_RUSSIAN: Final[tuple[str, ...]] = ("cp1251", "koi8-r", "cp866")
_RUSSIAN_WORD = re.compile("(?<![А-Яа-яЁё])[А-ЯЁ]?[а-яё]+(?![А-Яа-яЁё])")
_RUSSIAN_VOWEL = re.compile("[аеёиоуыэюя]", re.IGNORECASE)
_MOST_LETTERS = 0.9


def _believed(name: str, density: float) -> bool:
    return any(name in names and density >= DENSITY[kind] for kind, names in NON_WESTERN.items())


def high_lines(data: bytes) -> bytes:
    """The lines (or 400 bytes around) with bytes beyond ASCII, up to 64 KB."""
    found: list[bytes] = []
    size = end = 0
    while size < SAMPLE and (high := _HIGH.search(data, end)):
        start = max(end, high.start() - _REACH, data.rfind(b"\n", end, high.start()) + 1)
        line_end = data.find(b"\n", high.end(), high.end() + _REACH)
        end = line_end if line_end >= 0 else min(len(data), high.end() + _REACH)
        found.append(data[start:end])
        size += end - start + 1
    return b"\n".join(found)[: 2 * SAMPLE]


def western_codec(sample: bytes) -> str:
    """Of the Western codecs the one in which the high bytes make most sense; cp1252 if none is clearly better."""
    sample = surroundings(sample[:_SENSE_SAMPLE])
    best, most = WESTERN[0], sense(sample, WESTERN[0])
    for codec in WESTERN[1:]:
        much = sense(sample, codec)
        if much > max(most * _MARGIN, most + 1, 0):
            best, most = codec, much
    return best


def sloppy(data: bytes, codec: str) -> str:
    """``data`` in ``codec``; a byte that it leaves undefined becomes the C1 control character of that number, so that
    it is still there for `repair` to explain or to show."""
    text = data.decode(codec, "surrogateescape")
    return re.sub("[\udc80-\udcff]", lambda match: chr(ord(match[0]) - 0xDC00), text)


def surroundings(sample: bytes) -> bytes:
    """Only the high bytes and two bytes on either side of them."""
    return b"\n".join(sample[max(0, high.start() - 2) : high.end() + 2] for high in _HIGH.finditer(sample))


def sense(sample: bytes, codec: str) -> int:
    """How much the high bytes make sense in a Western codec: letters in words and marks at their edges speak for it.

    >>> sense(b"It wasn\\xd5t.", "mac_roman") > 0 > sense(b"It wasn\\xd5t.", "cp1252")
    True
    """
    text = sloppy(sample, codec)
    return sum(weight * len(pattern.findall(text)) for pattern, weight in _SENSE)


def _density(sample: bytes) -> float:
    high = len(sample.translate(None, _NO_LETTERS))
    plain = len(sample) - len(sample.translate(None, _ASCII_LETTERS))
    return high / (high + plain) if high else 0.0


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
