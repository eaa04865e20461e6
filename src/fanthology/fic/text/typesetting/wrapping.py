"""Unwraps prose that was broken at a right margin, and leaves alone the lines that ended for another reason.

A line is full when the first word of the next one would not have fitted. A break after a full line, or in the middle
of a sentence, is the margin's; any other break is the writer's.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from fanthology.fic.text.typesetting.layout import LONG_LINE, Layout
from fanthology.fic.text.typesetting.pieces import (
    SENTENCE_ENDS,
    SPEECH_STARTS,
    Line,
    Piece,
    kept,
    kind_of_short,
    lines_of,
    merged_verse,
)
from fanthology.fic.text.typesetting.scripts import cued_speech, is_cue, parts_speeches
from fanthology.fic.text.typesetting.verse import (
    SPEAKER,
    is_drawn,
    is_list,
    is_quoted_mail,
    is_script,
    is_speech,
    kept_lines,
)

# What a line end is: the margin's (flow), a new paragraph that is set in, or the writer's own (short).
_Break = Literal["flow", "indent", "short"]

_SET_IN = re.compile(r"\n(?=[ \t]{2,}\S|\t\S)")
_STACKED = re.compile(r"[.!?][\"”][ \t]*(\n)(?=[ \t]*[\"“])")
_NEW_SPEAKER = re.compile(r"(\n)(?=[ \t]*" + SPEAKER.pattern + ")")
_SENTENCE_IN_LINE = re.compile(r"[.!?][\"'”’]?\s+[\"'“‘]?[A-Z]")
_NARROW = 45  # characters: narrower than this, lines set in are verse


def wrapped(text: str, start: int, end: int, layout: Layout) -> list[Piece]:
    """The pieces of one chunk (no gap inside) of wrapped prose."""
    if text.find("\n", start, end) < 0:
        return [Piece("paragraph", start, end)]
    if not (layout.scripted or layout.stacked):
        return _one_speaker(text, start, end, layout)
    pieces: list[Piece] = []
    at = start
    for cut in _new_speakers(text, start, end, layout):
        pieces += _one_speaker(text, at, cut, layout)
        at = cut + 1
    return pieces + _one_speaker(text, at, end, layout)


def _new_speakers(text: str, start: int, end: int, layout: Layout) -> list[int]:
    """The line ends after which another one speaks, as far as that is plain before each line is looked at."""
    if layout.scripted:
        return [match.start(1) for match in _NEW_SPEAKER.finditer(text, start, end)]
    cuts = [match.start(1) for match in _STACKED.finditer(text, start, end)]
    prose = cuts and layout.lines == "wrapped" and _is_prose(text[start:end].split("\n"), layout)
    return cuts if prose else []


def _one_speaker(text: str, start: int, end: int, layout: Layout) -> list[Piece]:
    """The pieces of a chunk, or of what one speaker says in it."""
    chunk = text[start:end]
    if "\n" not in chunk:
        return [Piece("paragraph", start, end)] if chunk.strip() else []
    if layout.cued and is_cue(chunk[: chunk.index("\n")].strip()):
        speech = cued_speech(lines_of(text, start, end))
        if speech:
            return [speech]
    if layout.scripted and (spoken := _speech(text, start, end, layout)):
        return spoken
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


def _speech(text: str, start: int, end: int, layout: Layout) -> list[Piece]:
    """The pieces of a speech that begins with its speaker and goes on below, set in or not; none if it is no such."""
    lines = _flush(lines_of(text, start, end))
    if len({line.depth for line in lines}) > 1 or not SPEAKER.match(lines[0].words):
        return []
    if _is_prose([text[line.start : line.end].expandtabs() for line in lines], layout):
        return [Piece("paragraph", lines[0].start, lines[-1].end)]
    return _line_by_line(text, start, end, layout)


def _flush(lines: list[Line]) -> list[Line]:
    """The lines of a speech, as if those below its speaker were not set in."""
    below = {line.depth for line in lines[1:]}
    if len(below) != 1 or not SPEAKER.match(lines[0].words) or min(below) < lines[0].depth:
        return lines
    return [line._replace(depth=lines[0].depth) for line in lines]


def _runs_on(above: str, below: str, margin: int) -> bool:
    """True if the break between two lines is the margin's."""
    if len(above) + 1 + len(below.split(None, 1)[0]) >= margin:
        return True
    return below[0].islower() and 2 * len(above) > margin and _is_open(above.rstrip())


def _is_open(words: str) -> bool:
    """True if a sentence may go on in small letters after these words: no full stop ended it.

    >>> [_is_open(words) for words in ("the end", '"The end,"', "the end ...", "The end.")]
    [True, True, True, False]
    """
    return words[-1] not in ".!?:" or words.endswith(("..", ". ."))


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
    if layout.scripted:
        lines = _flush(lines)
    if len(lines) < 2:
        return [Piece("paragraph", start, end)] if lines else []
    if is_drawn(lines):
        return [Piece("table", start, end)]
    margin = layout.full
    if min(line.depth for line in lines) > layout.base + 1:
        if _is_centred(lines):
            return [kept(kind_of_short(lines), lines)]
        margin = _own_margin(lines, layout)
    breaks = [_break(above, below, margin, layout) for above, below in pairwise(lines)]
    if _stays_narrow(lines, margin):
        breaks = ["short" if kind == "flow" else kind for kind in breaks]
    pieces: list[Piece] = []
    first = 0
    for index, kind in enumerate([*breaks, "indent"]):
        if kind == "indent":
            pieces += _paragraphs(lines[first : index + 1], breaks[first:index], margin)
            first = index + 1
    return merged_verse(pieces, text, layout.full * 4 // 5)


def _stays_narrow(lines: list[Line], margin: int) -> bool:
    """True if no line comes near the margin, and sentences end with lines: verse that begins lines in small letters."""
    if len(lines) < 3 or lines[0].words[0] in SPEECH_STARTS or 4 * max(line.column for line in lines) >= 3 * margin:
        return False
    return not any(_SENTENCE_IN_LINE.search(line.words) for line in lines)


def _is_centred(lines: list[Line]) -> bool:
    """True if lines that are all set in are so at different columns, and not as a paragraph's first line alone."""
    depths = [line.depth for line in lines]
    return len(set(depths[1:])) > 1 and max(depths) - min(depths) > 2


def _own_margin(lines: list[Line], layout: Layout) -> int:
    """The right margin of a passage that is set in on the left, for it may be so on the right; else the document's."""
    if len(lines) < 3:
        return layout.full
    widest = max(line.column for line in lines)
    prose = widest - lines[-1].depth >= _NARROW and any(line.words[0].islower() for line in lines[1:])
    return min(layout.full, widest) if prose else layout.full


def _break(above: Line, below: Line, margin: int, layout: Layout) -> _Break:
    _, _, depth, column, words = above
    _, _, depth_below, _, words_below = below
    if column > LONG_LINE:
        return "indent"
    reach = min(margin, layout.margins.get(depth, margin))
    full = column + 1 >= reach or column + 1 + len(words_below.split(None, 1)[0]) >= reach
    mid_sentence = words_below[0].islower() and words[-1] not in SENTENCE_ENDS
    if depth_below > depth + 1:
        return "flow" if full and mid_sentence else ("short" if mid_sentence else "indent")
    if depth_below == depth == layout.indent > layout.base and not (full and mid_sentence):
        return "indent"
    if depth_below == layout.base < layout.indent <= depth and words[-1] not in SENTENCE_ENDS:
        return "flow"
    if layout.stacked and parts_speeches(words, words_below):
        return "short"
    return "flow" if full or (words_below[0].islower() and 2 * column > reach and _is_open(words)) else "short"


def _softened(lines: list[Line], breaks: list[_Break], margin: int) -> list[_Break]:
    """The breaks of prose, where a line may be shorter than it had to be: who typed it broke it off in mid-sentence."""
    if _in_brackets(lines) and 2 * min(line.column for line in lines[:-1]) >= margin:
        return ["flow"] * len(breaks)
    if 2 * breaks.count("short") > len(breaks) and not SPEAKER.match(lines[0].words):
        return breaks
    return [
        "flow" if kind == "short" and _breaks_off(above, below, margin) else kind
        for kind, (above, below) in zip(breaks, pairwise(lines), strict=True)
    ]


def _in_brackets(lines: list[Line]) -> bool:
    """True if a bracket opens with the first line and closes with the last: a stage direction."""
    if lines[0].words[0] not in "([" or lines[-1].words[-1] not in ")]":
        return False
    return not any(")" in line.words or "]" in line.words for line in lines[:-1])


def _breaks_off(above: Line, below: Line, margin: int) -> bool:
    if below.words[0].islower():
        return _is_open(above.words)
    if above.words[-1] == "-" and above.words[-2:-1].isalnum():
        return True
    apart = below.words[0] in "([" or (below.words[0] in SPEECH_STARTS and above.words[-1] != ",")
    spoken = SPEAKER.match(above.words) is not None
    return not (above.ends_sentence or apart) and 4 * above.column >= (2 if spoken else 3) * margin


def _paragraphs(lines: list[Line], breaks: list[_Break], margin: int) -> list[Piece]:
    """The pieces of lines that have no indent between them."""
    if "short" in breaks:
        breaks = _softened(lines, breaks, margin)
    short = breaks.count("short")
    whole = Piece("paragraph", lines[0].start, lines[-1].end)
    if not short:
        return [whole]
    if 5 * short >= 3 * len(breaks) or is_list(lines) or is_quoted_mail(lines):
        if short == len(breaks):
            return kept_lines(lines)
        if not (is_speech(lines) or is_script(lines) or _are_paragraphs(lines, breaks)):
            kind: Literal["verse", "list"] = "list" if is_list(lines) else "verse"
            return [Piece(kind, whole.start, whole.end, _ends(lines, breaks))]
    return _cut_at_sentences(lines, breaks)


def _are_paragraphs(lines: list[Line], breaks: list[_Break]) -> bool:
    """True if most of the lines that were not full end a sentence, and some line was full."""
    ended = [line.ends_sentence for line, kind in zip(lines, [*breaks, "short"], strict=True) if kind == "short"]
    return "flow" in breaks and 2 * sum(ended) > len(ended) and not is_list(lines)


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
