"""The best passage of a text for what was asked, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import tantivy
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from .language import Parsed
from .matching import highlighted
from .schema import composed, folded_words, schema

LENGTH = 220
_BEFORE = LENGTH // 3
_PIECE = 5_000
_MOST_PLACES = 5
_WORD = re.compile(r"[^\W_]+")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """``html`` is safe. ``worth`` is how many different words of the question it shows."""

    html: SafeString
    worth: int


class Marker:
    """Finds passages for one question, in texts such as one field of the index holds."""

    def __init__(self, searcher: tantivy.Searcher, parsed: Parsed, field: str) -> None:
        self._field = field
        self._generator = tantivy.SnippetGenerator.create(searcher, highlighted(parsed, field), schema(), field)
        self._generator.set_max_num_chars(LENGTH)
        asked = [composed(term.text) for group in parsed.wanted for term in group if term.field in (None, field)]
        words = [found for text in asked if (found := _WORD.findall(text))]
        self._phrases = any(len(found) > 1 for found in words)
        # A phrase has to be looked for as it stands, and so can a lone word, which is the quickest way to it.
        self._patterns = [_pattern(found) for found in words if len(found) > 1 or len(words) == 1]
        self._most = len({word for text in asked for word in folded_words(text)})

    def best(self, texts: Iterable[str]) -> SafeString | None:
        """The passage that shows most of what was asked, the first of its like; None if no text shows any of it.

        Reads no further than a passage that shows everything.
        """
        best = _best(map(self._passage, texts), self._most)
        return best.html if best else None

    def _passage(self, text: str) -> Passage | None:
        """A phrase is shown itself, not a place where its words stand apart; such a place is worth less."""
        for pattern in self._patterns:
            for start, end in _places(pattern, text):
                if passage := self._marked(_around(text, start, end)):
                    return passage
        enough = self._most - 1 if self._phrases else self._most
        best = _best(map(self._marked, _pieces(text)), enough)
        return best and Passage(best.html, min(best.worth, enough))

    def _marked(self, text: str) -> Passage | None:
        document = tantivy.Document.from_dict({self._field: [text.strip()]}, schema())
        snippet = self._generator.snippet_from_doc(document)
        fragment = snippet.fragment().encode()  # its ranges count bytes of UTF-8
        pairs: list[tuple[str, str]] = []
        end = 0
        for place in snippet.highlighted():
            pairs.append((_spaced(fragment[end : place.start]), _spaced(fragment[place.start : place.end])))
            end = place.end
        if not pairs:
            return None
        worth = len({word for _, marked in pairs for word in folded_words(marked)})
        return Passage(format_html_join("", "{}<mark>{}</mark>", pairs) + escape(_spaced(fragment[end:])), worth)


def _best(passages: Iterable[Passage | None], enough: int) -> Passage | None:
    """The first of the passages that are worth most; none is asked for after one that is worth enough."""
    best: Passage | None = None
    for passage in passages:
        if passage and (best is None or passage.worth > best.worth):
            best = passage
        if best and best.worth >= enough:
            break
    return best


def _pattern(words: list[str]) -> re.Pattern[str]:
    # no \b before it: that makes the search five times as slow, so `_places` looks at the character before
    return re.compile(r"[\W_]+".join(map(re.escape, words)) + r"\b", re.IGNORECASE)


def _places(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for place in islice(pattern.finditer(text), _MOST_PLACES):
        if place.start() == 0 or not text[place.start() - 1].isalnum():
            yield place.span()


def _pieces(text: str) -> Iterator[str]:
    """The text in runs of whole words, so that a passage near its beginning is found without reading on."""
    start = 0
    while start < len(text):
        end = text.find(" ", start + _PIECE)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end


def _around(text: str, start: int, end: int) -> str:
    """A piece of the text with a little before the place and more after it, beginning with a whole word."""
    piece = text[max(0, start - _BEFORE) : end + LENGTH]
    cut = piece.find(" ") + 1 if start > _BEFORE else 0
    return piece[cut:] if cut <= _BEFORE else piece


def _spaced(piece: bytes) -> str:
    return _BLANK.sub(" ", piece.decode())
