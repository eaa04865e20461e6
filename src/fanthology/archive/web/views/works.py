"""The list of works: searched, filtered, sorted and paged, every state of it under its own address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Creator, Tag, Visibility
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.search.facets import FacetValue
from fanthology.archive.search.query import SORTS, Filters, Results, Sort, search
from fanthology.archive.telling.words import language_name, status_words

from ..paging import WORKS, Pages, asked_page
from ..rows import Row, rows_of
from ..viewing import viewer_of

LABELS = {
    "fandom": "Fandom",
    "creator": "Creator",
    "rating": "Rating",
    "status": "Status",
    "language": "Language",
    "tag": "Tag",
}
_MANY = ("fandom", "creator", "tag")
_ORDERS = {"best": "Best match", "newest": "Newest here", "updated": "Updated", "title": "Title", "words": "Longest"}
_LONGEST_QUERY = 500
_MOST_OF_ONE = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the words, the filters by name, the order."""

    text: str
    filters: dict[str, tuple[str, ...]]
    sort: str
    probably: bool = False

    def address(self, **changes: object) -> str:
        """The query of this list with some of it changed; the page is left out, as another list starts at its first."""
        names: dict[str, object] = {
            "q": self.text,
            **self.filters,
            "probably": self.probably,
            "sort": self.sort,
            **changes,
        }
        pairs = [
            (name, 1 if value is True else value)
            for name, values in names.items()
            for value in _listed(values)
            if value
        ]
        return f"?{urlencode(pairs)}" if pairs else "?"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with where choosing it or taking it away leads."""

    label: str
    name: str
    address: str = ""
    without: str = ""
    count: int = 0


def works(request: HttpRequest) -> HttpResponse:
    viewer, asked = viewer_of(request), _asked(request)
    results = _results(viewer, asked, asked_page(request))
    context = {
        "section": "works",
        "text": asked.text,
        "kept": [(name, value) for name, values in asked.filters.items() for value in values]
        + ([("probably", "1")] if asked.probably else []),
        "probably": _probably(asked),
        "chosen": _chosen(viewer, asked),
        "notes": _notes(results, viewer),
        "total": results.total,
        "orders": _orders(asked),
        "facets": _facets(asked, results),
        "rows": _rows(viewer, results),
        "pages": Pages(results.page, results.total, results.size),
        "visibilities": Visibility.choices,
    }
    return render(request, "web/works.html", context)


def _asked(request: HttpRequest) -> Asked:
    filters = {name: tuple(value for value in request.GET.getlist(name) if value)[:_MOST_OF_ONE] for name in LABELS}
    single = {name: values if name in _MANY else values[:1] for name, values in filters.items()}
    sort = request.GET.get("sort", "")
    return Asked(
        text=" ".join(request.GET.get("q", "").replace("\0", " ").split())[:_LONGEST_QUERY],
        filters={name: tuple(value.replace("\0", "") for value in values) for name, values in single.items()},
        sort=sort if sort in SORTS else "",
        probably=request.GET.get("probably") == "1",
    )


def _results(viewer: Viewer, asked: Asked, page: int) -> Results:
    many = (asked.filters["fandom"], asked.filters["creator"], asked.filters["tag"])
    rating, status, language = (next(iter(asked.filters[name]), None) for name in ("rating", "status", "language"))
    filters = Filters(*many, rating, status, language, asked.probably)
    sort: Sort = next((name for name in SORTS if name == asked.sort), "best")
    return search(viewer, asked.text, filters, page=page, size=WORKS, sort=sort)


def _rows(viewer: Viewer, results: Results) -> list[Row]:
    """The hits in their order, each looked up through the catalogue's own rule of who sees what."""
    found = {work.pk: work for work in queries.work_list(viewer).filter(pk__in=[hit.work_id for hit in results.hits])}
    snippets = {hit.work_id: hit.snippet for hit in results.hits}
    return rows_of(viewer, (found[hit.work_id] for hit in results.hits if hit.work_id in found), snippets)


def _notes(results: Results, viewer: Viewer) -> list[str]:
    notes = [results.problem] if results.problem else []
    if results.behind and viewer.is_keeper:
        notes.append(f"The search index has yet to take in {results.behind:,} changed works.")
    return notes


def _probably(asked: Asked) -> dict[str, object] | None:
    """The switch between works that state a tag and those that only seem to bear it, where a tag is asked for."""
    if not (asked.filters["fandom"] or asked.filters["tag"]):
        return None
    return {"on": asked.probably, "address": asked.address(probably=not asked.probably)}


def _orders(asked: Asked) -> list[dict[str, object]]:
    current = asked.sort or ("best" if asked.text else "newest")
    return [
        {"name": words, "address": asked.address(sort=name), "current": name == current}
        for name, words in _ORDERS.items()
        if asked.text or name != "best"
    ]


def _facets(asked: Asked, results: Results) -> list[dict[str, object]]:
    found: list[dict[str, object]] = [
        {"name": name, "label": LABELS[name], "choices": _choices(asked, name, results.facets.get(name, ()))}
        for name in LABELS
    ]
    return [facet for facet in found if facet["choices"]]


def _choices(asked: Asked, name: str, values: Iterable[FacetValue]) -> list[Choice]:
    taken = asked.filters[name]
    return [
        Choice(
            LABELS[name],
            _words(name, value.label),
            asked.address(**{name: (*taken, value.value) if name in _MANY else (value.value,)}),
            count=value.count,
        )
        for value in values
        if value.value not in taken and value.value
    ]


def _chosen(viewer: Viewer, asked: Asked) -> list[Choice]:
    names = _names(viewer, asked)
    return [
        Choice(
            LABELS[kind],
            names.get(value) or _words(kind, value),
            without=asked.address(**{kind: tuple(other for other in values if other != value)}),
        )
        for kind, values in asked.filters.items()
        for value in values
    ]


def _names(viewer: Viewer, asked: Asked) -> Mapping[str, str]:
    """The names behind the public ids of the filters in use, as far as the viewer may see a work of that name."""
    tags, creators = {*asked.filters["fandom"], *asked.filters["tag"]}, set(asked.filters["creator"])
    found = _by_public_id(queries.tags(viewer), tags) if tags else {}
    if creators:
        found |= _by_public_id(queries.creators(viewer), creators)
    return found


def _by_public_id(named: QuerySet[Tag] | QuerySet[Creator], wanted: set[str]) -> dict[str, str]:
    return dict(named.filter(public_id__in=wanted).values_list("public_id", "name"))


def _words(kind: str, value: str) -> str:
    return {"status": status_words, "language": language_name}.get(kind, str)(value)


def _listed(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
