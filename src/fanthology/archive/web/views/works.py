"""The list of works: searched, filtered, sorted and paged, every state of it under its own address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Visibility
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.search.filters import FACETS, Value
from fanthology.archive.search.language import Problem
from fanthology.archive.search.lengths import length_words
from fanthology.archive.search.names.schema import TABLES
from fanthology.archive.search.orders import Sort
from fanthology.archive.search.query import Results
from fanthology.archive.telling.words import language_name, status_words

from ..listing import SIZES, Asked, asked_of
from ..own_list import choices_of_mine, own_list
from ..paging import Pages
from ..rows import Row, rows_of
from ..viewing import viewer_of

LABELS = {
    "fandom": "Fandom",
    "character": "Character",
    "relationship": "Relationship",
    "freeform": "Tag",
    "rating": "Rating",
    "warning": "Warning",
    "category": "Category",
    "language": "Language",
    "status": "Status",
    "creator": "Creator",
    "series": "Series",
    "year": "Year",
    "length": "Length",
    "tag": "Tag",
}
ORDERS: dict[Sort, str] = {
    "best": "Best match",
    "updated": "Updated",
    "published": "Published",
    "added": "Newest here",
    "words": "Longest",
    "title": "Title",
    "creator": "Creator",
}
_TAGGED = ("fandom", "character", "relationship", "freeform", "warning", "category", "tag")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, with where asking for it, leaving it out and taking it away lead."""

    label: str
    name: str
    include: str = ""
    exclude: str = ""
    without: str = ""
    count: int = 0
    out: bool = False


def works(request: HttpRequest) -> HttpResponse:
    viewer, asked = viewer_of(request), asked_of(request.GET)
    mine = own_list(viewer, asked)
    results = mine.results
    context = {
        "section": "works",
        "findable": TABLES,
        "fandoms": ",".join(value for name, value in asked.filters.include if name == "fandom"),
        "asked": asked,
        "kept": _kept(asked),
        "probably": _probably(asked),
        "mine": choices_of_mine(viewer, asked),
        "filtered": asked.with_everything(True).address if mine.filtered else "",
        "everything": asked.with_everything(False).address if mine.everything else "",
        "described": asked.described(not asked.loosely).address,
        "chosen": _chosen(viewer, asked),
        "problems": [_pointed(problem, asked.text) for problem in results.problems],
        "behind": results.behind if viewer.is_keeper else 0,
        "total": results.total,
        "orders": _orders(asked, results),
        "sizes": [(size, asked.sized(size).address, size == results.size) for size in SIZES],
        "facets": _facets(asked, results),
        "rows": rows_found(viewer, results),
        "pages": pages_of(asked, results),
        "visibilities": Visibility.choices,
    }
    return render(request, "web/works.html", context)


def rows_found(viewer: Viewer, results: Results) -> list[Row]:
    """The hits in their order."""
    snippets = {hit.work_id: hit.snippet for hit in results.hits}
    return rows_of(viewer, results.works, snippets)


def pages_of(asked: Asked, results: Results) -> Pages:
    """The pages before and after this one, by the works at its ends where the order has a place for a work."""
    number = results.page
    if results.sort == "best" or not results.hits:
        return Pages(number, results.total, results.size)
    to_previous = asked.at(number - 1, before=results.hits[0].public_id)
    to_next = asked.at(number + 1, after=results.hits[-1].public_id)
    return Pages(number, results.total, results.size, to_previous, to_next)


def _pointed(problem: Problem, text: str) -> tuple[str, str, str, str]:
    """A sentence, and the search parted where it points."""
    return (problem.sentence, text[: problem.start], text[problem.start : problem.end], text[problem.end :])


def _kept(asked: Asked) -> list[tuple[str, str]]:
    """What another search in the box keeps of this one."""
    filters = asked.filters
    kept = [*filters.include, *((f"not-{name}", value) for name, value in filters.exclude)]
    kept += [("any", name) for name in sorted(filters.any_of)]
    kept += [("probably", "1")] if filters.probably else []
    kept += [("loosely", "1")] if asked.loosely else []
    kept += [("mine", asked.mine)] if asked.mine else []
    kept += [("everything", "1")] if asked.everything else []
    return kept + ([("size", str(asked.paging.size))] if asked.paging.size != SIZES[0] else [])


def _probably(asked: Asked) -> dict[str, object] | None:
    """The switch between works that state a tag and those that only seem to bear it, where a tag is asked for."""
    if not any(name in _TAGGED for name, _ in asked.filters.include):
        return None
    on = asked.filters.probably
    return {"on": on, "address": asked.probably(not on).address}


def _orders(asked: Asked, results: Results) -> list[dict[str, object]]:
    return [
        {"name": words, "address": asked.ordered(name).address, "current": name == results.sort}
        for name, words in ORDERS.items()
        if asked.text or name != "best"
    ]


def _facets(asked: Asked, results: Results) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for name in FACETS:
        values = [(name, one.value) for one in results.facets.get(name, ())]
        choices = [
            Choice(
                LABELS[name],
                words_of(value, one.label),
                asked.including(value).address,
                asked.excluding(value).address,
                count=one.count,
            )
            for value, one in zip(values, results.facets.get(name, ()), strict=True)
            if value not in asked.filters.include
        ]
        several = sum(kind == name for kind, _ in asked.filters.include) > 1 and not FACETS[name].single
        switch = {"any": asked.filters.means_any(name), "address": asked.switched(name).address} if several else None
        if choices or switch:
            found.append({"name": name, "label": LABELS[name], "choices": choices, "switch": switch})
    return found


def _chosen(viewer: Viewer, asked: Asked) -> list[Choice]:
    values = [*((value, False) for value in asked.filters.include), *((value, True) for value in asked.filters.exclude)]
    names = names_of(viewer, (value for value, _ in values))
    return [
        Choice(LABELS[value[0]], names.get(value) or words_of(value), without=asked.without(value).address, out=out)
        for value, out in values
    ]


def names_of(viewer: Viewer, values: Iterable[Value]) -> dict[Value, str]:
    """The names behind the public ids of the filters in use, as far as the viewer may see a work of that name."""
    wanted = list(values)
    found: dict[Value, str] = {}
    of_kind = {"creator": queries.creators, "series": queries.series, "tag": queries.tags}
    for source, visible in of_kind.items():
        own = [value for value in wanted if (FACETS[value[0]].source if value[0] in FACETS else "tag") == source]
        if own:
            rows = visible(viewer).filter(public_id__in={value for _, value in own}).values_list("public_id", "name")
            names = dict(rows)
            found |= {value: names[value[1]] for value in own if value[1] in names}
    return found


def words_of(value: Value, label: str = "") -> str:
    """A value as people read it.

    >>> words_of(("length", "0")), words_of(("language", "fr")), words_of(("fandom", "x1"), "Dracula")
    ('Under 1,000 words', 'French', 'Dracula')
    """
    say = {"status": status_words, "language": language_name, "length": length_words}.get(value[0])
    return say(value[1]) if say else label or value[1]
