"""What a page states in lists and tables of labels (``Rating: | PG``), and under labels that stand over a quotation.

A definition list or a table of labels is told by having at least two rows whose label is known.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from fanthology.fic.story import Span
from fanthology.fic.text.document import Mark
from fanthology.fic.text.markup.flatten import Flat
from fanthology.fic.text.outlining.claims import Claims
from fanthology.fic.text.outlining.fields import claim_label
from fanthology.fic.text.outlining.labels import Label, field_named, labels_at
from fanthology.fic.text.outlining.lines import Lines

_NAMES = {"fandom": "fandom", "relationship": "relationship", "character": "character", "genre": "freeform",
          "warning": "warning"}  # fmt: skip
_JOINTS = re.compile(r"[\s,;|/&•·+-]*(?:and)?[\s,;|/&•·+-]*")
_OF = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4}|\?)")
_OVER = re.compile(
    r"(?P<whose>chapter|work|story)?\s*(?P<end>end\s*)?(?P<what>summary|(?:author.?s?.? )?notes?)\s*:?", re.IGNORECASE
)
_LONGEST_LABEL = 40
_LONGEST_JOINT = 12  # characters between two names


class Pair(NamedTuple):
    """A label and what stands beside it."""

    label: Span
    value: Span


class Captioned(NamedTuple):
    """A quotation under a line such as ``Chapter Notes``: whose it is, where it stands, both ranges."""

    whose: str
    at_end: bool
    summary: bool
    label: Span
    value: Span


def claim_pairs(flat: Flat, lines: Lines, claims: Claims, noted: list[str]) -> None:
    """Makes claims of every list or table of labels, and paints its lines."""
    marks = sorted(flat.marks, key=lambda mark: (mark.start, -mark.end))
    links = flat.role("link")
    for pairs in (*_lists(flat.text, marks), *_tables(marks)):
        known = [pair for pair in pairs if field_named(_words(flat.text, pair.label).rstrip(":： "))]
        if len(known) >= 2 and all(lines.kinds[lines.at(pair.label[0])] == "body" for pair in pairs):
            for pair in pairs:
                _claim(flat.text, links, lines, claims, noted, pair)


def _words(text: str, span: Span) -> str:
    return " ".join(text[slice(*span)].split())


def _lists(text: str, marks: Sequence[Mark]) -> Iterator[list[Pair]]:
    """The terms of each definition list, with all that defines them; a list inside a list has its own."""
    for inside in _parts_of_lists(marks):
        terms = [at for at, mark in enumerate(inside) if mark.tag == "dt"]
        pairs = []
        for at, following in pairwise([*terms, len(inside)]):
            values = inside[at + 1 : following]
            if values and inside[at].end - inside[at].start <= _LONGEST_LABEL:
                term = inside[at]
                pairs.append(Pair((term.start, term.end), (values[0].start, values[-1].end)))
        yield pairs


def _parts_of_lists(marks: Sequence[Mark]) -> list[list[Mark]]:
    """The terms and definitions of each list, those inside another before it."""
    lists: list[list[Mark]] = []
    nested: list[tuple[int, list[Mark]]] = []
    for mark in marks:
        while nested and nested[-1][0] <= mark.start:
            nested.pop()
        if mark.tag == "dl":
            lists.append([])
            nested.append((mark.end, lists[-1]))
        elif nested and mark.tag in ("dt", "dd"):
            nested[-1][1].append(mark)
    return lists[::-1]


def _innermost(marks: Sequence[Mark], tag: str) -> list[Mark]:
    """The elements of a kind that hold none of their kind."""
    found = [mark for mark in marks if mark.tag == tag]
    return [one for at, one in enumerate(found) if at + 1 == len(found) or found[at + 1].start >= one.end]


def _tables(marks: Sequence[Mark]) -> Iterator[list[Pair]]:
    """The rows of each table whose cells are label and value, label and value."""
    cells = [mark for mark in marks if mark.tag in ("td", "th")]
    starts = [mark.start for mark in cells]
    rows = [mark for mark in marks if mark.tag == "tr"]
    row_starts = [mark.start for mark in rows]
    for whole in _innermost(marks, "table"):
        pairs: list[Pair] = []
        for row in rows[bisect_left(row_starts, whole.start) : bisect_left(row_starts, whole.end)]:
            inside = cells[bisect_left(starts, row.start) : bisect_left(starts, row.end)]
            if len(inside) in (2, 4) and all(mark.end - mark.start <= _LONGEST_LABEL for mark in inside[::2]):
                found = zip(inside[::2], inside[1::2], strict=True)
                pairs += (Pair((one.start, one.end), (two.start, two.end)) for one, two in found)
        yield pairs


def _claim(text: str, links: list[Span], lines: Lines, claims: Claims, noted: list[str], pair: Pair) -> None:
    """Claims of one label: each link is a value, else the words are read as those of any label."""
    first, last = lines.at(pair.label[0]), lines.at(pair.value[1] - 1) + 1
    name = _words(text, pair.label).rstrip(":： ")
    value, field = _words(text, pair.value), field_named(name)
    names = _linked_names(text, links, pair.value)
    if field in _NAMES and names:
        for span in names:
            claims.add(_NAMES[field], _words(text, span), _words(text, span), span, f"{_NAMES[field]}-label", 1.0)
        lines.paint(first, last, "header")
    elif name.lower() == "chapters":
        _claim_chapters(claims, value, pair.value)
        lines.paint(first, last, "header")
    elif field:
        claim_label(claims, lines, Label(field, name, value, first, last), noted)
    else:
        if lines.kinds[lines.at(pair.value[0])] == "body":
            _claim_inside(lines, claims, noted, lines.at(pair.value[0]), last)
        lines.paint(first, last, "header")


def _linked_names(text: str, links: list[Span], value: Span) -> list[Span]:
    """The links in a value, if there is nothing else in it: names with commas in them stay whole."""
    inside = links[bisect_left(links, (value[0], 0)) : bisect_left(links, (value[1], 0))]
    edges = [value[0], *(edge for link in inside for edge in link), value[1]]
    between = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return inside if all(len(piece) <= _LONGEST_JOINT and _JOINTS.fullmatch(piece) for piece in between) else []


def _claim_chapters(claims: Claims, value: str, span: Span) -> None:
    """``3/?``: so many chapters of how many there will be. A bare number says only what can be counted."""
    match = _OF.match(value)
    if match is None:
        return
    if match[2] != "?":
        claims.add("total", int(match[2]), value, span, "chapters-label", 1.0)
    state = "complete" if match[1] == match[2] else "in-progress"
    claims.add("status", state, value, span, "chapters-label", 0.9)


def _claim_inside(lines: Lines, claims: Claims, noted: list[str], first: int, last: int) -> None:
    """A value that is itself a run of labels: ``Published: 1999-03-04 Words: 7,526``."""
    for label in labels_at(lines, first, last):
        if label.name.lower() == "chapters":
            _claim_chapters(claims, label.value, lines.span(label.first, label.last))
        else:
            claim_label(claims, lines, label, noted)


def bare_captions(lines: Lines) -> list[int]:
    """The lines that are only a caption of a chapter's notes with nothing under it."""
    found = ((at, _OVER.fullmatch(line)) for at, line in enumerate(lines.bare) if 12 <= len(line) <= _LONGEST_LABEL)
    return [at for at, match in found if match and match["whose"] and lines.kinds[at] == "body"]


def captioned(flat: Flat, lines: Lines) -> list[Captioned]:
    """Every line that is only a label of notes or of a summary, right above a quotation; in order."""
    quotes = sorted((mark.start, mark.end) for mark in flat.marks if mark.tag == "blockquote")
    outermost = [next(group) for _, group in groupby(quotes, key=lambda span: span[0])]
    found: list[Captioned] = []
    for quote in outermost:
        at = lines.at(quote[0]) - 1
        while at > 0 and lines.blank(at):
            at -= 1
        match = _OVER.fullmatch(lines.stripped(at)) if at >= 0 and lines.kinds[at] == "body" else None
        if match and lines.kinds[lines.at(quote[0])] == "body":
            whose = (match["whose"] or "").lower()
            summary = match["what"].lower() == "summary"
            found.append(Captioned(whose, bool(match["end"]), summary, lines.span(at, at + 1), quote))
    return found
