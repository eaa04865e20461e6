"""From what was asked in words to a query of tantivy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations

import tantivy
from django.conf.locale import LANG_INFO
from tantivy import Query

from fanthology.archive.catalogue.models import Tag

from .language import AllOf, AnyOf, Node, Not, Span, Word, Yes
from .language.fields import VALUES
from .matching import all_of, any_of, between, is_one_of, none_of
from .schema import schema
from .words import FAR_APART, folded_words, ship_words, stems, unspaced

BOOSTS = {
    "title": 6.0,
    "creators": 4.0,
    "fandoms": 3.0,
    "characters": 3.0,
    "ships": 3.0,
    "tags": 3.0,
    "series_names": 3.0,
    "summary": 2.0,
    "notes": 0.5,
    "text": 1.0,
}
"""How much a word counts by where it stands; each field of the index that is searched when none is named."""

INDEXED: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "summary": ("summary",),
    "notes": ("notes",),
    "text": ("text",),
    "creator": ("creators",),
    "fandom": ("fandoms",),
    "character": ("characters",),
    "ship": ("ships",),
    "primary": ("primary",),
    "series": ("series_names",),
    "tag": ("tags", "fandoms", "characters", "ships"),
    "warning": ("labels",),
    "category": ("labels",),
}
"""Where words are looked for that stand after a name and a colon."""

_KINDS: dict[str, tuple[str, ...]] = {
    "fandom": ("fandom",),
    "character": ("character",),
    "ship": ("relationship",),
    "tag": ("freeform", "fandom", "character", "relationship", "warning", "category"),
}
"""The kinds of tag that a field names, each also a field of the index."""

_PROSE = frozenset({"title", "summary", "notes", "text", "tags"})
_OTHER_FIELDS_COUNT = 0.1
_ID = re.compile(r"[A-Za-z0-9_-]{8,16}")
_MOST_PEOPLE = 3
_LEAST_FOR_NEAR, _LEAST_FOR_TWO = 4, 8


@dataclass
class Asking:
    """Makes queries for one searcher. ``remarks`` is what people should be told of how their words were taken."""

    searcher: tantivy.Searcher
    remarks: list[str] = field(default_factory=list)
    _languages: list[str] | None = None

    def query(self, node: Node) -> Query | None:
        """The query for a part of what was asked; None for a part in which there is no letter or digit."""
        if isinstance(node, Word):
            return self._word(node)
        if isinstance(node, Span):
            return _span(node)
        if isinstance(node, Yes):
            return is_one_of(node.field, [int(node.wanted)])
        if isinstance(node, Not):
            part = self.query(node.part)
            return part and none_of([part])
        parts = [part for one in node.parts if (part := self.query(one)) is not None]
        if not parts:
            return None
        return any_of(parts) if isinstance(node, AnyOf) else _joined(node, self)

    def _word(self, word: Word) -> Query | None:
        if word.field == "language":
            return _language(word.text)
        if word.field in VALUES:
            return is_one_of(word.field, [word.text])
        if word.how == "prefix":
            return self._prefix(word)
        words = folded_words(word.text)
        if not words:
            return None
        if word.field in ("ship", "primary") and len(ship_words(word.text)[0]) > 1:
            return self._ship(word)
        if word.how == "near":
            return _best([_near(name, one) for name in _exact_fields(word.field) for one in words])
        return self._found(word, words)

    def _found(self, word: Word, words: list[str]) -> Query:
        exact = word.how == "exact" or len(words) > 1 or unspaced(words[0])
        fields = _exact_fields(word.field)
        if word.how == "words" and (nearer := self._nearest(words, fields)):
            self.remarks.append(f"Nothing has “{word.text}”; names that are written nearly so were searched.")
            return nearer
        found: list[Query] = []
        for name in INDEXED.get(word.field or "", BOOSTS):
            query = _in_order(_exact(name), words) if exact or name not in _PROSE else self._stemmed(name, words[0])
            found.append(query if word.field else Query.boost_query(query, BOOSTS[name]))
        if word.field is None and _ID.fullmatch(word.text):
            found.append(Query.term_query(schema(), "public_id", word.text))
        return _best([*found, *_as_a_whole(word)])

    def _stemmed(self, name: str, word: str) -> Query:
        """A word by its stem, in each of the languages that works here are in."""
        found = sorted({stem for language in self.languages() for stem in stems([word], language)})
        return any_of([Query.term_query(schema(), name, stem, index_option="freq") for stem in found])

    def share(self, word: str) -> float:
        """How many of all works have a word in their text: 1.0 is all."""
        folded = folded_words(word)
        works = [self.searcher.doc_freq("text_exact", one) for one in folded]
        return min(works, default=0) / max(1, self.searcher.num_docs)

    def languages(self) -> list[str]:
        """The codes of the languages that there are, and English, for which a work is taken that does not say."""
        if self._languages is None:
            self._languages = ["en", *(code for code, _ in self.searcher.terms_with_prefix("language", ""))]
        return self._languages

    def _prefix(self, word: Word) -> Query | None:
        pieces = ["".join(folded_words(piece)) for piece in word.text.split("*")]
        if not any(len(piece) > 1 for piece in pieces):
            return None
        pattern = r"[^ ]*".join(pieces)
        return _best([Query.regex_query(schema(), name, pattern) for name in _exact_fields(word.field)])

    def _ship(self, word: Word) -> Query:
        """Those named, whoever is named first, with names between them that the question leaves out; "/" is love, "&"
        is not."""
        people, sign = ship_words(word.text)
        named_in = INDEXED[word.field or "ship"][0]
        orders = permutations(people) if len(people) <= _MOST_PEOPLE else [tuple(people)]
        found = [
            Query.phrase_query(schema(), named_in, [*_between(order, sign)], slop=FAR_APART // 2) for order in orders
        ]
        return _best([*found, *_as_a_whole(word)])

    def _nearest(self, words: list[str], fields: list[str]) -> Query | None:
        """For a word that nothing has: what is written nearly so in names."""
        if len(words) > 1 or len(words[0]) < _LEAST_FOR_NEAR or unspaced(words[0]):
            return None
        if any(self.searcher.doc_freq(name, words[0]) for name in fields):
            return None
        names = [name for name in fields if not name.endswith("_exact")]
        stemmed = [name.removesuffix("_exact") for name in fields if name.endswith("_exact")]
        forms = {stem for language in self.languages() for stem in stems(words, language)}
        if not names or any(self.searcher.doc_freq(name, form) for name in stemmed for form in forms):
            return None
        near = [_near(name, words[0]) for name in names]
        return _best(near) if self.searcher.search(any_of(near), 1).hits else None


def _between(people: Iterable[list[str]], sign: str) -> list[str]:
    """Names with the sign between them.

    >>> _between([["mina"], ["lucy"]], "/")
    ['mina', '/', 'lucy']
    """
    return [word for one in people for word in (*one, sign)][:-1]


def _joined(node: AllOf, asking: Asking) -> Query:
    """All that must be, without what must not: one query says both, which is quicker than one in another."""
    must = [part for one in node.parts if not isinstance(one, Not) and (part := asking.query(one)) is not None]
    must_not = [part for one in node.parts if isinstance(one, Not) and (part := asking.query(one.part)) is not None]
    return all_of(must, must_not)


def _span(span: Span) -> Query:
    names = {"words": "by_words", "updated": "by_updated", "published": "by_published", "added": "by_added"}
    if span.field not in names:
        return between(span.field, span.low, span.high)
    low, high = span.low, span.high
    if span.field == "added":
        low, high = _seconds(low), high and _seconds(high + 1) and (_seconds(high + 1) or 0) - 1
    elif span.field != "words":
        low = max(low or 1, 1)  # works without a date are on no side of any
    return between(names[span.field], low and low << 32, None if high is None else (max(high, -1) + 1 << 32) - 1)


def _seconds(day: int | None) -> int | None:
    """When a day begins, as `documents` counts moments."""
    return None if day is None else max(0, (day - _EPOCH) * 86_400)


_EPOCH = 719_163


def _exact(name: str) -> str:
    return f"{name}_exact" if name in _PROSE else name


def _exact_fields(of: str | None) -> list[str]:
    return [_exact(name) for name in INDEXED.get(of or "", BOOSTS)]


def _in_order(name: str, words: list[str]) -> Query:
    if len(words) == 1:
        return Query.term_query(schema(), name, words[0], index_option="freq")
    return Query.phrase_query(schema(), name, list(words))


def _near(name: str, word: str) -> Query:
    distance = 1 if len(word) < _LEAST_FOR_TWO else 2
    return Query.fuzzy_term_query(schema(), name, word, distance=distance)


def _best(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries, _OTHER_FIELDS_COUNT)


def _as_a_whole(word: Word) -> Iterator[Query]:
    """A tag that is called so: then all works of what it is a synonym of, and of what is below it."""
    kinds = _KINDS.get(word.field or "", ())
    if not kinds:
        return
    written = {word.text, word.text.lower(), word.text.upper(), word.text.title()}
    rows = Tag.objects.filter(kind__in=kinds, name__in=written).values_list("pk", "canonical", "kind")
    for number, canonical, kind in rows:
        yield is_one_of(kind, [canonical or number])


def _language(written: str) -> Query:
    return is_one_of("language", codes_of(written))


def codes_of(written: str) -> list[str]:
    """The codes of a language by its name or its code.

    >>> codes_of("French"), codes_of("pt")
    (['fr'], ['pt', 'pt-BR', 'pt-br'])
    """
    asked = written.casefold().strip()
    found = {asked, written.strip()}
    for code, known in LANG_INFO.items():
        names = {str(known.get(name, "")).casefold() for name in ("name", "name_local")}
        if asked in names or code.split("-")[0] == asked:
            found |= {code, _spelled(code)}
            found -= {asked, written.strip()} if asked in names else set()
    return sorted(found)


def _spelled(code: str) -> str:
    """
    >>> _spelled("pt-br")
    'pt-BR'
    """
    language, _, rest = code.partition("-")
    return f"{language}-{rest.upper() if len(rest) == 2 else rest.title()}" if rest else language
