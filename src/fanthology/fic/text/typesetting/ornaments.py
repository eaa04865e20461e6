"""Scene breaks that are drawn: lines made of ornament only, such as ``* * *``, ``~*~`` or ``ooOoo``.

The conventions are those of thirty years of plain-text stories: a row of almost any sign that is not a letter, a digit
or the punctuation of speech, and a few shapes made of x and o.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

# Stars, crosses, rules and flowers stand for a break even alone; a lone comma or question mark is somebody's text.
SINGLES = frozenset("*#~+-=_—–•·¤°º×§†‡⁂⁎∗♥♡★☆✦✧❤♪♫■□▪●○◆◇◊❖❧☙❦♦♠♣")

# Marks that speech uses too: a line of these alone ("...", "?!") is text.
SPEECH_MARKS = frozenset(".,!?'\"“”‘’:;()[]/\\…«»¿¡")

# Faces drawn with punctuation are remarks, not breaks.
FACES = frozenset(
    (
        "^_^",
        "^-^",
        "^.^",
        "^^",
        "^^;",
        "^_^;",
        "^_~",
        "^_-",
        "-_-",
        "-_-;",
        "-.-",
        ">_<",
        "<_<",
        ">_>",
        "=_=",
        "o_o",
        "O_O",
        "o_O",
        "O_o",
        "0_0",
        "o.o",
        "O.O",
        "x_x",
        "X_X",
        "@_@",
        "*_*",
        "=)",
        "=(",
        "=/",
        "=^.^=",
    )
)
_WESTERN_FACE = re.compile(r"[:;=8xX]['-]?[()/\\|oOxX*\[\]]|[()][-'][:;]")

# Signs and letters that stand for a break where they stand alone between blank lines.
FAINT_SINGLES = frozenset((".", "x", "X", "o", "O", "^", "&", "%", "@", "$", "<>"))
_O_ROW = re.compile(r"o{3}|O{3}|0{3,}|[xXoO](?:[.-][xXoO]){2,}|[.:]{1,3}[oO0]{3,5}[.:]{1,3}")
_SAID = frozenset(".,!?…")
_PAIRS = frozenset(("//", "\\\\", "::", "[]", "()", "/\\", "\\/", "»«", "«»"))
_MIRRORED = str.maketrans("()[]/\\«»“”‘’", ")(][\\/»«”“’‘")
_WIDEST_UNIT = 8
_LONG_ROW = 10

_X_AND_O = re.compile(r"[xX]{3,}|o+[O0]+o+|O+[o0]+O+|0+[oO]+0+")
_ZERO = re.compile(r"[^\d.,$%]+0+[^\d.,$%]+")
_SPACED_DOTS = re.compile(r"\.( +\.){2,}")
_QUOTED = re.compile(r"[\"“‘'].*[\"”’']", re.DOTALL)

# What headings are underlined with, and what they seldom end with.
_RULES = frozenset("=-~_^*#+")
_SHORTEST_RULE = 4
_SENTENCE_ENDS = frozenset(".!,;\"'”’")
_MOST_ROWS = 5
_WIDEST = 100  # characters: a longer line is no part of a drawing


def is_ornament(line: str) -> bool:
    """True if a line is drawn to part scenes and says nothing.

    >>> [is_ornament(line) for line in ("* * *", "xxx", "~*~", "ooOoo", "<><><>", "%%%%", "—")]
    [True, True, True, True, True, True, True]
    >>> [is_ornament(line) for line in ("...", '"--"', "^_^", "xoxo", "Oh!", "10", "")]
    [False, False, False, False, False, False, False]
    """
    drawn = "".join(line.split())
    if len(drawn) <= 1:
        return drawn in SINGLES
    if drawn in FACES or _WESTERN_FACE.fullmatch(drawn) or _QUOTED.fullmatch(drawn):
        return False
    if _X_AND_O.fullmatch(drawn) or _SPACED_DOTS.fullmatch(line.strip()):
        return True
    if "0" in drawn and "o" not in drawn.lower() and not _ZERO.fullmatch(drawn):
        return False
    signs = [sign for sign in drawn if not sign.isalnum()]
    if not signs or any(sign.isalnum() and sign not in "xXoO0øØºª" for sign in drawn):
        return False
    return any(sign not in SPEECH_MARKS for sign in signs)


def is_faint(line: str) -> bool:
    """True if a line has the shape of an ornament, but of signs that speech or code uses too: it parts scenes only
    where it stands alone.

    >>> [is_faint(line) for line in (":::", "()()()", ".:.", ".", "x", "ooo", "HWHWHWHWHW")]
    [True, True, True, True, True, True, True]
    >>> [is_faint(line) for line in ("...", ')."', "!!!", "Oh!", "zzzzzzzzzz", "XX")]
    [False, False, False, False, False, False]
    """
    drawn = "".join(line.split())
    if drawn in FAINT_SINGLES or _O_ROW.fullmatch(drawn):
        return True
    if drawn.isalnum():
        return len(drawn) >= _LONG_ROW and drawn.isupper() and is_row(drawn)
    marks = set(drawn)
    if not marks <= SPEECH_MARKS or marks <= _SAID or drawn in FACES or _WESTERN_FACE.fullmatch(drawn):
        return False
    return drawn in _PAIRS or (len(drawn) > 2 and (is_row(drawn) or drawn == drawn[::-1].translate(_MIRRORED)))


def is_row(drawn: str) -> bool:
    """True if a few signs are repeated over and over, the last time perhaps not whole.

    >>> [is_row(drawn) for drawn in ("XX", "HWHWHW", "x.x.x", "Ah", "hall")]
    [True, True, True, False, False]
    """
    return any(
        len(drawn) >= 2 * width and (drawn[:width] * len(drawn))[: len(drawn)] == drawn
        for width in range(1, _WIDEST_UNIT + 1)
    )


def rules(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The breaks that lines of ornament make: one or two on end are one, or up to five that are the same; others are a
    drawing, and no break.

    >>> rules("***\\n***\\n\\nOne.\\n~\\n", [(0, 3), (4, 7), (14, 15)])
    [(0, 7), (14, 15)]
    """
    runs: list[list[tuple[int, int]]] = []
    for line in lines:
        if runs and text.count("\n", runs[-1][-1][1], line[0]) == 1 and not text[runs[-1][-1][1] : line[0]].strip():
            runs[-1].append(line)
        else:
            runs.append([line])
    return [(run[0][0], run[-1][1]) for run in runs if _is_rule(text, run) and not _in_drawing(text, run)]


def _is_rule(text: str, run: Sequence[tuple[int, int]]) -> bool:
    return len(run) <= 2 or (len(run) <= _MOST_ROWS and len({text[start:end] for start, end in run}) == 1)


def _in_drawing(text: str, run: Sequence[tuple[int, int]]) -> bool:
    """True if the line right above or below consists of signs for the most part."""
    first, last = run[0][0], run[-1][1]
    start_of_line = text.rfind("\n", 0, first)
    above = text[text.rfind("\n", 0, max(0, start_of_line)) + 1 : max(0, start_of_line)]
    below_start = text.find("\n", last) + 1
    below = text[below_start : text.find("\n", below_start)] if below_start else ""
    return _is_signs(above) or _is_signs(below)


def _is_signs(line: str) -> bool:
    drawn = "".join(line.split())
    return 0 < len(drawn) < _WIDEST and 2 * sum(sign.isalnum() for sign in drawn) < len(drawn)


def underlined(text: str, lines: Sequence[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Those of the ornament lines that underline a heading, or close the frame around one, and the span of the heading.

    >>> underlined("The Moor\\n========\\n\\nIt rained.\\n", [(9, 17)])
    {(9, 17): (0, 8)}
    >>> underlined("...\\n***\\nThe Moor\\n***\\nIt rained.\\n", [(4, 7), (17, 20)])
    {(17, 20): (8, 16)}
    """
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for above, line in zip([(0, 0), *lines], lines, strict=False):
        title = _title_above(text, line[0])
        if title and not _is_underline(text[line[0] : line[1]], text[title[0] : title[1]]):
            title = None
        if title is None and above not in found:
            title = _title_between(text, above, line)
        if title:
            found[line] = title
    return found


def _title_between(text: str, above: tuple[int, int], below: tuple[int, int]) -> tuple[int, int] | None:
    """The span of the one line, no sentence, that stands between two ornaments that are the same."""
    rule = text[below[0] : below[1]]
    if not rule or rule != text[above[0] : above[1]] or below[0] - above[1] > _WIDEST:
        return None
    between = text[above[1] : below[0]]
    title = between.strip()
    ends = title[-1:] in _SENTENCE_ENDS and not title.endswith("m.")
    if between.count("\n") != 2 or not title or ends or title[0] in "([":
        return None
    start = above[1] + between.index(title)
    return start, start + len(title)


def _title_above(text: str, rule: int) -> tuple[int, int] | None:
    """The span of the line right above a rule, if it stands alone."""
    below = text.rfind("\n", 0, rule)
    start = text.rfind("\n", 0, max(0, below)) + 1
    title = text[start:below] if 0 < below - start <= _WIDEST else ""
    above = text.rfind("\n", 0, max(0, start - 1)) + 1
    if not title.strip() or text[above:start].strip():
        return None
    return start + len(title) - len(title.lstrip()), start + len(title.rstrip())


def _is_underline(rule: str, title: str) -> bool:
    """True for one sign, repeated, about as long as what stands above it; exactly so if that ends like a sentence."""
    if len(rule) < _SHORTEST_RULE or rule[0] not in _RULES or rule.strip(rule[0]):
        return False
    off = abs(len(rule) - len(title))
    return off == 0 or (title[-1] not in _SENTENCE_ENDS and 4 * off <= max(12, len(title)))


def breaks_between(lines: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Those of the sorted spans that lie between two positions."""
    first = bisect_left(lines, (start, start))
    return list(lines[first : bisect_left(lines, (end, end))])
