"""Where one scene ends and another begins, in a whole text: drawn breaks, and lines with words that open a scene.

A line of ornament is a break wherever it stands (see `ornaments`). A fainter one (``.``, ``xx``, ``HWHWHW``) is a break
if it stands alone and its shape or its coming again says so. Lines that have words (``~~~ Later ~~~``, ``Alice's POV``,
the numbers of sections) are prose and stay it; a break without ornament is set before them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from fanthology.fic.story import Span
from fanthology.fic.text.typesetting.framed import is_framed_opening, is_named_break, is_viewpoint
from fanthology.fic.text.typesetting.ornaments import is_faint, is_ornament, is_row, rules

_LONGEST = 80  # characters of a faint line or an opening
_PARAGRAPH = 45  # characters of a line beside an ornament, at the least, if no line is left blank between them
_FEWEST_TIMES = 2  # a line must come again before its letters are taken for an ornament

# Lines that may be a break or open a scene: of ornament; named, framed in letters or signs; of one word, or of words of
# a few letters.
_LINE = (
    r"[^\S\n]*+(?:((?:[^\w\s]|[_xXoO0øØºª])(?:[^\w\n]|[_xXoO0øØºª])*+)(?=\n|\Z)"
    r"|((?:[Ss]cene|SCENE|[Ll]ine|LINE|[Pp]age|PAGE|[Tt]ime|TIME|[Cc]hange|CHANGE)[^\S\n][^\n]{4,9}?"
    r"|[xXoO0]{3} [^\n]{2,70} [xXoO0]{3}"
    r"|(?![A-Za-z]{1,20}[ ,][a-z]{2})"  # most lines are prose, and left here
    r"(?:\S{1,4}+(?!\S)(?: {1,3}\S{1,4}+(?!\S)){0,20}+|\S{5,80}+"
    r"|[~*=#+_%@^<>{}\[(|:.-][^\n]{1,78}?[~*=#+_%@^<>{}\])|:.-]))"
    # ``ii.`` is a number, ``it.`` the end of a paragraph
    r"(?<![a-hj-np-uwyz][.,!?\"'])(?<![.,!?][\"'”’)])(?=[^\S\n]*(?:\n|\Z)))"
)
_FIRST_LINE = re.compile(_LINE)
_LATER_LINE = re.compile(r"\n" + _LINE)
# What of it may be faint: signs alone, one letter, or letters that come again and again.
_FAINT = re.compile(
    r"[^\w\s](?:[^\w\n]{0,78}[^\w\s])?|[A-Za-z0-9]|[.:(]{1,3}[xXoO0]{1,5}[.:)]{1,3}|<3(?: ?<3){0,9}|[xXoO]{3,9}"
    r"|([A-Za-z0-9]{1,8}?)(?:[ .-]?\1){1,40}[A-Za-z0-9]{0,4}|([A-Z0-9]{1,4}(?: [A-Z0-9]{1,4}){0,3})(?: \2){1,12}"
)
_NAMED = re.compile(
    r"(?:scene|line|page|section|time)[ -]?(?:break|change|skip|lapse|jump)|change of scene", re.IGNORECASE
)
_POINTS_OF_VIEW = ("POV", "P.O.V", "of view")
_NUMBER = re.compile(r"(?:[-~*#(\[]{1,3} ?)?(\d{1,3}|[ivx]{1,6}|[IVX]{1,6})[.):]?(?: ?[-~*#)\]]{1,3})?")
_ROMANS = {"i": 1, "v": 5, "x": 10}


class _Line(NamedTuple):
    """A line that is looked at, without the blanks around it."""

    start: int
    end: int
    words: str
    may_be_drawn: bool


def scene_breaks(text: str, spans: Sequence[Span]) -> list[Span]:
    """The breaks in the prose of ``spans``, sorted: drawn ones by their span, the others by an empty one.

    >>> scene_breaks("One.\\n\\n***\\n\\nTwo.\\n\\n~~ Later ~~\\n\\nThree.\\n", [(0, 39)])
    [(6, 9), (17, 17)]
    """
    found: list[Span] = []
    others: list[_Line] = []
    for start, end in spans:
        lines = list(_lines(text, start, end))
        drawn = [line[:2] for line in lines if line.may_be_drawn and is_ornament(line.words)]
        found += rules(text, drawn)
        known = set(drawn)
        others += (line for line in lines if line[:2] not in known)
    alone = [line for line in others if _stands_alone(text, line.start, line.end)]
    found += _faint(alone)
    drawn = _together(text, sorted(set(found)))
    openings = _openings(text, spans, alone)
    return sorted([*drawn, *_apart(text, drawn, openings, spans)]) if openings else drawn


def inside(text: str, breaks: Iterable[Span], spans: Sequence[Span]) -> list[Span]:
    """Those of the drawn breaks that have prose before and after them in the same span, the other breaks set aside."""
    drawn = [cut for cut in breaks if cut[0] < cut[1]]
    kept: list[Span] = []
    for start, end in spans:
        here = drawn[bisect_left(drawn, (start, start)) : bisect_left(drawn, (end, end))]
        edges = [(start, start), *here, (end, end)]
        filled = [not _is_blank(text, before[1], after[0]) for before, after in pairwise(edges)]
        first = filled.index(True) if True in filled else len(here)
        last = len(filled) - 1 - filled[::-1].index(True) if True in filled else 0
        kept += here[first:last]
    return kept


def _is_blank(text: str, start: int, end: int) -> bool:
    return start >= end or text[start:end].isspace()


def _together(text: str, drawn: list[Span]) -> list[Span]:
    """The drawn breaks, those made one that only blank lines part; one inside another is left out."""
    made: list[Span] = []
    for start, end in drawn:
        if made and (start < made[-1][1] or _is_blank(text, made[-1][1], start)):
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def _apart(text: str, drawn: list[Span], openings: list[int], spans: Sequence[Span]) -> Iterator[Span]:
    """An empty break before each opening line, unless the text begins with it or a break stands before it already."""
    starts = [start for start, _ in spans]
    for at in openings:
        index = bisect_left(drawn, (at, at))
        before = drawn[index - 1][1] if index else 0
        before = max(before, starts[bisect_left(starts, at + 1) - 1])
        if not _is_blank(text, before, at):
            yield at, at


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    """The lines between two positions that are looked at."""
    first = _FIRST_LINE.match(text, start, end)
    for match in chain([first] if first else [], _LATER_LINE.finditer(text, start, end)):
        words = (match[1] or match[2]).rstrip()
        at = match.start(match.lastindex or 0)
        yield _Line(at, at + len(words), words, match[1] is not None)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """True if the lines above and below are blank, or paragraphs that are much longer, or the same line again."""
    line = text[start:end]
    above = text.rfind("\n", 0, start)
    below = text.find("\n", end)
    over = text[text.rfind("\n", 0, max(0, above)) + 1 : above] if above > 0 else ""
    under = text[below + 1 : (text.find("\n", below + 1) + 1 or len(text) + 1) - 1] if below >= 0 else ""
    return all(
        not other or other == line or len(other) >= max(_PARAGRAPH, 4 * len(line))
        for other in (over.strip(), under.strip())
    )


def _faint(alone: Sequence[_Line]) -> list[Span]:
    """The lines without prose that are breaks: by a telling shape, a name, or being the same again and again."""
    shaped = [line for line in alone if _FAINT.fullmatch(line.words)]
    again = Counter(line.words for line in shaped)
    faint = [
        line
        for line in shaped
        if is_faint(line.words) or (again[line.words] >= _FEWEST_TIMES and _may_recur(line.words))
    ]
    named = [line for line in alone if _NAMED.fullmatch(line.words) or is_named_break(line.words)]
    return [line[:2] for line in (*faint, *named)]


def _may_recur(line: str) -> bool:
    """True for what is an ornament if it comes again: a row, or a single sign; not for what is shouted or laughed."""
    drawn = "".join(line.split()).replace("<3", "*")
    if drawn.isdecimal():
        return len(drawn) >= _LONG_NUMBER and len(set(drawn)) == 1
    if drawn.isalnum():
        shaped = len(drawn) == 1 or is_row(drawn) or not drawn.strip("xXoO")
        return shaped and drawn.lower() not in _CRIES
    return not any(sign.isalnum() for sign in drawn) or is_row(drawn)


_CRIES = frozenset(
    ("haha", "hahaha", "hehe", "hehehe", "hoho", "hohoho", "nono", "nonono", "byebye", "mama", "papa", "i")
)
_LONG_NUMBER = 3


def _openings(text: str, spans: Sequence[Span], alone: Sequence[_Line]) -> list[int]:
    """Where lines begin that open a scene with words."""
    found = [line.start for line in alone if is_framed_opening(line.words, text)]
    found += [start for start, end in _viewpoints(text, spans) if _stands_alone(text, start, end)]
    found += _numbers(alone)
    return sorted(set(found))


def _viewpoints(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The lines that say from whose point of view the next scene is told."""
    for words in _POINTS_OF_VIEW:
        if words not in text:
            continue
        for start, end in spans:
            at = text.find(words, start, end)
            while at >= 0:
                first = max(start, text.rfind("\n", start, at) + 1)
                last = text.find("\n", at, end)
                last = end if last < 0 else last
                if last - first <= _LONGEST and is_viewpoint(text[first:last]):
                    yield first, last
                at = text.find(words, last, end)


def _numbers(alone: Sequence[_Line]) -> list[int]:
    """Where sections begin that are numbered one after the other, on lines of their own."""
    found: list[int] = []
    count = 0
    for line in alone:
        number = _number(line.words) if _NUMBER.fullmatch(line.words) else 0
        if number == count + 1 or (number == 2 and not found):
            found.append(line.start)
            count = number
    return found if len(found) >= _FEWEST_TIMES else []


def _number(line: str) -> int:
    digits = "".join(sign for sign in line if sign.isalnum()).lower()
    if digits.isdecimal():
        return int(digits)
    values = [_ROMANS[letter] for letter in digits]
    return sum(-value if value < after else value for value, after in pairwise([*values, 0]))
