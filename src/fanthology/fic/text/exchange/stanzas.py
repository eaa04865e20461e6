"""Blocks in a text file of ours: stanzas parted by blank lines, whose first signs say what they are.

============  ==========================================================================
paragraph     its lines as they are, one for each line break
heading       ``### `` before the first line (``#### `` for a smaller one, and so on)
quotation     ``> `` before each line, a ``>`` alone between two paragraphs
list          ``- `` before each item, two blanks before its other lines
letter        ``| `` before each line
verse         four blanks before each line
set by hand   ``: `` before each line, which has no signs in it
scene break   eight blanks or more before its ornament; a backslash alone draws none
============  ==========================================================================
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from typing import NamedTuple

from fanthology.fic.story import BlockKind
from fanthology.fic.text.exchange.signs import Cut, from_signs, to_signs

CENTRE = " " * 30
_STARTERS = re.compile(r"[#>\-|:=\[ \t]")
_WHOLE = re.compile(r"<(\w+)(?: class=\"[a-z-]+\")?>(.*)</\1>", re.DOTALL)
_UNIT = re.compile(r"<(p|li)>(.*?)</\1>", re.DOTALL)
_MARKED = re.compile(r"(#{3,6}|[>\-|:]) ?")
_KIND_OF_MARK: dict[str, BlockKind] = {">": "quotation", "-": "list", "|": "letter", ":": "paragraph"}


class Stanza(NamedTuple):
    """A block read from text: its signs are ``cuts``."""

    kind: BlockKind
    html: str
    start: int
    end: int
    cuts: list[Cut]


def stanza_of(kind: BlockKind, html: str) -> str:
    """The lines of a plain block (`plain.as_plain` makes them).

    >>> print(stanza_of("quotation", "<blockquote><p>a</p><p>b</p></blockquote>"))
    > a
    >
    > b
    """
    whole = _WHOLE.fullmatch(html)
    tag, inside = (whole[1], whole[2]) if whole else ("p", html)
    if kind == "scene-break":
        return "\n".join(CENTRE + line for line in to_signs(inside).split("\n"))
    if tag == "pre":
        return "\n".join(f": {line}".rstrip(" ") for line in entities.unescape(inside).split("\n"))
    if kind == "quotation":
        return "\n>\n".join(_prefixed("> ", to_signs(unit[2])) for unit in _UNIT.finditer(inside))
    if kind == "list":
        return "\n".join("- " + to_signs(unit[2]).replace("\n", "\n  ") for unit in _UNIT.finditer(inside))
    lines = to_signs(inside)
    if kind in ("letter", "verse"):
        return _prefixed("| " if kind == "letter" else "    ", lines)
    if kind == "heading":
        return "#" * int(tag[1]) + " " + lines
    return "\\" + lines if _STARTERS.match(lines) else lines


def _prefixed(prefix: str, lines: str) -> str:
    return prefix + lines.replace("\n", "\n" + prefix)


class _Line(NamedTuple):
    start: int
    end: int
    words: str


def stanzas(text: str, start: int, end: int) -> Iterator[Stanza]:
    """The blocks between two positions."""
    run: list[_Line] = []
    at = start
    for raw in text[start:end].split("\n"):
        words = raw.rstrip("\r")
        if words.strip(" \t"):
            run.append(_Line(at, at + len(words), words))
        elif run:
            yield _stanza(run)
            run = []
        at += len(raw) + 1
    if run:
        yield _stanza(run)


def _stanza(run: list[_Line]) -> Stanza:
    first = run[0].words
    if first.startswith(" " * 8):
        return _centred(run)
    if first.startswith("    "):
        return _lined(run, "verse", '<p class="verse">', "</p>", re.compile(r" {0,4}"))
    match = _MARKED.match(first)
    mark = match[1] if match else ""
    if mark == ":":
        return _by_hand(run)
    if mark == "|":
        return _lined(run, "letter", '<p class="letter">', "</p>", re.compile(r"(?:\| ?)?"))
    if mark == ">":
        return _parted(run, "quotation", ("<blockquote>", "<p>", "</p>", "</blockquote>"), re.compile(r"(?:> ?)?"))
    if mark == "-":
        return _parted(run, "list", ("<ul>", "<li>", "</li>", "</ul>"), re.compile(r"(?:- ?| {0,2})"))
    if mark:
        tag = f"h{len(mark)}"
        return _lined(run, "heading", f"<{tag}>", f"</{tag}>", re.compile(r"(?:#{3,6} ?)?"))
    return _lined(run, "paragraph", "<p>", "</p>", re.compile(""))


def _inside(run: list[_Line], prefix: re.Pattern[str], cuts: list[Cut]) -> str:
    """The html of lines without their prefixes."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(run):
        width = 0
        if (number == 0 or not prefix.pattern.startswith("(?:#")) and (match := prefix.match(line.words)):
            width = match.end()
        if width:
            cuts.append(Cut(line.start, line.start + width, ""))
        lines.append((line.start + width, line.words[width:]))
    html: list[str] = []
    whole = "\n".join(words for _, words in lines)
    made, signs = from_signs(whole, 0)
    starts, at = [], 0
    for start, words in lines:
        starts.append((at, start))
        at += len(words) + 1
    html.append(made)
    for cut in signs:
        offset = next(start - first for first, start in reversed(starts) if first <= cut.start)
        cuts.append(Cut(cut.start + offset, cut.end + offset, cut.now))
    return "".join(html)


def _lined(run: list[_Line], kind: BlockKind, opening: str, closing: str, prefix: re.Pattern[str]) -> Stanza:
    cuts: list[Cut] = []
    html = _inside(run, prefix, cuts)
    return Stanza(kind, f"{opening}{html}{closing}", run[0].start, run[-1].end, cuts)


def _parted(run: list[_Line], kind: BlockKind, around: tuple[str, str, str, str], prefix: re.Pattern[str]) -> Stanza:
    """A quotation, whose paragraphs are parted by an empty line of it, or a list, each of whose items has its mark."""
    cuts: list[Cut] = []
    units: list[list[_Line]] = [[]]
    for line in run:
        if kind == "quotation" and line.words.strip() == ">":
            cuts.append(Cut(line.start, line.end, ""))
            units.append([])
            continue
        if kind == "list" and line.words.startswith("-") and units[-1]:
            units.append([])
        units[-1].append(line)
    made = "\n".join(around[1] + _inside(unit, prefix, cuts) + around[2] for unit in units if unit)
    return Stanza(kind, around[0] + made + around[3], run[0].start, run[-1].end, cuts)


def _centred(run: list[_Line]) -> Stanza:
    cuts: list[Cut] = []
    html = _inside(run, re.compile(r"[ \t]*"), cuts)
    return Stanza("scene-break", f'<p class="scene-break">{html}</p>', run[0].start, run[-1].end, cuts)


def _by_hand(run: list[_Line]) -> Stanza:
    cuts: list[Cut] = []
    lines: list[str] = []
    for line in run:
        match = re.match(r":? ?", line.words)
        width = match.end() if match else 0
        if width:
            cuts.append(Cut(line.start, line.start + width, ""))
        lines.append(line.words[width:])
    html = entities.escape("\n".join(lines), quote=False)
    return Stanza("paragraph", f"<pre>{html}</pre>", run[0].start, run[-1].end, cuts)
