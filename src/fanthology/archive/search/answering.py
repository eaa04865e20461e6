"""A question as a query of the index: its pages, its total and the counts of its facets."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import tantivy

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Visibility, Work
from fanthology.archive.catalogue.standing import Standing
from fanthology.archive.catalogue.viewer import Viewer

from . import matching
from .facets import FEW, Counts, count_values
from .filters import Conditions, Filters, conditions, unwanted
from .heads import Heads
from .lag import Lag
from .orders import Sort, beyond, direction, place_in
from .remembering import Remembered
from .snapshot import Snapshot

_REMEMBERED = 2_048
_counts = Remembered[dict[str, Counts]](_REMEMBERED)
_totals = Remembered[int](_REMEMBERED)
_pages = Remembered[tuple[list[int], int]](_REMEMBERED)


def forget() -> None:
    """Have everything counted anew."""
    _counts.forget()
    _totals.forget()
    _pages.forget()


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a list. ``page`` counts from 1. ``after`` and ``before`` are public ids of the works where the page
    before ended or the next one begins: then the page has its place whatever came in meanwhile, and is found as
    quickly as the first. The best match knows page numbers only."""

    page: int = 1
    size: int = 20
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, for one viewer and one commit of the index; ``key`` tells it from every other question."""

    now: Snapshot
    words: tantivy.Query | None
    conditions: Conditions
    always: list[tantivy.Query]
    never: list[tantivy.Query]
    filters: Filters
    key: Hashable

    def query(self, but: str = "") -> tantivy.Query:
        """Everything that was asked, but for the values of one facet."""
        must = [self.words] if self.words is not None else []
        must += [query for facet, query in self.conditions.must.items() if facet != but]
        return matching.all_of([*must, *self.always], [*self.conditions.must_not, *self.never])


def question(
    viewer: Viewer,
    now: Snapshot,
    words: tuple[Hashable, tantivy.Query | None],
    filters: Filters,
    own: tuple[Standing, frozenset[int] | None],
    behind: Lag,
) -> Question:
    """The words, with something that tells them from other words, the filters, what a reader never wants and the only
    works that they do, and who may see what, as one question."""
    levels = queries.levels(viewer)
    always = []
    if len(levels) < len(Visibility):
        always.append(matching.unscored(matching.is_one_of("visibility", [level.value for level in levels])))
    standing, only = own
    if only is not None:
        always.append(matching.unscored(matching.numbered(only)))
    hidden = behind.unseen | viewer.hidden
    never = [*unwanted(standing), *([matching.numbered(hidden)] if hidden else [])]
    key = (now.name, words[0], filters, own, levels, hidden)
    return Question(now, words[1], conditions(filters), always, never, filters, key)


def page_of(asked: Question, paging: Paging, sort: Sort, place: Work | None) -> tuple[list[int], int]:
    """The works of a page in their order, and how many there are on all."""
    if place is None:
        return _pages.of((asked.key, paging, sort), lambda: _numbered_page(asked, paging, sort))
    begins = place_in(sort, place)
    return _pages.of((asked.key, paging, sort, begins), lambda: _page_from(asked, paging, sort, begins))


def _page_from(asked: Question, paging: Paging, sort: Sort, place: int | str) -> tuple[list[int], int]:
    searcher, query = asked.now.searcher, asked.query()
    backwards = not paging.after
    by, order = direction(sort, backwards)
    total = count_all(asked)
    rest = matching.all_of([query, matching.unscored(beyond(asked.now.index, sort, place, backwards))], [])
    numbers = _numbers(searcher, searcher.search(rest, paging.size, count=False, order_by_field=by, order=order))
    return numbers[::-1] if backwards else numbers, total


def _numbered_page(asked: Question, paging: Paging, sort: Sort) -> tuple[list[int], int]:
    searcher = asked.now.searcher
    by, order = direction(sort, backwards=False)
    # tantivy makes room for all hits up to the page, so a page beyond the last must not be a page beyond reason
    offset = min((paging.page - 1) * paging.size, searcher.num_docs)
    result: Any = searcher.search(asked.query(), paging.size, offset=offset, order_by_field=by, order=order)
    # the stub of SearchResult lacks its count
    return _numbers(searcher, result), int(result.count)


def _numbers(searcher: tantivy.Searcher, result: tantivy.SearchResult) -> list[int]:
    addresses = [address for _, address in result.hits]
    return [int(number or 0) for number in searcher.fast_field_values("work_id", addresses)]


def _counted(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    result: Any = searcher.search(query, 1)
    return int(result.count)


Borne: TypeAlias = tuple[str, int]
"""A kind of tag and the number of one."""


def count_all(asked: Question, tag: Borne | None = None) -> int:
    """How many works fit the question, or those of them with a tag."""
    return _totals.of((asked.key, tag) if tag else asked.key, lambda: _counted(asked.now.searcher, _with(asked, tag)))


def most_frequent(asked: Question, facet: str, most: int, tag: Borne | None = None) -> Counts:
    """The values of a facet that most of the works have that fit the question, or of those of them with a tag."""
    now = asked.now
    bound = now.heads.least + now.position.grown
    count = partial(count_values, now.searcher, _with(asked, tag), [facet], now.heads, bound, most)
    return _counts.of((asked.key, tag, facet, most), count)[facet]


def _with(asked: Question, tag: Borne | None) -> tantivy.Query:
    if tag is None:
        return asked.query()
    kind, number = tag
    return matching.all_of([asked.query(), matching.unscored(matching.is_one_of(kind, [number]))], [])


def counts_of(asked: Question, facets: Collection[str], total: int) -> Mapping[str, Counts]:
    """The counts of some facets, for a question that ``total`` works fit. A facet of which any value will do is counted
    as if none were chosen, so that one sees what another value would add."""
    heads = asked.now.heads if total > FEW else Heads()
    bound = heads.least + asked.now.position.grown
    alone = [name for name in facets if name in asked.conditions.must and asked.filters.means_any(name)]
    found: dict[str, Counts] = {}
    together = [name for name in facets if name not in alone]
    for but, names in (("", together), *((name, [name]) for name in alone)):
        count = partial(count_values, asked.now.searcher, asked.query(but), names, heads, bound)
        found |= _counts.of((asked.key, but, *names), count)
    return found
