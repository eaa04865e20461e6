"""Searching and browsing: what the site's lists and ``fanthology search`` ask.

Who sees what is decided by `catalogue.queries`, twice: its levels are a condition of the search, so that totals and
facets count only what the viewer may see; and each hit is looked up through it again, so that an index which is behind
shows nothing that was withdrawn since.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import tantivy
from django.utils.safestring import SafeString

from fanthology.archive.catalogue import gating, queries
from fanthology.archive.catalogue.models import Creator, Tag, Work
from fanthology.archive.catalogue.viewer import Viewer

from . import matching
from .facets import Facets, facets
from .follow import catch_up
from .lag import Lag, lag
from .language import Parsed, parse
from .schema import encodable
from .snapshot import Snapshot, snapshot
from .snippets import snippets

Sort: TypeAlias = Literal["best", "newest", "title", "words", "updated"]

SORTS: dict[Sort, tuple[str | None, tantivy.Order]] = {
    "best": (None, tantivy.Order.Desc),
    "newest": ("by_added", tantivy.Order.Desc),
    "title": ("by_title", tantivy.Order.Asc),
    "words": ("by_words", tantivy.Order.Desc),
    "updated": ("by_updated", tantivy.Order.Desc),
}
"""Each order, and the field of the index it goes by; ``best`` of no words at all is the newest."""

LARGEST_PAGE = 200
_SMALL_ARCHIVE = 1_000

NO_INDEX = "The search index is not built yet. “fanthology reindex” builds it."
TOO_FAR_BEHIND = "The search index is being brought up to date. Try again in a minute."
NOTHING_TO_FIND = "There is no letter or digit to search for."


@dataclass(frozen=True, slots=True)
class Filters:
    """What a work must have, besides the words. Several fandoms, creators or tags mean all of them, by public id.
    ``probably``: works count too that only seem to have the fandoms and tags."""

    fandoms: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    rating: str | None = None
    status: str | None = None
    language: str | None = None
    probably: bool = False


ANY = Filters()


NO_SNIPPET = SafeString("")


@dataclass(frozen=True, slots=True)
class Hit:
    """A work that was found. ``snippet`` is safe HTML, with ``<mark>`` around what was asked for; it may be empty."""

    work_id: int
    public_id: str
    snippet: SafeString = NO_SNIPPET


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found.

    ``problem`` is a plain sentence when part of the search could not be understood or done; the rest was. ``behind`` is
    how many works changed since the index was last brought up to date.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Facets = field(default_factory=dict)
    problem: str | None = None
    behind: int = 0
    page: int = 1
    size: int = 20

    @property
    def pages(self) -> int:
        return -(-self.total // self.size)


@dataclass(frozen=True, slots=True)
class _Asked:
    now: Snapshot
    parsed: Parsed
    found: tantivy.Query
    sort: Sort
    page: int
    size: int


def search(
    viewer: Viewer, text: str = "", filters: Filters = ANY, *, page: int = 1, size: int = 20, sort: Sort = "best"
) -> Results:
    """The works this viewer may see that have all the words and fit the filters; all of them if nothing is asked.

    ``page`` counts from 1. Needs a Django site that is set up. Raises KeyError for an unknown ``sort``.
    """
    page, size = max(1, page), min(max(1, size), LARGEST_PAGE)
    empty = Results(page=page, size=size)
    now = snapshot() or _built()
    if now is None:
        return _with(empty, NO_INDEX)
    behind = lag(viewer, now.position)
    if behind.too_much and not viewer.is_keeper:
        return _with(empty, TOO_FAR_BEHIND, behind.changed)
    parsed = parse(encodable(text))
    words = matching.wanted(parsed)
    if parsed.wanted and not words:
        return _with(empty, " ".join((*parsed.problems, NOTHING_TO_FIND)), behind.changed)
    found = matching.all_of([*words, *_conditions(viewer, filters)], _excluded(viewer, behind, parsed))
    by: Sort = "newest" if sort == "best" and not words else sort
    return _page(viewer, _Asked(now, parsed, found, by, page, size), behind)


def _with(results: Results, problem: str, behind: int = 0) -> Results:
    return Results(problem=problem, behind=behind, page=results.page, size=results.size)


def _built() -> Snapshot | None:
    """The index of a small archive that had none: it is there sooner than an excuse is read."""
    if Work.objects.count() > _SMALL_ARCHIVE:
        return None
    catch_up(wait=True)
    return snapshot()


def _excluded(viewer: Viewer, behind: Lag, parsed: Parsed) -> list[tantivy.Query]:
    hidden = behind.unseen | viewer.hidden
    return [*matching.unwanted(parsed), *([matching.numbered(hidden)] if hidden else [])]


def _conditions(viewer: Viewer, filters: Filters) -> list[tantivy.Query]:
    """The filters and the visibility, as queries that do not weigh in the order."""
    found = [matching.is_one_of("visibility", [level.value for level in queries.levels(viewer)])]
    for name in ("rating", "status", "language"):
        if value := getattr(filters, name):
            found.append(matching.is_one_of(name, [encodable(value)]))
    found += _tagged(filters) + _created(filters.creators)
    return [matching.unscored(query) for query in found]


def _tagged(filters: Filters) -> list[tantivy.Query]:
    asked = {*filters.fandoms, *filters.tags}
    rows = Tag.objects.filter(public_id__in=asked).values_list("pk", "canonical", "kind") if asked else []
    known = [(canonical or number, kind) for number, canonical, kind in rows]
    found = [matching.is_one_of(kind, [number]) for number, kind in known]
    if filters.probably:
        found = [
            matching.any_of([stated, matching.is_one_of("probable", [number])])
            for stated, (number, _) in zip(found, known, strict=True)
        ]
    return found if len(found) == len(asked) else [tantivy.Query.empty_query()]


def _created(creators: tuple[str, ...]) -> list[tantivy.Query]:
    asked = set(creators)
    known = Creator.objects.filter(public_id__in=asked).values_list("pk", flat=True) if asked else []
    found = [matching.is_one_of("creator", [number]) for number in known]
    return found if len(found) == len(asked) else [tantivy.Query.empty_query()]


def _open(viewer: Viewer, shown: list[Work]) -> list[Work]:
    """Those of the works of which words may be shown to a viewer who has not asked for them."""
    allowed = set(gating.open_works(viewer).filter(pk__in=[work.pk for work in shown]).values_list("pk", flat=True))
    return [work for work in shown if work.pk in allowed]


def _page(viewer: Viewer, asked: _Asked, behind: Lag) -> Results:
    by, direction = SORTS[asked.sort]
    searcher = asked.now.searcher
    # tantivy makes room for all hits up to the page, so a page beyond the last must not be a page beyond reason
    offset = min((asked.page - 1) * asked.size, searcher.num_docs)
    # the stub of SearchResult lacks its count
    result: Any = searcher.search(asked.found, asked.size, offset=offset, order_by_field=by, order=direction)
    numbers = [int(number or 0) for number in searcher.fast_field_values("work_id", [at for _, at in result.hits])]
    works = queries.works(viewer).in_bulk(numbers)
    shown = [works[number] for number in numbers if number in works]
    marked = snippets(searcher, asked.parsed, _open(viewer, shown)) if asked.parsed.wanted else {}
    return Results(
        hits=tuple(Hit(work.pk, work.public_id, marked.get(work.pk, NO_SNIPPET)) for work in shown),
        total=result.count - (len(numbers) - len(shown)),
        facets=facets(searcher, asked.found),
        problem=" ".join(asked.parsed.problems) or None,
        behind=behind.changed,
        page=asked.page,
        size=asked.size,
    )
