"""The best passage of a text for what was asked, with the words marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from .language import Word
from .words import composed, folded_words, stems, unspaced

LENGTH = 220
_BEFORE = LENGTH // 3
_MOST_PLACES = 2_000
_LETTERS = 3
"""How much of a word's beginning has to be in the text before the word is looked at."""
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_BLANK = re.compile(r"\s+")
_ALIKE = {"a": "æ", "d": "ðđ", "h": "ħ", "l": "ł", "o": "øœ", "s": "ß", "t": "þŧ", "i": "ı"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something that was asked for stands in a text; ``asked`` says which of it."""

    start: int
    end: int
    asked: int


@dataclass(frozen=True, slots=True)
class _Passage:
    """``worth`` is how much of what was asked it shows."""

    text: str
    places: tuple[_Place, ...]
    worth: int

    def html(self) -> SafeString:
        pairs: list[tuple[str, str]] = []
        end = 0
        for place in self.places:
            pairs.append((_spaced(self.text[end : place.start]), _spaced(self.text[place.start : place.end])))
            end = place.end
        return format_html_join("", "{}<mark>{}</mark>", pairs) + escape(_spaced(self.text[end:]))


class Marker:
    """Finds passages for one question, in texts of one language. ``fields`` are those that the texts are of."""

    def __init__(self, wanted: Iterable[Word], fields: Sequence[str], language: str | None) -> None:
        self._language = language
        self._sought = [sought for word in wanted if word.field in (None, *fields) and (sought := self._of(word))]
        firsts = {words[0].partition("*")[0] for words, _ in self._sought}
        begun = {_begun(first[:_LETTERS]) for first in firsts if first}
        # no \b before it: that makes the search five times as slow, so `_places` looks at the character before
        self._begun = re.compile("|".join(sorted(begun, reverse=True)), re.IGNORECASE) if begun else None

    def best(self, texts: Iterable[str]) -> SafeString | None:
        """The passage that shows most of what was asked, the first of its like; None if no text shows any of it.

        Reads no further than a passage that shows everything.
        """
        best: _Passage | None = None
        for text in texts:
            for passage in self._passages(composed(text)):
                if best is None or passage.worth > best.worth:
                    best = passage
                if best.worth >= len(self._sought):
                    return best.html()
        return best.html() if best else None

    def _of(self, word: Word) -> tuple[list[str], bool] | None:
        """The words of a question as they are looked for, and whether by their stems."""
        if word.how == "prefix":
            return (["*".join("".join(folded_words(piece)) for piece in word.text.split("*"))], False)
        words = folded_words(word.text)
        if not words:
            return None
        if word.how == "words" and len(words) == 1 and not unspaced(words[0]):
            return (stems(words, self._language), True)
        return (words, False)

    def _passages(self, text: str) -> Iterator[_Passage]:
        """What stands within one length of another, each time that it is more than before."""
        near: list[_Place] = []
        most = 0
        for place in self._places(text, 0):
            near = [one for one in near if place.end - one.start <= LENGTH - _BEFORE]
            near.append(place)
            worth = len({one.asked for one in near})
            if worth > most:
                most = worth
                start, end = _around(text, near)
                places = [_moved(one, start) for one in near]
                places += self._places(text[start:end], near[-1].end - start)
                yield _Passage(text[start:end].rstrip(), tuple(places), worth)

    def _places(self, text: str, at: int) -> Iterator[_Place]:
        """The places of what was asked for, from one on."""
        if self._begun is None:
            return
        found = 0
        while (begun := self._begun.search(text, at)) and found < _MOST_PLACES:
            start = begun.start()
            at = start + 1
            if start and text[start - 1].isalnum() and not unspaced(text[start]):
                continue
            for asked, (words, by_stem) in enumerate(self._sought):
                if end := self._end(text, start, words, by_stem):
                    found += 1
                    at = end
                    yield _Place(start, end, asked)
                    break

    def _end(self, text: str, start: int, words: list[str], by_stem: bool) -> int | None:
        """Where the words end that begin here; None if others do."""
        left, at = words, start
        while left:
            found = _WORD.search(text, at)
            if found is None or (at == start and found.start() != start):
                return None
            written = found[0]
            if unspaced(written[0]):
                written = written[0]
            folded = folded_words(written)
            if "*" in left[0]:
                return found.end() if re.fullmatch(left[0].replace("*", ".*"), "".join(folded)) else None
            folded = stems(folded, self._language) if by_stem else folded
            if not folded or folded != left[: len(folded)]:
                return None
            left, at = left[len(folded) :], found.start() + len(written)
        return at


def _around(text: str, near: Sequence[_Place]) -> tuple[int, int]:
    """From where to where a piece of the text goes with a little before the places and more after, of whole words."""
    start = max(0, near[0].start - _BEFORE)
    if start:
        blank = text.find(" ", start, near[0].start)
        start = blank + 1 if blank >= 0 else near[0].start
    end = start + LENGTH
    if end < len(text):
        blank = text.rfind(" ", near[-1].end, end)
        end = blank if blank >= 0 else max(end, near[-1].end)
    return start, end


def _moved(place: _Place, by: int) -> _Place:
    return _Place(place.start - by, place.end - by, place.asked)


@cache
def _written_as() -> dict[str, str]:
    """The letters that are folded into one."""
    found: dict[str, str] = dict(_ALIKE)
    for number in range(0xC0, 0x250):
        base = unicodedata.normalize("NFKD", chr(number))[0].lower()
        if base.isascii() and base.isalpha():
            found[base] = found.get(base, "") + chr(number)
    return found


def _begun(letters: str) -> str:
    """A pattern for a word that begins with these letters, with or without accents."""
    return "".join(f"[{one}{_written_as().get(one, '')}]" if one.isalnum() else re.escape(one) for one in letters)


def _spaced(piece: str) -> str:
    return _BLANK.sub(" ", piece)
