"""Unwraps prose that was broken at a right margin, and leaves alone the lines that ended for another reason.

A line is full when the first word of the next one would not have fitted. A break after a full line, or in the middle
of a sentence, is the margin's; any other break is the writer's.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from fanthology.fic.text.layout import LONG_LINE, Layout
from fanthology.fic.text.pieces import SENTENCE_ENDS, Line, Piece, kept, lines_of, merged_verse
from fanthology.fic.text.verse import is_drawn, is_list, is_quoted_mail, is_script, is_speech, kept_lines

# What a line end is: the margin's (flow), a new paragraph that is set in, or the writer's own (short).
_Break = Literal["flow", "indent", "short"]

_SET_IN = re.compile(r"\n(?=[ \t]{2,}\S|\t\S)")
_NARROW = 45  # characters: narrower than this, lines set in are verse


def wrapped(text: str, start: int, end: int, layout: Layout) -> list[Piece]:
    """The pieces of one chunk (no gap inside) of wrapped prose."""
    chunk = text[start:end]
    if "\n" not in chunk:
        return [Piece("paragraph", start, end)]
    if layout.padded or layout.lines == "double-spaced":
        return _line_by_line(text, start, end, layout)
    if "\n " not in chunk and "\n\t" not in chunk:
        if _is_prose(chunk.split("\n"), layout):
            return [Piece("paragraph", start, end)]
        return _line_by_line(text, start, end, layout)
    if layout.indent > layout.base == 0:
        return _set_in_paragraphs(text, start, end, layout)
    return _line_by_line(text, start, end, layout)


def _is_prose(lines: list[str], layout: Layout) -> bool:
    """True if every line but the last is about full, or runs on into the next."""
    lengths = list(map(len, lines))
    del lengths[-1]
    if not lengths:
        return True
    if max(lengths) > LONG_LINE:
        return False
    if min(lengths) >= layout.least:
        return True
    for at, length in enumerate(lengths):
        if length < layout.least and not _runs_on(lines[at], lines[at + 1], layout.full):
            return False
    return True


def _runs_on(above: str, below: str, margin: int) -> bool:
    """True if the break between two lines is the margin's."""
    if len(above) + 1 + len(below.split(None, 1)[0]) >= margin:
        return True
    return below[0].islower() and above.rstrip()[-1] not in SENTENCE_ENDS and 2 * len(above) > margin


def _set_in_paragraphs(text: str, start: int, end: int, layout: Layout) -> list[Piece]:
    """Paragraphs that begin with an indent: the plain ones at once, runs of odd ones line by line."""
    pieces: list[Piece] = []
    odd = start
    at = start
    for cut in [match.start() for match in _SET_IN.finditer(text, start, end)] + [end]:
        part = text[at:cut].strip()
        hangs = odd < at and part[0].islower()
        if part[-1] in SENTENCE_ENDS and not hangs and _is_prose(text[at:cut].split("\n"), layout):
            if odd < at:
                pieces += _line_by_line(text, odd, at - 1, layout)
            pieces.append(Piece("paragraph", at, cut))
            odd = cut + 1
        at = cut + 1
    if odd < end:
        pieces += _line_by_line(text, odd, end, layout)
    return pieces


def _line_by_line(text: str, start: int, end: int, layout: Layout) -> list[Piece]:
    lines = lines_of(text, start, end)
    if len(lines) < 2:
        return [Piece("paragraph", start, end)] if lines else []
    if is_drawn(lines):
        return [Piece("table", start, end)]
    if _is_centred(lines, layout):
        return [kept("verse" if len(lines) > 2 else "paragraph", lines)]
    margin = _own_margin(lines, layout)
    breaks = [_break(above, below, margin, layout) for above, below in pairwise(lines)]
    pieces: list[Piece] = []
    first = 0
    for index, kind in enumerate([*breaks, "indent"]):
        if kind == "indent":
            pieces += _paragraphs(lines[first : index + 1], breaks[first:index])
            first = index + 1
    return merged_verse(pieces, text, layout.full * 4 // 5)


def _is_centred(lines: list[Line], layout: Layout) -> bool:
    """True if all lines are set in, at different columns, and not as a paragraph's first line alone."""
    depths = [line.depth for line in lines]
    return min(depths) > layout.base + 1 and len(set(depths[1:])) > 1 and max(depths) - min(depths) > 2


def _own_margin(lines: list[Line], layout: Layout) -> int:
    """The right margin of a passage that is set in on the left, for it may be so on the right; else the document's."""
    if len(lines) < 3 or min(line.depth for line in lines) <= layout.base + 1:
        return layout.full
    widest = max(line.column for line in lines)
    prose = widest - lines[-1].depth >= _NARROW and any(line.words[0].islower() for line in lines[1:])
    return min(layout.full, widest) if prose else layout.full


def _break(above: Line, below: Line, margin: int, layout: Layout) -> _Break:
    if above.column > LONG_LINE:
        return "indent"
    reach = min(margin, layout.margins.get(above.depth, margin))
    full = above.column + 1 + len(below.words.split(None, 1)[0]) >= reach
    mid_sentence = below.words[0].islower() and not above.ends_sentence
    if below.depth > above.depth + 1:
        return "flow" if full and mid_sentence else ("short" if mid_sentence else "indent")
    if below.depth == above.depth == layout.indent > layout.base and not (full and mid_sentence):
        return "indent"
    return "flow" if full or (mid_sentence and 2 * above.column > reach) else "short"


def _paragraphs(lines: list[Line], breaks: list[_Break]) -> list[Piece]:
    """The pieces of lines that have no indent between them."""
    short = breaks.count("short")
    whole = Piece("paragraph", lines[0].start, lines[-1].end)
    if not short:
        return [whole]
    if 5 * short >= 3 * len(breaks) or is_list(lines) or is_quoted_mail(lines):
        if short == len(breaks):
            return kept_lines(lines)
        if not (is_speech(lines) or is_script(lines)):
            kind: Literal["verse", "list"] = "list" if is_list(lines) else "verse"
            return [Piece(kind, whole.start, whole.end, _ends(lines, breaks))]
    return _cut_at_sentences(lines, breaks)


def _ends(lines: list[Line], breaks: list[_Break]) -> tuple[int, ...]:
    return tuple(line.end for line, kind in zip(lines, breaks, strict=False) if kind == "short")


def _cut_at_sentences(lines: list[Line], breaks: list[_Break]) -> list[Piece]:
    """A short line that ends its sentence ends its paragraph; another short line is only a line."""
    pieces: list[Piece] = []
    first = 0
    for index, line in enumerate(lines):
        last = index == len(lines) - 1
        if last or (breaks[index] == "short" and line.ends_sentence):
            part, inner = lines[first : index + 1], breaks[first:index]
            pieces.append(Piece("paragraph", part[0].start, part[-1].end, _ends(part, inner)))
            first = index + 1
    return pieces
