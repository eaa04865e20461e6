"""Scripts and screenplays: who speaks is named before a colon, or on a line of its own that is set in.

What they look like is the theatre's and the studios' way: speaker, remark in brackets, speech; in a screenplay the
name stands further in than the speech, and the speech further in than what happens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from fanthology.fic.text.typesetting.pieces import SPEECH_STARTS, Line, Piece
from fanthology.fic.text.typesetting.verse import SPEAKER

FEWEST = 3  # speakers named, before a text is taken for a script
MOST_LINES_A_SPEAKER = 8  # lines of a script to each line that names its speaker, at the most
SET_IN = 3  # columns by which a cue is set in further than its speech, at the least
_LONGEST_CUE = 64  # characters

_CUE = re.compile(r"(?:Mc|Mac|La|Le|De)?[A-Z][A-Z0-9 .'&/#-]{1,40}(?: ?\([^()]{1,30}\))?:?")
# These begin with a character that is always the same: such a pattern is found many times faster.
_SPEAKERS = re.compile(r"\n[ \t]*+(?=[A-Z][^:\n]{1,70}:)" + SPEAKER.pattern)
_FILLED = re.compile(r"\n(?=.*\S)")
_SPEECHES_ON_LINES = re.compile(
    r"\n(?:(?<=[.!?][\"”]\n)|(?<=[.!?][\"”] \n)|(?<=[.!?][\"”]  \n)|(?<=[.!?][\"”]   \n))[ \t]*+[\"“]"
)
_SPEECHES_IN_LINE = tuple(
    f"{end}{left}{gap}{right}" for end in ".!?" for left, right in ('""', "”“") for gap in (" ", "  ")
)


def is_scripted(text: str) -> bool:
    """True if a good part of the lines begin with a speaker and a colon.

    >>> is_scripted("HOLMES: The game!\\nWATSON: Afoot?\\nHOLMES: As ever.\\n\\nThey go.")
    True
    """
    text = f"\n{text}"
    named = len(_SPEAKERS.findall(text))
    return named >= FEWEST and named * MOST_LINES_A_SPEAKER >= len(_FILLED.findall(text))


def is_cued(lines: Sequence[str], depths: Sequence[int]) -> bool:
    """True if names in capitals stand above speeches, set in further than these."""
    cues = 0
    for above, line, below, depth, depth_below in zip(["", *lines], lines, lines[1:], depths, depths[1:], strict=False):
        if line and below and not above and depth >= depth_below + SET_IN:
            cues += _CUE.fullmatch(line.strip()) is not None
    return cues >= FEWEST


def stacks_speeches(text: str) -> bool:
    """True if one speech follows another on a new line, and seldom inside a line: then a new line is a new speaker.

    >>> stacks_speeches('"Here."\\n"Where?"\\n"There."\\n')
    True
    """
    stacked = len(_SPEECHES_ON_LINES.findall(text))
    return stacked >= 2 and stacked > 2 * sum(map(text.count, _SPEECHES_IN_LINE))


def parts_speeches(above: str, below: str) -> bool:
    """True if a line that ends a speech stands above one that begins with a speech."""
    return above[-1:] in ('"', "”") and above[-2:-1] in (".", "!", "?") and below.lstrip()[:1] in SPEECH_STARTS


def cued_speech(lines: list[Line]) -> Piece | None:
    """The piece of a cue, the remarks in brackets, and the speech below, or None if the first line is no cue."""
    if len(lines) < 2 or lines[0].depth < lines[1].depth + SET_IN or not is_cue(lines[0].words):
        return None
    return Piece("paragraph", lines[0].start, lines[-1].end, tuple(_breaks(lines)))


def is_cue(words: str) -> bool:
    """True for a name in capitals, alone on its line.

    >>> is_cue("HOLMES (V.O.)"), is_cue("McARTHUR"), is_cue("He went.")
    (True, True, False)
    """
    return len(words) <= _LONGEST_CUE and _CUE.fullmatch(words) is not None


def _breaks(lines: list[Line]) -> list[int]:
    """The line ends that stay: after the name, and around a remark in brackets."""
    found = [lines[0].end]
    inside = False
    for line, below in pairwise(lines[1:]):
        inside = (inside or line.words[0] == "(") and line.words[-1] != ")"
        if not inside and (line.words[-1] == ")" or below.words[0] == "("):
            found.append(line.end)
    return found
