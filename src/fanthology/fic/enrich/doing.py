"""What the words beside a name say its bearer does there: acts, speaks, is spoken to, or is only talked of."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from fanthology.fic.enrich.wordlists import words_of

Doing: TypeAlias = Literal["acts", "addressed", "named", "talked-of"]
"""``named`` is in narration without acting; ``talked-of`` is in speech without being spoken to."""

_SPOKE = words_of("speech_verbs")
_DID = words_of("deeds")
_NO_DEED = words_of("no_deeds")
_AFTER = re.compile(r",?(?: (?:just|only|then|still|also|slowly|suddenly|\w+ly))? ([a-z]+)")
_BODY = re.compile(
    r"['’]s? (?:\w+ )?(?:eyes?|hands?|face|voice|mouth|lips|arms?|fingers?|head|hair|shoulders?|gaze|smile|breath|"
    r"chest|back|brow|expression|heart|knees?|cheeks?|jaw)\b"
)
_BEFORE = re.compile(r"([a-z]+) $")
_CUE = re.compile(r" ?(?:[(\[][^()\[\]\n]{1,80}[)\]])? ?:")  # what is before the words in a script
_ENDS = frozenset(".!?,…-—–\"”’'")


def doing(text: str, start: int, end: int, spoken: bool) -> Doing:
    """What the bearer of the name at ``start`` to ``end`` does there.

    >>> text = "“Run, Alice!” said the Hatter. Alice laughed; Dinah had been a good cat."
    >>> doing(text, 6, 11, spoken=True), doing(text, 31, 36, spoken=False), doing(text, 46, 51, spoken=False)
    ('addressed', 'acts', 'named')
    """
    if (not start or text[start - 1] == "\n") and _CUE.match(text, end):
        return "acts"
    if spoken:
        return "addressed" if _addressed(text, start, end) else "talked-of"
    return "acts" if acts_after(text, end) or _spoke_before(text, start) else "named"


def acts_after(text: str, end: int) -> bool:
    """True if a deed, or the doing of an eye or a hand, follows the name that ends at ``end``."""
    after = _AFTER.match(text, end)
    if after:
        word = after[1]
        if word in _DID or word in _SPOKE or (word[-2:] == "ed" and len(word) > 3 and word not in _NO_DEED):
            return True
        return word[-1] == "s" and word[-2:] not in ("ss", "us") and len(word) > 3 and word not in _NO_DEED
    return bool(_BODY.match(text, end))


def _spoke_before(text: str, start: int) -> bool:
    before = _BEFORE.search(text[max(0, start - 14) : start])
    return before is not None and before[1] in _SPOKE


def _addressed(text: str, start: int, end: int) -> bool:
    """True for a name that is cried out, or set off by commas at an end of what is said."""
    before = text[max(0, start - 2) : start].strip(" ")
    after = text[end : end + 1]
    if after not in _ENDS or after == "":
        return False
    opens = not before or before[-1] in '“"«「.!?…'
    possessive = after in "’'" and text[end + 1 : end + 2].isalpha()
    return not possessive and (opens or (before[-1] == "," and after in '.!?…"”—'))
