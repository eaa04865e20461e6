"""Lines with words that open a scene: framed (``~~~ Later ~~~``, ``~Alice~``), or a point of view that is named."""

from __future__ import annotations

import re
from typing import NamedTuple

_FRAMES = frozenset("~*=#+_%@^<>{}[]()|:.-–—°¤•·")
_LETTER_FRAME = re.compile(r"(x[Xx]x|X[xX]X|o[O0]o|O[o0]O|0[oO]0)(?=\s)")
_MIRRORED = str.maketrans("()[]{}<>/\\", ")(][}{><\\/")
_WIDEST_FRAME = 30
_MOST_WORDS = 9
_FEW_WORDS = 4  # "*Three days later*" is a heading, "*I will be back there the next day*" a thought
_SPEECH_FRAMES = frozenset(("<<", "<", "//", "[", "(", "{", "((", "::", ":", "«", "(*", "[["))
"""What speech, thought, telepathy and asides are put in: no frame of a heading."""

_NAMED = re.compile(
    r"(?:insert )?(?:scene|line|page|section|time)[ -]?(?:break|change|skip|lapse|jump|switch|divider)(?: here)?"
    r"|(?:scene|break|change of scene|new scene|next scene)",
    re.IGNORECASE,
)
_VIEWPOINT = re.compile(
    r"(?:switch(?:ing)? to |back to |change to )?"
    r"(?:[A-Z][\w.'’-]{0,24}(?: (?:and |& )?[A-Z][\w.'’-]{0,24}){0,3}|(?:[Nn]ormal|[Rr]egular|[Nn]o one's|[Nn]arrator's"
    r"|(?:3rd|[Tt]hird)[ -][Pp]erson|[Gg]eneral|[Hh]is|[Hh]er))"
    r"\s{1,3}(?:POV|pov|PoV|Pov|P\.O\.V\.?|[Pp]oint of [Vv]iew|[Pp]erspective)"
    r"|(?:POV|PoV|Pov|P\.O\.V\.?|Point of [Vv]iew)\s{0,2}(?:[:=-]|of|from)?\s{0,3}[A-Z][\w.'’ -]{0,30}"
)
_TIME = re.compile(
    r"(?:later|earlier|meanwhile|elsewhere|ago|after|before|next|same|that|following|previous|now|then|present|past"
    r"|morning|afternoon|evening|night|midnight|noon|dawn|dusk|day|days|week|weeks|month|months|year|years|hour|hours"
    r"|minutes|monday|tuesday|wednesday|thursday|friday|saturday|sunday|flash ?backs?|end|back|dream|time)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][a-z'’]{2,20}(?: (?:and |& )?[A-Z][a-z'’]{2,20}){0,2}")
_ANSWERS = frozenset(("Yes", "Yeah", "Nope", "Yup", "What", "Why", "Well", "Stop", "Please", "Never", "Okay", "Sorry"))
_END = re.compile(r"(?:the |to )?(?:end\b|be continued|fin\b|finis\b|owari\b|tbc\b|continued).{0,20}", re.IGNORECASE)
_ENOUGH = 2  # times a name stands elsewhere, to be somebody's


class Framed(NamedTuple):
    """A line in a frame: the frame, whether blanks part it from the words, and the words."""

    frame: str
    apart: bool
    words: str


def framed(line: str) -> Framed | None:
    """The parts of a line that begins and ends with the same signs, or mirrored ones.

    >>> framed("~~~ Later that day ~~~"), framed("-=Alice=-")
    (Framed(frame='~~~', apart=True, words='Later that day'), Framed(frame='-=', apart=False, words='Alice'))
    """
    line = line.strip()
    letters = _LETTER_FRAME.match(line)
    if letters and line.endswith(" " + letters[0]):
        return Framed(letters[0], True, line[len(letters[0]) : -len(letters[0])].strip())
    lead = _run(line)
    trail = _run(line[::-1])[::-1]
    frame, behind = "".join(lead.split()), "".join(trail.split())
    inner = line[len(lead) : len(line) - len(trail)]
    if not frame or not inner or behind not in (frame, frame[::-1].translate(_MIRRORED), frame[::-1]):
        return None
    return Framed(frame, lead[-1].isspace() and trail[0].isspace(), inner.strip())


def _run(line: str) -> str:
    """The signs and blanks that a line begins with."""
    for index, sign in enumerate(line[:_WIDEST_FRAME]):
        if sign not in _FRAMES and not sign.isspace():
            return line[:index]
    return ""


def is_named_break(line: str) -> bool:
    """True for a break that is named instead of drawn.

    >>> is_named_break("~Scene Break~"), is_named_break("[line break]"), is_named_break("*sigh*")
    (True, True, False)
    """
    found = framed(line)
    return found is not None and _NAMED.fullmatch(found.words) is not None


def is_viewpoint(line: str) -> bool:
    """True for a line that says whose point of view the scene is told from.

    >>> is_viewpoint("Alice's POV"), is_viewpoint("** Dr. Watson's point of view **"), is_viewpoint("I hate her POV.")
    (True, True, False)
    """
    line = line.strip().rstrip(":")
    found = framed(line)
    return _VIEWPOINT.fullmatch(found.words if found else line) is not None


def is_framed_opening(line: str, text: str) -> bool:
    """True if a line that stands alone is the heading of a scene, by its frame and its words.

    ``text`` is the whole story, in which somebody whose name heads a scene has a part.

    >>> story = "Alice slept. Then Alice woke."
    >>> [is_framed_opening(line, story) for line in ("~~~ Dartmoor ~~~", "-- Meanwhile --", "~Alice~", "**Later**")]
    [True, True, True, True]
    >>> [is_framed_opening(line, story) for line in ("*I am late*", "<<Where are you?>>", "(Later)", "~Yes~")]
    [False, False, False, False]
    """
    found = framed(line)
    if found is None or found.frame in _SPEECH_FRAMES or not found.frame.strip(".") or not _is_caption(found.words):
        return False
    words = found.words
    last = words.split()[-1]
    if _END.fullmatch(words) or (words[0].islower() and not _TIME.fullmatch(last)):
        return False
    if len(found.frame) > 2 or (found.apart and len(found.frame) > 1):
        return True
    if len(words.split()) <= _FEW_WORDS and _TIME.fullmatch(last):
        return words[0].isupper()
    if _NAME.fullmatch(words) is None or words in _ANSWERS:
        return False
    return text.count(words) - text.count(line.strip()) >= _ENOUGH


def _is_caption(words: str) -> bool:
    if any(sign in '"“”!?;' for sign in words) or len(words.split()) > _MOST_WORDS or not words[:1].isalnum():
        return False
    return words[-1] not in ",:" and (words[-1] != "." or words.endswith(("..", "m.")))
