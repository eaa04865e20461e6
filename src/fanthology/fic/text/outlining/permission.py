"""What an author allows others to do with a story: the words stay, and one of five names is put beside them."""

from __future__ import annotations

import re

_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "ask-first",
        (
            r"\bask\b|\bask(?:ing)? (?:me|first)|e-?mail me (?:first|before)|"
            r"with(?:out)? (?:my |the author'?s? )?(?:express |written |prior )?(?:permission|consent)|"
            r"let me (?:know )?(?:first|before)|permission (?:first|required|needed|must)"
        ),
    ),
    (
        "do-not-archive",
        (
            r"\b(?:do not|don'?t|please no|not to be|never)\s(?:\w+\s){0,2}?"
            r"(?:archiv|post|distribut|redistribut|repost|reproduc)|^no(?:ne|t?)?\W*$|\bno archiv"
        ),
    ),
    ("exclusive", r"\bexclusive|\bonly (?:at|on|to)\b|until .{0,40}(?:archive|post)"),
    ("link-only", r"\blink(?:s|ed)? only|\bonly link|just link|link to (?:it|my)"),
    (
        "anywhere",
        (
            r"\banywhere|\bsure|\byes\b|\bfree(?:ly)?\b|\bfine\b|go ahead|help yourself|feel free|wherever|whoever|"
            r"\bok(?:ay)?\b|permission (?:is )?(?:granted|given)|"
            r"may be (?:archived|distributed|transferred|posted)|\bgossamer\b|public domain|want(?:s)? it|"
            r"let me know where|keep my name|with my name|as long as"
        ),
    ),
)
_TERMS = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _PATTERNS]


def permission_term(words: str) -> str | None:
    """One of ``ask-first``, ``do-not-archive``, ``exclusive``, ``link-only``, ``anywhere``, or None.

    >>> [permission_term(w) for w in ("Anywhere, just keep my name on it", "Ask first, please", "link only", "Oh dear")]
    ['anywhere', 'ask-first', 'link-only', None]
    """
    words = words[:600]
    return next((name for name, pattern in _TERMS if pattern.search(words)), None)
