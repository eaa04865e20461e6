"""Labelled lines: ``Title: The Speckled Band``. Which label names which field is in ``data/labels.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from fanthology.fic.text.outlining.bylines import plausible
from fanthology.fic.text.outlining.lines import Lines, is_rule
from fanthology.fic.text.outlining.owners import disclaims

_DATA = tomllib.loads((files("fanthology.fic.text") / "data" / "labels.toml").read_text("utf-8"))
FIELD_OF: dict[str, str] = {
    name: field for group in ("short", "long") for field, names in _DATA[group].items() for name in names
}
LONG = frozenset(_DATA["long"])
_LABEL = re.compile(
    r"[\s*_\[({<>|+~•=#-]{0,12}(?:o\s{1,4})?([A-Za-z][A-Za-z0-9/'’.& "
    r"-]{0,38}?)(?:\([sS]\))?(?:\s?\([^():]{1,30}\))?\s{0,3}(?:#?\s?\d{1,2})?[*_>"
    r"\])]{0,3}\s{0,8}"
    r"(?::|：|\.{2,30}\s{0,3}:|\.{3,30}|\s-{1,2}\s|-{2}\s?|=)(?!//)[*_>\])]{0,3}\s*(.*)"
)
# a label set in signs, with no colon behind it: "~Title~ The Moor", "<Author> Irene", "[Rating] PG"
_FRAMED = re.compile(
    r"\s{0,40}(?:(?P<mark>[~*_|^]{1,3})\s?(?P<one>[A-Za-z][A-Za-z/' -]{1,24}?)\s?(?P=mark)|"
    r"[<\[({]\s?(?P<two>[A-Za-z][A-Za-z/' -]{1,24}?)\s?[>\])}])\s{0,8}[-=]{0,2}\s{0,8}(?P<value>[^\s:].{0,300})"
)
_RATED_NEXT = re.compile(r"(?i:rated)\s(?:NC-?17|PG|[RGMTK]\b)")
_COLUMN = re.compile(r"([A-Z][A-Za-z'/ -]{1,22}?)(?:\s{3,30}|\t{1,4}\s{0,8})(\S.{0,200})$")
_OTHER_LABEL = re.compile(r"[A-Z][\w'’/&(). -]{1,38}?:(?!//)\s{1,4}\S")
_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DASHED = frozenset(
    ("title", "creator", "rating", "disclaimer", "summary", "relationship", "permission", "note", "feedback")
)
# what people put around the name of a label: "Author's webpage", "Ratings Note", "My Disclaimer"
_AROUND_NAME = re.compile(
    r"^(?:the|my|our|author'?s?'?|stor(?:y|ies)|fic|general|other|official|short|brief)\s|s?\s(?:notes?|"
    r"info(?:rmation)?|line)$"
)
_NAMES = "|".join(re.escape(name) for name in sorted(FIELD_OF, key=len, reverse=True) if len(name) > 3)
_RUN_ON = re.compile(rf"(?<=[\s|;,])(?:{_NAMES})s?\s?:(?=\s|$)", re.IGNORECASE)
_FRAMES = frozenset("~*_|^<[({")
# words that are labels only with a value on the same line, for in a story they are lines of their own
_NEEDS_VALUE = frozenset(
    ("character", "part", "series", "written", "genre", "dedication", "legend", "spoiler", "contact")
)


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled value: its field, the label as written, the value, and the lines it covers."""

    field: str
    name: str
    value: str
    first: int
    last: int


def field_named(name: str) -> str | None:
    """The field that a label names, or None.

    >>> [field_named(n) for n in ("Pairings", "AUTHOR'S NOTES", "A/N", "Butler")]
    ['relationship', 'note', 'note', None]
    """
    name = " ".join(name.lower().replace("’", "'").split()).strip(" .-")
    if "/" in name and name not in FIELD_OF and name.removesuffix("s") not in FIELD_OF:
        name = name.split("/")[0].strip()
    return _field(name) or _field(_AROUND_NAME.sub("", name))


def _field(name: str) -> str | None:
    return (
        FIELD_OF.get(name)
        or FIELD_OF.get(name.removesuffix("s"))
        or FIELD_OF.get(name.replace("s'", "'s").removesuffix("s"))
    )


@lru_cache(maxsize=1024)
def label_at(line: str) -> tuple[str, str, str] | None:
    """The field, the label and the first line of the value, if a line begins with a label.

    >>> label_at("Rating : PG-13")
    ('rating', 'Rating', 'PG-13')
    >>> label_at("NOTE#1: Spelling is British.")
    ('note', 'NOTE', 'Spelling is British.')
    >>> label_at("He said: come here.") is None
    True
    """
    match = _LABEL.match(line[:400])
    field = field_named(match[1]) if match else None
    if match is None or field is None:
        return _framed(line)
    mark = line[match.end(1) : match.start(2)]
    if ":" not in mark and "：" not in mark and (field not in _DASHED or (match[1][0].islower() and mark != "--")):
        return None
    return field, match[1].strip(), _bare(line[match.start(2) :])


def _framed(line: str) -> tuple[str, str, str] | None:
    """A label told by the signs around it.

    >>> _framed("~Title~ The Moor"), _framed("<Author> Irene"), _framed("(Title) said the man")
    (('title', 'Title', 'The Moor'), ('creator', 'Author', 'Irene'), None)
    """
    if line.lstrip()[:1] not in _FRAMES or (match := _FRAMED.match(line)) is None:
        return None
    name = match["one"] or match["two"]
    field = field_named(name)
    if field not in _DASHED and field != "fandom":
        return None
    return (field, name.strip(), _bare(match["value"])) if match["value"][0].isupper() or field == "rating" else None


def _bare(value: str) -> str:
    value = value.strip()
    for mark in ("**", "*", "_"):
        if value.endswith(mark) and value.count(mark) == 1:
            value = value[: -len(mark)].rstrip()
    return value.rstrip("]>") if value[-1:] in "]>" and "[" not in value and "<" not in value else value


def labels_at(lines: Lines, index: int, end: int) -> list[Label]:
    """The labels of a line with their wrapped values; several when they run on in one line; [] if there is none."""
    found = label_at(lines.raw[index])
    if found is None:
        return _columns(lines, index, end)
    field, name, value = found
    last = _value_end(lines, index, end, field, value)
    value = " ".join([value, *(lines.stripped(at) for at in range(index + 1, last))]).strip()
    if not value and field in _NEEDS_VALUE:
        return []
    if field == "creator" and (value[:1].isdigit() or not value or not plausible(value.split("  ")[0])):
        return []
    return [Label(field, name, part, index, last) for field, name, part in _split(field, name, value)]


def _column(line: str) -> tuple[str, str, str] | None:
    """A label with its value in a second column and no mark between: ``Title        The Moor``."""
    if line[:1] not in _CAPITALS or (match := _COLUMN.match(line)) is None:
        return None
    field = field_named(match[1])
    return (field, match[1], match[2].strip()) if field else None


def _columns(lines: Lines, index: int, end: int) -> list[Label]:
    """The label of a line of a table; only when the line above or below is one too."""
    found = _column(lines.raw[index])
    if found is None:
        return []
    around = [at for at in (index - 1, index + 1) if 0 <= at < lines.count]
    if not any((other := _column(lines.raw[at])) and other[0] != found[0] for at in around):
        return []
    last = index + 1
    while last < end and lines.indent(last) >= 6 and not lines.blank(last):
        last += 1
    value = " ".join([found[2], *(lines.stripped(at) for at in range(index + 1, last))])
    return [Label(found[0], found[1], value, index, last)]


def _split(field: str, name: str, value: str) -> list[tuple[str, str, str]]:
    """Cut a value where another label begins: ``Title: X Author: Y``."""
    parts: list[tuple[str, str, str]] = []
    start = 0
    for match in _RUN_ON.finditer(value):
        before = value[: match.start()].rstrip()
        if not match[0][0].isupper() or (
            field in LONG and before[-1:] not in ".!?)]|;" and value[match.start() - 2 : match.start()] != "  "
        ):
            continue
        inner = field_named(match[0].rstrip(" :"))
        if inner is None:
            continue
        parts.append((field, name, value[start : match.start()].strip(" |;,")))
        field, name, start = inner, match[0].rstrip(" :"), match.end()
    return [*parts, (field, name, value[start:].strip())]


def _value_end(lines: Lines, index: int, end: int, field: str, value: str) -> int:
    """One past the last line of a value that may be wrapped, hang-indented, or begin on the next line."""
    at = index + 1
    if not value and at < end and lines.blank(at) and field in LONG:
        at = lines.next_filled(at, min(end, at + 2))
        if at >= end or lines.blank(at) or label_at(lines.raw[at]) or len(lines.raw[at]) > 400:
            return index + 1
        return lines.run_end(at, min(end, at + 12))
    limit = end if field in LONG else min(end, index + 6)
    while at < limit and not lines.blank(at) and not is_rule(lines.stripped(at)) and label_at(lines.raw[at]) is None:
        if not _continues(lines, index, at, field, value):
            break
        at += 1
    return at


def _continues(lines: Lines, index: int, at: int, field: str, value: str) -> bool:
    line = lines.stripped(at)
    if (line[:3].lower() == "by " and field == "title") or _RATED_NEXT.match(line):
        return False
    if lines.raw[at - 1].rstrip()[-1:] in ".!?" and _OTHER_LABEL.match(line):
        return False
    if field != "disclaimer" and value[-1:] in ".!?" and lines.raw[at - 1].rstrip()[-1:] in ".!?" and disclaims(line):
        return False
    if not value and at == index + 1:
        return len(line) < 200
    hanging = lines.indent(at) >= lines.indent(index) + 2 and len(line) < 200
    above = lines.raw[at - 1].rstrip()
    wrapped = 50 <= len(above) <= 100 or (100 < len(above) <= 160 and (line[:1].islower() or above[-1] not in ".!?)"))
    if field in LONG:
        return hanging or wrapped or (line[:1].islower() and len(line) < 100)
    return (hanging and lines.indent(at) >= 4) or (wrapped and len(lines.raw[at - 1].rstrip()) >= 60 and len(line) < 80)
