"""Parts and chapters: ``1/5``, ``(1b/7)``, ``Part 2 of 7``, ``Ch. 1``, ``Chapter Two: The Moor``, ``Epilogue``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_WORDS = (
    {word: n for n, word in enumerate(_ONES, start=1)} | {word: n for n, word in enumerate(_ORDINALS, start=1)} | _TENS
)
_WORDS |= {
    f"{ten}{sep}{word}": n + i for ten, n in _TENS.items() for i, word in enumerate(_ONES[:9], 1) for sep in "- "
}
_ROMAN = re.compile(r"(?=[ivxl])(x{0,3}|xl|l)(ix|iv|v?i{0,3})", re.IGNORECASE)
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,2})?[a-z]?|[ivxl]{1,7}|(?:twenty|thirty|forty|fifty)[- ]\w{3,5}|[a-z]{3,9})"
_OF = re.compile(
    r"(?<![\w/.$-])\(?\[?(?:(?:part|pt|chapter|ch|post)s?\.?\s{0,2})?#?(\d{1,3})\s?(?:\.\d)?([a-z])?\s"
    r"{0,2}(?:/|of|out of)\s{0,2}"
    r"(\d{1,3}|\?{1,3}|x)[a-z]?\s?\)?\]?(?![\w/])",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"\(?\[?\b(part|pts?|chapter|chap|ch)s?\b\.?\s{{0,3}}[#'\"]{{0,2}}({_NUMBER})(?![\w/])['\"]?"
    rf"(?:\s{{0,2}}(?:/|of)\s{{0,2}}({_NUMBER}|\?{{1,3}})(?![\w/]))?\)?\]?",
    re.IGNORECASE,
)
_HEADING = re.compile(
    rf"[\s*_=~#<>\[({{-]{{0,60}}"
    rf"(?:(?P<kind>chapter|chap|ch|part|pt|book|section)\b\.?\s{{0,3}}(?:the\s)?[#'\"(]{{0,2}}(?P<number>"
    rf"{_NUMBER})(?!\w)"
    rf"['\")]?(?:\s{{0,2}}(?:/|of)\s{{0,2}}(?P<total>{_NUMBER}|\?{{1,3}})(?!\w))?|"
    r"(?P<named>prologue|epilogue|interlude|intermission|prelude|afterward|coda)\b)"
    r"[\s*_=~#<>\])}}-]{0,60}(?P<rest>.{0,120})$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"[\s*_=~#\[(-]{0,60}(?P<number>\d{1,3}|[IVXL]{1,7})(?:[.):]\s{1,4}(?P<title>\S.{0,70})|[.):]?)[\s*_=~#\])-]{0,60}$"
)
_BEFORE_NUMBER = re.compile(r"^(?:by\b|of\b|the\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of how many: ``total`` is None when it is not said, ``open_ended`` when it says that nobody knows."""

    number: int | None
    total: int | None
    written: str
    open_ended: bool = False
    kind: str = "part"


def number_of(word: str) -> int | None:
    """A number written in digits, Roman numerals or words.

    >>> [number_of(w) for w in ("12", "2b", "2.5b", "IV", "Twenty-one", "second", "mix", "civil")]
    [12, 2, 2, 4, 21, 2, None, None]
    """
    word = word.strip().lower()
    if match := re.match(r"\d{1,3}", word):
        return int(match[0])
    if word in _WORDS:
        return _WORDS[word]
    match = _ROMAN.fullmatch(word)
    if not match or not word:
        return None
    tens = {"": 0, "x": 10, "xx": 20, "xxx": 30, "xl": 40, "l": 50}[match[1].lower()]
    ones = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}[match[2].lower()]
    return tens + ones


def part_in(text: str) -> Part | None:
    """The first part number in a subject, title or line.

    >>> part_in("Moors (2a/7)")
    Part(number=2, total=7, written='(2a/7)', open_ended=False, kind='part')
    >>> part_in("Moors (1/?)").open_ended, part_in("Moors, Part Two").number, part_in("24/7 news") is None
    (True, 2, True)
    """
    text = text[:300]
    for match in _OF.finditer(text):
        number, total = int(match[1]), match[3]
        known = int(total) if total.isdigit() else None
        if known is None or (number <= known <= 300 and known > 0):
            return Part(number, known, match[0].strip(), known is None)
    for match in _NAMED.finditer(text):
        if (named := number_of(match[2])) is not None:
            of = match[3] or ""
            return Part(named, number_of(of), match[0].strip(), of.startswith("?"), _kind(match[1]))
    return None


def without_part(text: str) -> str:
    """A title or subject without its part number.

    >>> without_part("The Moors (2a/7)"), without_part("The Moors, Part 2 of 3"), without_part("The Moors")
    ('The Moors', 'The Moors', 'The Moors')
    """
    part = part_in(text)
    if part is None:
        return text.strip()
    at = text.find(part.written)
    if enclosed := re.search(r"\([^()]{0,20}$", text[:at]):
        closing = text.find(")", at)
        if 0 <= closing <= at + len(part.written) + 12:
            return (text[: enclosed.start()] + text[closing + 1 :]).strip()
    return re.sub(r"\s{2,}", " ", text.replace(part.written, " ", 1)).strip().rstrip("-,:;~|/ ").strip()


def _kind(word: str) -> str:
    return "chapter" if word.lower().startswith("ch") else "part"


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter's own heading line: its kind, number and title as far as the line gives them."""

    kind: str
    number: int | None
    title: str | None
    total: int | None = None
    written: str = ""


@lru_cache(maxsize=1024)
def heading_of(line: str) -> Heading | None:
    """The heading that a whole line is, or None.

    >>> heading_of("Chapter 2: Run Away")
    Heading(kind='chapter', number=2, title='Run Away', total=None, written='Chapter 2: Run Away')
    >>> heading_of("   PART II - The Wrath").title, heading_of("Epilogue").title
    ('The Wrath', 'Epilogue')
    >>> heading_of("Part of him wanted to stay.") is None, heading_of("Chapter two had bored him.") is None
    (True, True)
    """
    if len(line) > 200 or (match := _HEADING.match(line)) is None:
        return None
    rest = match["rest"].strip()
    named = match["named"]
    number = None if named else number_of(match["number"])
    if (number is None and not named) or not _rest_is_title(line, match, rest):
        return None
    title = _title(rest)
    if named:
        kind, title = named.lower(), named.capitalize() if not title else f"{named.capitalize()}: {title}"
    else:
        kind = _kind(match["kind"])
    total = number_of(match["total"]) if match["total"] else None
    return Heading(kind, number, title, total, " ".join(line.split()))


def _rest_is_title(line: str, match: re.Match[str], rest: str) -> bool:
    """What follows the number must look like a title: set off by a mark, or itself capitalised, and no sentence."""
    if not rest:
        return True
    gap = line[match.end("named") if match["named"] else match.end("number") : match.start("rest")]
    if len(rest) > 80 or rest[-1:] in ",;" or (rest[-1:] == "." and len(rest.split()) > 7 and not rest.endswith("..")):
        return False
    if rest[0] in ":.-–—~,)" or re.search(r"[-=~*:]", gap):
        return True
    return (
        "  " in gap
        or (_BEFORE_NUMBER.match(rest) is not None and rest[:3].lower() == "by ")
        or rest[0] in "\"'(“"
        or _capitals(rest)
    )


def _capitals(text: str) -> bool:
    words = [word for word in re.findall(r"[A-Za-z][\w'’]*", text) if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words) and text[-1:] not in ".!?"


def _title(rest: str) -> str | None:
    rest = re.sub(r"^[\s:.,~–—)-]{1,20}", "", rest).strip(" *_=~#-")
    rest = re.sub(r"^by\s.*$|\s+by\s+[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,3}\.?$", "", rest).strip()
    if len(rest) > 2 and rest[0] in '"“' and rest[-1] in '"”':
        rest = rest[1:-1].strip()
    return rest or None


def numbered_of(line: str) -> tuple[int, str | None] | None:
    """The number and title of a bare numbered heading such as ``2.`` or ``2. Run Away`` or ``IV``.

    >>> numbered_of("2. Run Away"), numbered_of(" - 3 - "), numbered_of("IV."), numbered_of("1895 was a wet year")
    ((2, 'Run Away'), (3, None), (4, None), None)
    """
    match = _NUMBERED.match(line) if len(line) < 140 else None
    if match is None:
        return None
    number = number_of(match["number"])
    if number is None:
        return None
    return number, (match["title"] or "").strip(" *_=~#-") or None
