"""What somebody may mean who begins to type a name.

The index gives candidates, the best fitting first and among those the ones of most works; the catalogue says which of
them this viewer may see, and what they are called. Whether one fits is decided by `spelling` alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import Occur, Query

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Tag
from fanthology.archive.catalogue.viewer import Viewer

from ..generations import DamagedIndexError, damage_told_apart
from ..words import encodable
from .opened import searcher
from .schema import LONGEST_EDGE, SHELF, START, TABLES, schema
from .spelling import LEAST_MENDED, Fit, Typed, fit, spelling, typed

MOST = 50
"""So many candidates are asked of the catalogue, and no more."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that is meant, perhaps: of how many works that the viewer may see, at the last count; and the synonym that
    what was typed fits, where it does not fit the name as well."""

    public_id: str
    name: str
    kind: str
    works: int
    via: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    number: int
    works: int
    fit: Fit


@dataclass(frozen=True, slots=True)
class _Asked:
    viewer: Viewer
    kind: str
    typed: Typed
    limit: int


def suggest(
    viewer: Viewer, kind: str, text: str, *, fandoms: Collection[str] = (), limit: int = 10
) -> tuple[Suggestion, ...]:
    """The names of a kind that what was typed may mean, at most ``limit``: what is called so, what begins so, what has
    words that begin so, and last what nearly does; the ones of more works first. Those of ``fandoms``, by their public
    ids, come before others, but for what is called just so and what only nearly fits.

    Only names of works that the viewer may see. Nothing, where there is no index yet. Raises KeyError for a kind that
    is not in `schema.TABLES`.
    """
    asked = _Asked(viewer, kind, typed(encodable(text)), max(1, min(limit, MOST)))
    table = TABLES[kind]
    now = searcher()
    if now is None or not asked.typed.words:
        return ()
    at_home = _numbers(viewer, fandoms)
    found: list[Suggestion] = []
    try:
        for some in _batches(asked, _candidates(now, asked, table, at_home)):
            found += _shown(asked, some)
            if len(found) >= asked.limit:
                break
    except DamagedIndexError:
        SHELF.want_anew()
    # who types a name in full means that very one, whatever else is folded to the same
    found.sort(key=lambda one: text.strip() not in (one.name, one.via))
    return tuple(found[: asked.limit])


def _numbers(viewer: Viewer, fandoms: Collection[str]) -> list[int]:
    rows = Tag.objects.filter(public_id__in=fandoms).values_list("pk", "canonical") if fandoms else []
    return [canonical or number for number, canonical in rows]


def _candidates(now: tantivy.Searcher, asked: _Asked, table: str, at_home: Sequence[int]) -> Iterator[_Candidate]:
    """Names that may fit, in their order, at most `MOST`; each step is asked only when those before were not enough."""
    by = f"works_{queries.levels(asked.viewer)[-1]}"
    known: set[int] = set()
    for found, query in _steps(asked.kind, asked.typed, at_home):
        with damage_told_apart():
            hits = now.search(query, MOST, count=False, order_by_field=by).hits
            numbers = now.fast_field_values(table, [address for _, address in hits])
        for number, (works, _) in zip(map(int, filter(None, numbers)), hits, strict=True):
            if works and number not in known:
                known.add(number)
                yield _Candidate(number, works, found)
                if len(known) == MOST:
                    return


def _steps(kind: str, asked: Typed, at_home: Sequence[int]) -> Iterator[tuple[Fit, Query]]:
    """What to ask the index for, one after the other: in the fandoms, then anywhere, and mistakes last."""
    ways = _ways(kind, asked)
    yield Fit.SAME, ways[Fit.SAME]
    for those in ((Fit.BEGINNING, Fit.WORDS), (Fit.NEAR, Fit.NEAR_BEGINNINGS)):
        if at_home:
            scope = Query.term_set_query(schema(), "fandom", list(at_home))
            yield from ((one, _all_of([ways[one], scope])) for one in those)
        yield from ((one, ways[one]) for one in those)


def _ways(kind: str, asked: Typed) -> dict[Fit, Query]:
    begun = {word: _begun(kind, "words", word, word) for word in asked.words}
    mended = [word for word in begun if len(word) >= LEAST_MENDED]
    near = {word: _any_of([begun[word], _mended(kind, word, beginning=False)]) for word in mended}
    nearly_begun = {word: _mended(kind, word, beginning=True) for word in mended}
    return {
        Fit.SAME: Query.term_query(schema(), f"{kind}_whole", asked.whole),
        Fit.BEGINNING: _begun(kind, "whole", asked.whole, START + asked.whole),
        Fit.WORDS: _all_of(begun.values()),
        Fit.NEAR: _all_of({**begun, **near}.values()) if mended else Query.empty_query(),
        Fit.NEAR_BEGINNINGS: _all_of({**begun, **nearly_begun}.values()) if mended else Query.empty_query(),
    }


def _begun(kind: str, part: str, text: str, edge: str) -> Query:
    """Names of which a part begins so."""
    if len(text) <= LONGEST_EDGE:
        return Query.term_query(schema(), f"{kind}_edges", edge)
    return Query.fuzzy_term_query(schema(), f"{kind}_{part}", text, distance=0, prefix=True)


def _mended(kind: str, word: str, *, beginning: bool) -> Query:
    """Names with a word that is this one but for a mistake, or that begins so."""
    return Query.fuzzy_term_query(schema(), f"{kind}_words", word, distance=1, prefix=beginning)


def _all_of(several: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in several])


def _any_of(several: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in several])


def _batches(asked: _Asked, candidates: Iterator[_Candidate]) -> Iterator[list[_Candidate]]:
    """The candidates by the page; all that are called just so are together, so that they can be put in order."""
    some: list[_Candidate] = []
    for one in candidates:
        if len(some) >= asked.limit and one.fit != Fit.SAME:
            yield some
            some = []
        some.append(one)
    if some:
        yield some


def _shown(asked: _Asked, candidates: Sequence[_Candidate]) -> Iterator[Suggestion]:
    """Those of the candidates that the viewer may see and that fit by a name that the viewer may see."""
    rows = {row.pk: row for row in _among(asked, [one.number for one in candidates])}
    there = [one for one in candidates if one.number in rows]
    own = {one.number: fit(asked.typed, spelling(rows[one.number].name)) for one in there}
    others = [one.number for one in there if _worse(own[one.number], one.fit)]
    synonyms = _synonyms(asked, others)
    for one in there:
        row, (best, via) = rows[one.number], synonyms.get(one.number, (None, ""))
        if _worse(own[one.number], best):
            yield Suggestion(row.public_id, row.name, asked.kind, one.works, via)
        elif own[one.number] is not None:
            yield Suggestion(row.public_id, row.name, asked.kind, one.works)


def _among(asked: _Asked, numbers: Sequence[int]) -> Any:
    ways = {"tag": queries.tags_among, "creator": queries.creators_among, "series": queries.series_among}
    return ways[TABLES[asked.kind]](asked.viewer, numbers).only("pk", "public_id", "name")


def _synonyms(asked: _Asked, numbers: Sequence[int]) -> dict[int, tuple[Fit, str]]:
    """For each of some tags the synonym that fits best, if one does."""
    found: dict[int, tuple[Fit, str]] = {}
    if not numbers or TABLES[asked.kind] != "tag":
        return found
    rows: Any = queries.synonyms_among(asked.viewer, numbers).values_list("canonical", "name")
    for number, name in rows:
        fits = fit(asked.typed, spelling(name))
        if fits is not None and (number not in found or (fits, name) < found[number]):
            found[number] = (fits, name)
    return found


def _worse(one: Fit | None, than: Fit | None) -> bool:
    return than is not None and (one is None or one > than)
