"""A text as numbered lines, with what each line was taken for.

Everything that tells header from prose works on whole lines, so that the ranges it hands on are line-aligned and
disjoint by construction.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, compress, groupby

from fanthology.fic.story import SegmentKind, Span

_RULE = re.compile(r"[^\w\s\"'()\[\],;?]+(?:\s+[^\w\s\"'()\[\],;?]+)*\Z|(?:[xXoO]\s?){3,}\Z|[_\W]{3,}\Z")
_FRAME_LEFT = re.compile(r"^(?:[^\sA-Za-z0-9\"“'‘.-]{1,5}\s{2,60})+(?=\w)")
_FRAME_RIGHT = re.compile(r"(?:\s{2,60}[^\sA-Za-z0-9]{1,5}){1,4}$")
_LETTER = re.compile(r"[^\W_xXoO]")
_RUN_KEPT = 100  # lines from where a run was looked at, for which its end is remembered
_ORNAMENT = " *_=~#<>|[({-"
_QUOTES = "\"“”«‘'`"


class Lines:
    """The lines of a text, numbered from 0, and a kind for each; every line is body until something says otherwise.

    >>> lines = Lines("Title: A\\n\\nIt rained.\\n")
    >>> lines.paint(0, 1, "header")
    >>> list(lines.ranges())
    [('header', 0, 1), ('body', 2, 3)]
    """

    __slots__ = ("_begun", "_run_ends", "bare", "count", "kinds", "raw", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.raw = text.split("\n")
        self.bare = [line.strip() for line in self.raw]
        self._begun: list[str] | None = None
        self._run_ends: dict[int, int] = {}
        self.count = len(self.raw)
        self.starts = list(accumulate([len(line) + 1 for line in self.raw], initial=0))
        self.kinds: list[SegmentKind] = ["body"] * self.count

    def at(self, position: int) -> int:
        """The line that a position of the text lies in."""
        return bisect_right(self.starts, position) - 1

    def stripped(self, index: int) -> str:
        """A line without the white space around it; the empty string beyond the end."""
        return self.bare[index] if 0 <= index < self.count else ""

    def blank(self, index: int) -> bool:
        """True for an empty line and for every line beyond the end."""
        return index >= self.count or not self.bare[index]

    def indent(self, index: int) -> int:
        """How many columns of white space a line begins with."""
        line = self.raw[index].expandtabs(8)
        return len(line) - len(line.lstrip())

    def rule(self, index: int) -> bool:
        """True if a line is made only of ornament."""
        return is_rule(self.stripped(index))

    def next_filled(self, index: int, end: int) -> int:
        """The first line from ``index`` on that is not blank, or ``end``."""
        while index < end and self.blank(index):
            index += 1
        return index

    def run_end(self, index: int, end: int) -> int:
        """One past the last line of the run of filled lines that begins at ``index``; ornament lines end a run."""
        if index >= end:
            return index
        stop = self._run_ends.get(index)
        if stop is None:
            stop = index
            while stop < self.count and (line := self.bare[stop]) and not is_rule(line):
                stop += 1
            self._run_ends.update(dict.fromkeys(range(index, min(stop, index + _RUN_KEPT)), stop))
        return min(stop, end)

    def span(self, first: int, last: int) -> Span:
        """The span of the lines ``first`` up to, not including, ``last``, without blanks at either side."""
        start, end = self.starts[first], min(self.starts[last] - 1, len(self.text))
        piece = self.text[start:end]
        lead = len(piece) - len(piece.lstrip())
        return start + lead, max(start + lead, end - (len(piece) - len(piece.rstrip())))

    def words(self, first: int, last: int) -> str:
        """The text of some lines as one line with single blanks."""
        return " ".join(" ".join(self.raw[first:last]).split())

    def beginning(self, keys: frozenset[str]) -> list[int]:
        """The lines whose first three letters, after any ornament, are among ``keys``; cheap enough for every line."""
        if self._begun is None:
            self._begun = [line.lstrip(_ORNAMENT)[:3].lower() for line in self.bare]
        return list(compress(range(self.count), map(keys.__contains__, self._begun)))

    def paint(self, first: int, last: int, kind: SegmentKind) -> None:
        """Say what the lines ``first`` up to, not including, ``last`` are."""
        self.kinds[first:last] = [kind] * (last - first)

    def ranges(self, first: int = 0, last: int | None = None) -> Iterator[tuple[SegmentKind, int, int]]:
        """Runs of filled lines of one kind, in order; blank lines inside a run belong to it."""
        bare = self.bare
        filled = [i for i in range(first, self.count if last is None else last) if bare[i]]
        for kind, group in groupby(filled, key=self.kinds.__getitem__):
            run = list(group)
            yield kind, run[0], run[-1] + 1


def is_rule(line: str) -> bool:
    """True if a stripped line is ornament and nothing else.

    >>> [is_rule(line) for line in ("-----", "* * *", "xxx", "~*~", "Yes.", "?", "o.O")]
    [True, True, True, True, False, False, False]
    """
    if not line or len(line) > 200 or (len(line) > 3 and line[0].isalnum() and line[0] not in "xXoO"):
        return False
    return _LETTER.search(line) is None and _RULE.match(line) is not None


def unframed(line: str) -> str:
    """A stripped line without what is drawn around it: signs at either end that stand apart from the words.

    >>> unframed("|  (_)   by Irene Adler   (_)  |"), unframed("* * * The Moor"), unframed("(The Moor)")
    ('by Irene Adler', '* * * The Moor', '(The Moor)')
    """
    if len(line) > 200 or line[:1].isalnum() or not line:
        return line
    return _FRAME_RIGHT.sub("", _FRAME_LEFT.sub("", line)) or line


def opens_speech(line: str) -> bool:
    """True if a stripped line begins with a quotation mark, as dialogue does."""
    return line[:1] in _QUOTES and line[:1] != ""
