"""What a web page is besides its story: navigation and footers, and pages that are no story at all."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from functools import cache
from importlib.resources import files

from fanthology.fic.story import Span
from fanthology.fic.text.markup.flatten import Flat
from fanthology.fic.text.markup.tags import HEADINGS
from fanthology.fic.text.words import count_words

_LINE = re.compile(r"[^\n]+")
_BETWEEN_LINKS = re.compile(r"[\s|•·»«<>\[\](){}/\\:;,.~*=+–—-]+")
_SHORT_PAGE = 300
_LEAD = 600
_FIRST_LINES, _LAST_LINES = 40, 15
_FRAME_WORDS = 80
_SMALL_FORM = 600  # characters; some sites put a whole page into a form


@cache
def _signs() -> dict[str, re.Pattern[str]]:
    """Why a page is no story, to the words that give it away, from ``data/page_signs.toml``."""
    table = tomllib.loads(files("fanthology.fic.readers").joinpath("data/page_signs.toml").read_text(encoding="utf-8"))
    return {
        sign["because"]: re.compile("|".join(f"(?:{words})" for words in sign["words"]), re.IGNORECASE)
        for sign in table["sign"]
    }


def _listed(name: str) -> list[str]:
    """The lines of a data file that are neither blank nor remarks."""
    text = files("fanthology.fic.readers").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _site_lines() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in _listed("site_lines.txt")), re.IGNORECASE)


@cache
def _site_words() -> frozenset[str]:
    return frozenset(_listed("site_words.txt"))


@cache
def _navigation() -> re.Pattern[str]:
    """The words that links to other pages of a site are made of."""
    words = "|".join(re.escape(line) for line in _listed("navigation.txt"))
    return re.compile(rf"(?:{words})(?:\W++(?:{words}|\d++))*\W*", re.IGNORECASE)


def not_a_story(flat: Flat) -> str | None:
    """Why a page is no story, in plain words: it only arranges frames, or it is short and an error, a login form or
    the like. None if it may be a story.

    >>> not_a_story(Flat("404 Not Found\\n\\nThe page you asked for is not here."))
    'This is an error page of a web site, not a story.'
    """
    words = count_words(flat.text)
    if words > _SHORT_PAGE:
        return None
    if flat.frames and words < _FRAME_WORDS:
        return "This page only arranges other pages in frames; the story is in one of those."
    lead = flat.text[:_LEAD]
    return next((because for because, pattern in _signs().items() if pattern.search(lead)), None)


def is_site_line(text: str) -> bool:
    """True for a line that a site or its program wrote.

    >>> is_site_line("You are visitor number 1895"), is_site_line("Return to the top"), is_site_line("He sat down.")
    (True, True, False)
    """
    return len(text) <= 250 and bool(_site_lines().fullmatch(text))


def is_site_word(text: str) -> bool:
    """True for a heading that stands over a part of a site, not over a story.

    >>> is_site_word("Main Content"), is_site_word("The Main Contender")
    (True, False)
    """
    return text.casefold().strip(" \t:*-~") in _site_words()


def furniture(flat: Flat) -> list[Span]:
    """The ranges of a page that belong to its site: its title line, what it calls navigation or footer itself, what is
    outside its main part, and the lines made only of links, or of what sites write, at its start and its end. Whole
    lines, sorted and disjoint."""
    lines = [match.span() for match in _LINE.finditer(flat.text) if not match[0].isspace()]
    around = Ranges(_named_furniture(flat))
    links = Ranges(flat.role("link"))
    headings = Ranges([(mark.start, mark.end) for mark in flat.marks if mark.tag in ("h1", "h2", "h3")])
    edges = {*lines[:_FIRST_LINES], *lines[-_LAST_LINES:]}
    found = {line for line in lines if around.hold(line)}
    found |= {line for line in edges if is_site_line(flat.text[slice(*line)].strip())}
    for ordered, at_end in ((lines, False), (lines[::-1], True)):
        for line in ordered:
            if line not in found and not _is_around(flat.text, line, links, headings, at_end):
                break
            found.add(line)
    return sorted(found)


def _named_furniture(flat: Flat) -> list[Span]:
    """What the page itself says is no story. A page that says so of most of its text is not believed."""
    most = len(flat.text) // 2
    ranges = [span for span in flat.role("furniture") if span[1] - span[0] <= most]
    ranges += [(start, end) for start, end in flat.role("form") if end - start <= _SMALL_FORM]
    ranges += [
        (mark.start, mark.end)
        for mark in flat.marks
        if mark.tag in HEADINGS and is_site_word(flat.text[mark.start : mark.end])
    ]
    ranges += [flat.title] if flat.title else []
    main = flat.role("main")
    if main and all(main[0][0] <= start and end <= main[0][1] for start, end in main):
        start, end = main[0]
        ranges += [(0, start), (end, len(flat.text))] if end - start >= most else []
    return ranges


class Ranges:
    """Ranges of a text, joined where they touch, to be asked by position."""

    def __init__(self, ranges: list[Span]) -> None:
        self._ends: list[int] = []
        self._starts: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            elif start < end:
                self._starts.append(start)
                self._ends.append(end)

    def all(self) -> list[Span]:
        """All of them, sorted and disjoint."""
        return list(zip(self._starts, self._ends, strict=True))

    def on(self, line: Span) -> list[Span]:
        """The ranges that share something with a line."""
        first, last = bisect_right(self._ends, line[0]), bisect_left(self._starts, line[1])
        return list(zip(self._starts[first:last], self._ends[first:last], strict=True))

    def hold(self, line: Span) -> bool:
        """True if one range has the whole line."""
        return any(start <= line[0] and line[1] <= end for start, end in self.on(line))


def _is_around(text: str, line: Span, links: Ranges, headings: Ranges, at_end: bool) -> bool:
    """True if the line's words are all links (or the names of links whose addresses were lost), or a site's own."""
    words = text[slice(*line)].strip()
    if is_site_line(words) or _navigation().fullmatch(words):
        return True
    linked = links.on(line)
    if len(linked) < (1 if at_end else 2) or headings.on(line):
        return False
    edges = [line[0], *(edge for link in linked for edge in link), line[1]]
    rest = "".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end)
    return not _BETWEEN_LINKS.sub("", rest)
