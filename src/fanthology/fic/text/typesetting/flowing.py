"""From a stretch of plain text to flowing html: emphasis, the joints of broken words, and what tags in it said.

Each change is an `Edit`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fanthology.fic.story import Span
from fanthology.fic.text.document import Mark
from fanthology.fic.text.typesetting.blocks import (
    BLANKS,
    WIDE_BLANKS,
    Edit,
    SetBlock,
    escaped,
    has_illegal,
    illegal_edits,
)
from fanthology.fic.text.typesetting.emphasis import emphases
from fanthology.fic.text.typesetting.inline import tags_of
from fanthology.fic.text.typesetting.parted import parts_a_word

_JOINTS = (
    # A hyphen inside a word ("pre- and post-war" is left alone), or the last of a dash that touches its word.
    re.compile(
        r"-(?:(?<=[^\W_]-)[^\S\n]*\n\s*(?=[^\W\d_])(?!(?:and|or|to|nor|und|oder)\b)|(?<=[^\s-]--)[^\S\n]*\n\s*(?=\S))"
    ),
    re.compile(r"—(?<=\S—)[^\S\n]*\n\s*(?=\S)"),
)
# What a hyphen joins to a name: "non-American", "mid-Atlantic".
_PREFIXES = frozenset(
    (
        "all",
        "anti",
        "ex",
        "half",
        "mid",
        "neo",
        "non",
        "pan",
        "post",
        "pre",
        "pro",
        "self",
        "semi",
        "sub",
        "trans",
        "un",
    )
)
_LONGEST_PREFIX = 24  # characters before a hyphen that are looked at


def heading(text: str, title: Span, end: int) -> SetBlock:
    """The block of a heading with a rule drawn under it, which is left out.

    >>> heading("The Moor\\n========\\n", (0, 8), 17).html
    '<h3>The Moor</h3>'
    """
    html, plain, edits = set_lines(text, *title, ())
    return SetBlock(
        "heading", title[0], end, f"<h3>{html}</h3>", plain, [*edits, Edit(title[1], end, "", "typeset-rule")]
    )


class SetText(NamedTuple):
    """The inside of a block: its html, its text, and the edits made."""

    html: str
    text: str
    edits: list[Edit]


class _Insert(NamedTuple):
    """Html that stands in the place of a stretch, and the edit that it makes; without one it is a line break."""

    start: int
    end: int
    html: str
    edit: Edit | None


def set_lines(text: str, start: int, end: int, breaks: Sequence[int], marks: Sequence[Mark] = ()) -> SetText:
    """The text between two positions as flowing html: line breaks only at ``breaks`` (positions of ``\\n``).

    ``marks`` are what tags in a plain text said, clipped to the stretch.

    >>> set_lines("Not *now*,\\nhe said.\\n", 0, 20, ()).html
    'Not <em>now</em>, he said.'
    >>> set_lines("Roses\\nViolets", 0, 13, (5,)).html
    'Roses<br/>\\nViolets'
    """
    inserts: list[_Insert] = []
    for edit in illegal_edits(text, start, end) if has_illegal(text[start:end]) else ():
        inserts.append(_Insert(edit.start, edit.end, "", edit))
    inserts.extend(_Insert(*_blanks_around(text, at, start, end), "<br/>\n", None) for at in breaks)
    for match in _joints(text, start, end):
        if bisect_left(breaks, match.start()) == bisect_left(breaks, match.end()):
            dash = "" if parts_a_word(text, match.start(), match.end()) else match[0].rstrip()
            inserts.append(_Insert(*match.span(), dash, Edit(*match.span(), dash, "typeset-join")))
    edges = sorted(edge for mark in marks for edge in (mark.start, mark.end))
    for start_mark, end_mark, mark, tag in emphases(text[start:end]):
        if bisect_right(edges, start + start_mark) < bisect_left(edges, start + end_mark):
            continue  # it would cross what a tag says
        width = len(mark)
        for at, html in ((start + start_mark, f"<{tag}>"), (start + end_mark - width, f"</{tag}>")):
            inserts.append(_Insert(at, at + width, html, Edit(at, at + width, "", "typeset-emphasis")))
    if marks:
        inserts += _marked(marks, sorted(insert[:2] for insert in inserts))
    return _inserted(text, start, end, inserts)


def _marked(marks: Sequence[Mark], taken: Sequence[Span]) -> Iterator[_Insert]:
    """The tags of marks, none inside of what is taken for something else."""
    for position, html in tags_of(marks):
        index = bisect_left(taken, (position, position)) - 1
        at = taken[index][1] if index >= 0 and position < taken[index][1] else position
        yield _Insert(at, at, html, Edit(at, at, "", ""))


def _joints(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    if text.find("\n", start, end) >= 0:
        for joint in _JOINTS:
            yield from (match for match in joint.finditer(text, start, end) if not _is_dash(text, match, start))


def _is_dash(text: str, match: re.Match[str], start: int) -> bool:
    """True for a hyphen between a small word and a capital, which parts sentences as a dash does."""
    if match[0][0] != "-" or text[match.start() - 1] == "-" or not text[match.end()].isupper():
        return False
    words = text[max(start, match.start() - _LONGEST_PREFIX) : match.start()].split()
    return bool(words) and words[-1][0].islower() and words[-1] not in _PREFIXES


def _blanks_around(text: str, at: int, start: int, end: int) -> tuple[int, int]:
    """The white space around a line end, which a line break takes in."""
    first, last = at, at + 1
    while first > start and text[first - 1].isspace():
        first -= 1
    while last < end and text[last].isspace():
        last += 1
    return first, last


def _inserted(text: str, start: int, end: int, inserts: list[_Insert]) -> SetText:
    """Puts the pieces together. No two inserts overlap: their characters are of different kinds."""
    inserts.sort(key=lambda insert: insert[:2])
    html: list[str] = []
    plain: list[str] = []
    edits: list[Edit] = []
    at = start
    for first, last, markup, edit in inserts:
        piece = _single_spaced(text[at:first])
        html += (escaped(piece), markup)
        plain += (piece, edit.now if edit else "\n")
        if edit and first < last:
            edits.append(edit)
        at = last
    piece = _single_spaced(text[at:end])
    html.append(escaped(piece))
    plain.append(piece)
    return SetText("".join(html).strip(), "".join(plain).strip(), edits)


def _single_spaced(text: str) -> str:
    """`collapsed`, but blanks at the ends stay, one at each."""
    if text.isascii() or not WIDE_BLANKS.search(text):
        return " ".join(f"|{text}|".split())[1:-1]
    return BLANKS.sub(" ", text)
