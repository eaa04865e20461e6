"""Tags of HTML in a text that is laid out as plain text: they set type and are not to be read aloud.

Somebody typed ``<i>never</i>`` into a plain text, or a program took a page apart badly. The tags go, as recorded
repairs of typesetting; emphasis becomes Marks, ``<br>`` and ``<p>`` line ends, ``<hr>`` a drawn rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Final

from fanthology.fic.story import Repair
from fanthology.fic.text.document import Mark

RULE = "typeset-tag"
DRAWN = "* * *"
"""What a ``<hr>`` becomes: a break that plain text has."""

_SETS: Final[dict[str, str]] = {
    **dict.fromkeys(("i", "em", "cite"), "em"),
    **dict.fromkeys(("b", "strong", "big"), "strong"),
    **dict.fromkeys(("u", "ins"), "u"),
    **dict.fromkeys(("s", "strike", "del"), "s"),
    **dict.fromkeys(("tt", "code"), "code"),
    **{tag: tag for tag in ("small", "sub", "sup")},
}
"""The Mark that a pair of tags makes."""

_ADDRESS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_ATTRIBUTES = r"(?:\s+[\w:-]{1,30}(?:\s*=\s*(?:\"[^\"<>]{0,300}\"|'[^'<>]{0,300}'|[^\s\"'<>]{1,300}))?){0,12}\s*/?"
_INLINE = "i|b|u|em|strong|s|strike|del|ins|tt|code|cite|small|big|sub|sup|font|span|a"
_BLOCK = "p|br|hr|center|div|blockquote|h[1-6]|ul|ol|li|html|body|pre"
_PAIRED = re.compile(rf"<(/?)({_INLINE})({_ATTRIBUTES})>", re.IGNORECASE)
_TAG = rf"(?:</?(?:{_BLOCK}){_ATTRIBUTES}>|<!--[^<>]{{0,300}}-->)"
_BLOCKS = re.compile(rf"{_TAG}(?:\s*{_TAG})*\s*", re.IGNORECASE)
_STRAYS = frozenset(("i", "b", "u", "em", "strong", "font", "span"))
"""Of these a lone one is taken out too, in a text that has others in pairs."""

_RULE = re.compile(rf"<hr{_ATTRIBUTES}>", re.IGNORECASE)
_NAME = re.compile(r"</?([a-z]+[1-6]?)|(<!--)", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?\s*([^\s\"'<>]{1,300})", re.IGNORECASE)
_LAYOUT = re.compile(
    rb"<(?:p|br|div|hr|h[1-6]|li|ul|ol|tr|td|table|center|blockquote|html|head|body|meta|title)\b", re.IGNORECASE
)
_GAP = re.compile(rb"(?=([^\n]*\n[ \t\r]*\n\s*[^\n]*))")
_FEWEST_LINES = 3
_MOST_LINE_ENDS = 4


@dataclass(frozen=True, slots=True)
class Untagged:
    """The repairs that take out tags, and the marks that they were: in positions of the text with its tags."""

    repairs: tuple[Repair, ...] = ()
    marks: tuple[Mark, ...] = ()


def take_out_tags(text: str) -> Untagged:
    """The tags of a plain text. Pairs that are not closed, and what only looks like a tag, stay.

    >>> untagged = take_out_tags("It was <i>never</i> so <g>.<br>He <b left.")
    >>> [(repair.was, repair.now) for repair in untagged.repairs]
    [('<i>', ''), ('</i>', ''), ('<br>', '\\n')]
    >>> untagged.marks
    (Mark(start=10, end=15, tag='em', attrs=()),)
    """
    if "<" not in text:
        return Untagged()
    found = list(_line_ends(text))
    marks: list[Mark] = []
    pairs, alone = _pairs(text)
    for opening, closing in pairs:
        found += (Repair(match.span(), match[0], "", RULE) for match in (opening, closing))
        if mark := _mark(opening, opening.end(), closing.start()):
            marks.append(mark)
    if found:
        found += (Repair(match.span(), match[0], "", RULE) for match in alone if match[2].lower() in _STRAYS)
    found.sort(key=lambda repair: repair.span)
    return Untagged(tuple(found), tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))))


def _pairs(text: str) -> tuple[list[tuple[re.Match[str], re.Match[str]]], list[re.Match[str]]]:
    """Opening and closing tags that belong together, and those that stand alone."""
    waiting: dict[str, list[re.Match[str]]] = {}
    pairs: list[tuple[re.Match[str], re.Match[str]]] = []
    alone: list[re.Match[str]] = []
    for match in _PAIRED.finditer(text):
        name = match[2].lower()
        if not match[1]:
            waiting.setdefault(name, []).append(match)
        elif waiting.get(name):
            pairs.append((waiting[name].pop(), match))
        else:
            alone.append(match)
    return pairs, [*alone, *(match for matches in waiting.values() for match in matches)]


def _mark(opening: re.Match[str], start: int, end: int) -> Mark | None:
    name = opening[2].lower()
    if name == "a":
        href = _HREF.search(opening[3])
        return Mark(start, end, "a", (("href", unescape(href[1])),)) if href and _ADDRESS.match(href[1]) else None
    tag = _SETS.get(name)
    return Mark(start, end, tag) if tag and start < end else None


def _line_ends(text: str) -> Iterator[Repair]:
    """Runs of tags that break lines, with the blanks and line ends around them, as so many line ends."""
    for match in _BLOCKS.finditer(text):
        start, end = match.span()
        while start > 0 and text[start - 1] in " \t\n":
            start -= 1
        rules = list(_RULE.finditer(text, *match.span()))
        changes = _around_a_rule(text, start, end, rules) if rules else [(start, end, _in_place_of(text, start, end))]
        for first, last, now in changes:
            if text[first:last] != now:
                yield Repair((first, last), text[first:last], now, RULE)


def _around_a_rule(text: str, start: int, end: int, rules: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    """What stands before a rule, the rule (several on end are one), and what stands after it, each by itself: so that
    the ledger has the rule's place."""
    first, last = rules[0].start(), rules[0].end()
    if last == end < len(text):
        last -= 1  # not even a blank follows: the end of the tag makes room for the line ends
    if start < first:
        yield start, first, _in_place_of(text, start, first)
    yield first, last, DRAWN if start < first or start == 0 else f"\n\n{DRAWN}"
    if last < end:
        yield last, end, _in_place_of(text, last, end)


def _in_place_of(text: str, start: int, end: int) -> str:
    """The line ends that stand for a run of tags."""
    if start == 0:
        return ""
    run = text[start:end]
    names = [(match[1] or "").lower() for match in _NAME.finditer(run)]
    blocks = not names or any(name not in ("", "br") for name in names)
    needed = 2 if blocks else names.count("br")
    return "\n" * min(_MOST_LINE_ENDS, max(needed, run.count("\n"))) or " "


def lays_out_by_hand(head: bytes) -> bool:
    """True if a text with tags in it is laid out as plain text is: its lines and blank lines have no tags for them.

    >>> lays_out_by_hand(b"He <i>did</i>.\\n\\nShe <i>did</i>.\\n\\nIt <i>did</i>.\\n\\nAll.")
    True
    >>> lays_out_by_hand(b"<p>He <i>did</i>.</p>\\n\\n<p>She <i>did</i>.</p>\\n\\n<p>It.</p>\\n\\n<p>All.</p>\\n")
    False
    """
    if _LAYOUT.search(head) is None:
        return head.count(b"\n") >= _FEWEST_LINES
    gaps = _GAP.findall(head)
    bare = sum(1 for gap in gaps if _LAYOUT.search(gap) is None)
    return bare >= _FEWEST_LINES and 2 * bare > len(gaps)


def moved(marks: tuple[Mark, ...], repairs: tuple[Repair, ...]) -> tuple[Mark, ...]:
    """The marks of a text, in positions of the text with ``repairs`` carried out; those left empty are left out."""
    edges = sorted({edge for mark in marks for edge in (mark.start, mark.end)})
    places: dict[int, int] = {}
    at = shift = 0
    for edge in edges:
        while at < len(repairs) and repairs[at].span[1] <= edge:
            shift += len(repairs[at].now) - len(repairs[at].was)
            at += 1
        inside = at < len(repairs) and repairs[at].span[0] < edge
        places[edge] = (repairs[at].span[0] if inside else edge) + shift
    put = (replace(mark, start=places[mark.start], end=places[mark.end]) for mark in marks)
    return tuple(mark for mark in put if mark.start < mark.end)
