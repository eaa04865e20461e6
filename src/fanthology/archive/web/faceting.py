"""The facets of a list of works as a catalogue for e-readers has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.feeds.opds import Choice, Facet
from fanthology.archive.search.filters import Value
from fanthology.archive.search.orders import Sort
from fanthology.archive.search.query import Results

from .listing import Asked
from .views.works import LABELS, ORDERS, names_of, words_of


def named_of(viewer: Viewer, values: Sequence[Value]) -> Mapping[Value, str]:
    """What people call the values that were chosen."""
    names = names_of(viewer, values)
    return {value: names.get(value) or words_of(value) for value in values}


def facets_of(
    asked: Asked, results: Results, chosen: Mapping[Value, str], wanted: Sequence[str], here: str
) -> tuple[Facet, ...]:
    """The order, and some facets with how many works have each value; what was chosen is active, whatever facet it is
    of. ``here`` is the address of the list without its query."""
    found = [Facet("Order", tuple(_orders(asked, results, here)))]
    for name in dict.fromkeys((*wanted, *(facet for facet, _ in chosen))):
        choices = [
            Choice(words, f"{here}{asked.without(value).address}", active=True)
            for value, words in chosen.items()
            if value[0] == name
        ]
        choices += [
            Choice(
                words_of((name, one.value), one.label), f"{here}{asked.including((name, one.value)).address}", one.count
            )
            for one in (results.facets.get(name, ()) if name in wanted else ())
            if (name, one.value) not in chosen
        ]
        if choices:
            found.append(Facet(LABELS[name], tuple(choices)))
    return tuple(found)


def _orders(asked: Asked, results: Results, here: str) -> list[Choice]:
    sorts: list[Sort] = [name for name in ORDERS if asked.text or name != "best"]
    return [Choice(ORDERS[name], f"{here}{asked.ordered(name).address}", active=name == results.sort) for name in sorts]
