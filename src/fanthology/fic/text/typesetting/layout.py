"""How a plain text was laid out by whoever typed it: decided once per document, from what its lines have in common.

Some write a paragraph per line; some let the editor wrap at 65 to 80 columns, with blank lines or indented first lines
between paragraphs; some double-space everything. What a line break means depends on it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from fanthology.fic.story import Span
from fanthology.fic.text.typesetting.ornaments import underlined
from fanthology.fic.text.typesetting.pieces import SENTENCE_ENDS
from fanthology.fic.text.typesetting.scenes import inside, scene_breaks
from fanthology.fic.text.typesetting.scripts import is_cued, is_scripted, stacks_speeches

Lines = Literal["paragraph", "wrapped", "double-spaced"]

SAMPLE = 6_000  # characters looked at from the start, and again from the middle, of a long text
WRAP_COLUMNS = (38, 100)  # a line that an editor or a person broke ends between these
ENOUGH = 5  # lines that begin at one column, to say where their margin is
SHORT_LINE = 60  # characters: where half of the lines are shorter, and none are wrapped, they are verse or a list
LONG_LINE = 110  # nobody wraps here: a longer line is a paragraph
MID_SENTENCE_SHARE = 0.25  # of the line breaks inside paragraphs: wrapped prose has 0.5 to 0.8, other texts under 0.1
MOST_SCENE_GAPS = 0.25  # of the paragraphs may end in a larger gap, if that gap is to part scenes

GAP = re.compile(r"\n\s*\n")
DOUBLE_GAP = re.compile(r"\n[^\S\n]*\n\s*\n")

_PADDING = "   \n"


@dataclass(frozen=True, slots=True)
class Layout:
    """What line breaks mean in one document.

    ``full`` is the reach of a line that was broken because it was full: its length, a blank and the first word of the
    next line; a line of ``least`` characters is about full. ``base`` and ``indent`` are the columns at which lines and
    paragraphs begin. ``scene_gap`` is the number of blank lines that part scenes, or None; ``breaks`` are the spans
    of the scene breaks (see `scene_breaks`). ``padded`` says that lines carry trailing blanks, so that a line's length
    says nothing.
    ``margins`` are the reaches of lines that begin at a column of their own. ``grouped`` says that blank lines part
    groups of lines that stand together. ``scripted`` says that lines name their speaker, ``cued`` that lines above
    them do, ``stacked`` that each speech has a line of its own. ``headings`` are lines with a rule
    drawn under them: the span of the line, by that of the rule, which is one of the ``breaks``.
    """

    lines: Lines = "paragraph"
    full: int = 0
    least: int = 0
    base: int = 0
    indent: int = 0
    usual_gap: int = 1
    scene_gap: int | None = None
    breaks: tuple[Span, ...] = ()
    padded: bool = False
    margins: dict[int, int] = field(default_factory=dict)
    grouped: bool = True
    scripted: bool = False
    cued: bool = False
    stacked: bool = False
    headings: dict[Span, Span] = field(default_factory=dict)

    @property
    def gap(self) -> re.Pattern[str]:
        """The pattern of the gap between paragraphs."""
        return DOUBLE_GAP if self.lines == "double-spaced" else GAP


def layout_of(text: str, spans: Sequence[Span]) -> Layout:
    """The layout of the prose that lies in ``spans``.

    >>> layout_of("It was the best\\nof times.\\n", [(0, 26)]).lines
    'paragraph'
    """
    breaks = scene_breaks(text, spans)
    headings = underlined(text, breaks)
    sample = _sample(text, spans)
    lines = [line.rstrip() for line in sample.expandtabs().split("\n")]
    depths = [len(line) - len(line.lstrip()) for line in lines]
    kind, margin = _line_breaks(lines, depths)
    base = _left_margin([depth for depth, line in zip(depths, lines, strict=True) if line])
    scripted, cued = is_scripted(sample), is_cued(lines, depths)
    indent, unspaced = _first_lines(lines, depths, base, kind)
    sizes = gap_sizes(text, spans)
    sizes[0] = round(unspaced * sum(end - start for start, end in spans) / max(1, len(sample)))
    usual = _usual_gap(sizes, kind, lines)
    drawn = [cut for cut in inside(text, breaks, spans) if cut not in headings]
    return Layout(
        lines=kind,
        full=margin.reach,
        least=margin.least,
        base=base,
        indent=base if cued else indent,
        usual_gap=usual,
        scene_gap=None if drawn else gap_of_scenes(sizes, usual),
        breaks=tuple(breaks),
        padded=sample.count(_PADDING) * 20 > len(lines),
        margins=margin.by_depth,
        grouped=usual > 0 or 8 * (sizes.total() - sizes[0]) >= sizes[0],
        scripted=scripted,
        cued=cued,
        stacked=stacks_speeches(sample),
        headings=headings,
    )


def _left_margin(depths: list[int]) -> int:
    """The first column at which a good part of the lines begin."""
    counted = Counter(depths)
    return min((depth for depth, count in counted.items() if 3 * count >= len(depths)), default=0)


def _sample(text: str, spans: Sequence[Span]) -> str:
    """Enough of the prose to judge by: whole lines, from the start and from the middle."""
    total = sum(end - start for start, end in spans)
    if total <= 2 * SAMPLE:
        return "\n".join(text[start:end] for start, end in spans)
    longest = max(spans, key=lambda span: span[1] - span[0])
    middle = text.find("\n", sum(longest) // 2, longest[1])
    first_start, first_end = spans[0]
    opening = text[first_start : min(first_end, first_start + SAMPLE)]
    return opening if middle < 0 else opening + text[middle : min(longest[1], middle + SAMPLE)]


@dataclass(frozen=True, slots=True)
class _Margin:
    """The right margin of a text: see `Layout` for the meaning of its numbers."""

    reach: int = 0
    least: int = 0
    by_depth: dict[int, int] = field(default_factory=dict)


def _line_breaks(lines: list[str], depths: list[int]) -> tuple[Lines, _Margin]:
    """What a line break means, and where the right margin is."""
    long = sum(len(line) for line in lines if len(line) > LONG_LINE)
    if 2 * long > sum(map(len, lines)):
        return "paragraph", _Margin()
    margin = _margin(zip(lines, lines[1:], depths, strict=False))
    if margin:
        return "wrapped", margin
    spaced = zip(lines, lines[1:], lines[2:], depths, strict=False)
    margin = _margin((above, below, depth) for above, between, below, depth in spaced if not between)
    return ("double-spaced", margin) if margin else ("paragraph", _Margin())


def _margin(pairs: Iterable[tuple[str, str, int]]) -> _Margin | None:
    """The margin, if enough of the line breaks fall in the middle of a sentence and near the same column."""
    found: list[tuple[int, int, int]] = []
    count = 0
    for above, below, depth in pairs:
        if above and below:
            count += 1
            if above[-1] in SENTENCE_ENDS:
                continue
            start = below.lstrip()
            if start[0].islower():
                found.append((len(above), len(above) + 1 + len(start.split(None, 1)[0]), depth))
    if len(found) < max(1, MID_SENTENCE_SHARE * count):
        return None
    lengths = sorted(length for length, _, _ in found)
    least, most = WRAP_COLUMNS
    usual = lengths[len(lengths) // 2]
    if not least <= usual <= most:
        return None
    found = [one for one in found if 4 * one[0] >= 3 * usual]  # without the lines of verse
    lengths = [length for length in lengths if 4 * length >= 3 * usual]
    by_depth: dict[int, list[int]] = {}
    for _, reach, depth in found:
        by_depth.setdefault(depth, []).append(reach)
    margins = {depth: _low(reaches) for depth, reaches in by_depth.items() if len(reaches) >= ENOUGH}
    return _Margin(_low([reach for _, reach, _ in found]), _low(lengths), margins)


def _low(numbers: list[int]) -> int:
    """The number that all but a twentieth reach."""
    return sorted(numbers)[len(numbers) // 20]


def _first_lines(lines: list[str], depths: list[int], base: int, kind: Lines) -> tuple[int, int]:
    """The column at which the first line of a paragraph starts, and how many paragraphs follow without a blank line."""
    if kind == "paragraph":
        return base, sum(1 for above, line in pairwise(lines) if above and line)
    deeper = Counter(
        depth
        for above, line, depth in zip(lines, lines[1:], depths[1:], strict=False)
        if line and above and depth > base + 1
    )
    if not deeper:
        return base, 0
    return deeper.most_common(1)[0][0], sum(deeper.values())


def gap_sizes(text: str, spans: Sequence[Span]) -> Counter[int]:
    """How often paragraphs are parted by how many blank lines."""
    gaps = Counter(gap for start, end in spans for gap in GAP.findall(text[start:end].strip()))
    sizes: Counter[int] = Counter()
    for gap, count in gaps.items():
        sizes[gap.count("\n") - 1] += count
    return sizes


def _usual_gap(sizes: Counter[int], kind: Lines, lines: list[str]) -> int:
    """The commonest number of blank lines between paragraphs; between stanzas, where the lines are verse."""
    if kind == "double-spaced":
        return 2
    usual = max(sizes, key=lambda size: (sizes[size], -size))
    filled = sorted(len(line) for line in lines if line)
    if usual == 0 and kind == "paragraph" and filled and filled[len(filled) // 2] < SHORT_LINE:
        spaced = [size for size in sizes if size]
        return max(spaced, key=lambda size: (sizes[size], -size)) if spaced else 0
    return usual


def gap_of_scenes(sizes: Counter[int], usual: int) -> int | None:
    """The number of blank lines that parts scenes: larger than usual, more than once, and yet rare."""
    recurring = sorted(size for size, count in sizes.items() if size > usual and count >= 2)
    if not recurring:
        return None
    large = sum(count for size, count in sizes.items() if size >= recurring[0])
    return recurring[0] if large <= MOST_SCENE_GAPS * sum(sizes.values()) else None
