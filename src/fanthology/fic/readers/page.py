"""What a web page is besides its story: navigation and footers, and pages that are no story at all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from fanthology.fic.story import Span
from fanthology.fic.text.document import Mark
from fanthology.fic.text.flatten import Flat
from fanthology.fic.text.words import count_words

_LINE = re.compile(r"[^\n]*[^\s][^\n]*")
_BETWEEN_LINKS = re.compile(r"[\s|•·»«<>\[\](){}/\\:;,.~*=+–—-]+")
_WEB = re.compile("https?:", re.IGNORECASE)
_SHORT_PAGE = 300
_LEAD = 600


@cache
def _signs() -> dict[str, re.Pattern[str]]:
    """Why a page is no story, to the words that give it away, from ``data/page_signs.toml``."""
    table = tomllib.loads(files("fanthology.fic.readers").joinpath("data/page_signs.toml").read_text(encoding="utf-8"))
    return {
        sign["because"]: re.compile("|".join(f"(?:{words})" for words in sign["words"]), re.IGNORECASE)
        for sign in table["sign"]
    }


@cache
def _navigation() -> re.Pattern[str]:
    """The words that links to other pages of a site are made of."""
    text = files("fanthology.fic.readers").joinpath("data/navigation.txt").read_text(encoding="utf-8")
    words = "|".join(re.escape(line) for line in text.splitlines() if line)
    return re.compile(rf"(?:{words})(?:\W*(?:{words}|\d+))*\W*", re.IGNORECASE)


def not_a_story(flat: Flat) -> str | None:
    """Why a short page is an error, a login form or the like, in plain words; None if it may be a story.

    >>> not_a_story(Flat("404 Not Found\\n\\nThe page you asked for is not here."))
    'This is an error page of a web site, not a story.'
    """
    if count_words(flat.text) > _SHORT_PAGE:
        return None
    lead = flat.text[:_LEAD]
    return next((because for because, pattern in _signs().items() if pattern.search(lead)), None)


def furniture(flat: Flat) -> list[Span]:
    """The ranges of a page that belong to its site: its title line, what it calls navigation or footer itself, and the
    lines made only of links at its start and its end. Whole lines, sorted and disjoint."""
    lines = [match.span() for match in _LINE.finditer(flat.text)]
    own = [flat.title] if flat.title else []
    marked = {line for line in lines if _inside(line, [*own, *flat.furniture])}
    found = set(marked)
    for ordered, at_end in ((lines, False), (lines[::-1], True)):
        for line in ordered:
            if line not in marked and not _only_links(flat, line, at_end):
                break
            found.add(line)
    return sorted(found)


def _inside(line: Span, ranges: list[Span]) -> bool:
    return any(start <= line[0] and line[1] <= end for start, end in ranges)


def _only_links(flat: Flat, line: Span, at_end: bool) -> bool:
    """True if the line's words are all links (or the names of links whose addresses were lost)."""
    text = flat.text[slice(*line)].strip()
    if _navigation().fullmatch(text):
        return True
    rest, links = [], 0
    position = line[0]
    for mark in _marks_on(flat.marks, line):
        if mark.tag in ("h1", "h2", "h3"):
            return False
        if mark.tag == "a" and _WEB.match(dict(mark.attrs).get("href", "")):
            rest.append(flat.text[position : max(position, mark.start)])
            position = max(position, mark.end)
            links += 1
    rest.append(flat.text[position : line[1]])
    return links >= (1 if at_end else 2) and not _BETWEEN_LINKS.sub("", "".join(rest))


def _marks_on(marks: tuple[Mark, ...], line: Span) -> Iterator[Mark]:
    return (mark for mark in marks if mark.start < line[1] and mark.end > line[0])
