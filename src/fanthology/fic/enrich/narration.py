"""What a story tells, apart from what is said in it: the narration, whole, by scene and by paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from fanthology.fic.enrich.telling import Telling

_SINGLE = re.compile(r"(?<![\w’'`])[‘'`](?=[A-Z“—…])[^\n]{1,600}?[,.!?…—-][’'](?![\w’'])")
_DASHED = re.compile(r"^[—–-] ?[^\n]*", re.MULTILINE)
_NAME = r"(?:La|Mc|Mac|De)?[A-Z][A-Z.'’-]{1,20}(?: [A-Z.'’-]{2,20}){0,2}"
_DIRECTION = r"(?: ?\([^()\n]{1,60}\))?"
_SCRIPT = re.compile(
    rf"^[A-Z][A-Za-z .'’-]{{0,24}}{_DIRECTION} ?:[^\n]+|^{_NAME}{_DIRECTION}:?\n(?=[^\n]*[a-z])[^\n]+|"
    rf"^{_NAME}{_DIRECTION} (?=[^\n]*[a-z])[^\n]+",
    re.MULTILINE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MOST_DOUBLE = 2  # of so few double quotation marks the dialogue is not made
_LEAST_LINES = 6  # a script has more speeches than that


@dataclass(frozen=True)
class Passage:
    """Some narration, of one scene or one paragraph: ``text`` without what is spoken, ``block`` where it begins."""

    text: str
    block: str
    scene: tuple[int, int]

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word stands in it, with straight apostrophes."""
        return Counter(_WORD.findall(self.text.replace("’", "'")))

    @cached_property
    def words(self) -> int:
        return self.counts.total()

    def count(self, wanted: Iterable[str]) -> int:
        """How often these words stand there, all together."""
        return sum(self.counts[word] for word in wanted)


def paragraphs(telling: Telling) -> list[Passage]:
    """The narration of every block, in order; a block that is all speech has none.

    >>> from fanthology.fic.enrich.telling import Place
    >>> text = "“Run,” said Alice. She ran.\\n"
    >>> [one.text for one in paragraphs(Telling(text, (Place(0, "b1", 1, 1),), ((0, 6),)))]
    [' said Alice. She ran.']
    """
    silent = _silenced(telling)
    ends = (*(place.start for place in telling.places[1:]), len(silent))
    found: list[Passage] = []
    for place, end in zip(telling.places, ends, strict=False):  # a text without a block has one end and no place
        text = silent[place.start : end].rstrip("\n").replace("\0", "")
        if _WORD.search(text):
            found.append(Passage(text, place.block, (place.chapter, place.scene)))
    return found


def scenes(passages: list[Passage]) -> list[Passage]:
    """The same by scene."""
    return [joined(list(group)) for _, group in groupby(passages, key=lambda one: one.scene)]


def joined(some: Sequence[Passage]) -> Passage:
    """Several passages as one."""
    return Passage("\n".join(one.text for one in some), some[0].block, some[0].scene)


def _silenced(telling: Telling) -> str:
    """The text with what is spoken blotted out, whatever marks it is put in; nothing moves."""
    text = telling.text
    pieces: list[str] = []
    at = 0
    for start, end in telling.spoken:
        pieces += text[at:start], "\0" * (end - start)
        at = end
    silent = "".join((*pieces, text[at:]))
    others = [(_SCRIPT, _LEAST_LINES)]
    if len(telling.spoken) <= _MOST_DOUBLE:
        others += [(_SINGLE, _MOST_DOUBLE), (_DASHED, _MOST_DOUBLE)]
    for pattern, most in others:
        if sum(1 for _ in pattern.finditer(silent)) > most:
            silent = pattern.sub(lambda match: "\0" * len(match[0]), silent)
    return silent
