"""What the address of a list of works asks for, so that every list has an address that can be kept and sent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from fanthology.archive.search.answering import Paging
from fanthology.archive.search.filters import FACETS, FILTERS, Filters, Value
from fanthology.archive.search.orders import SORTS, Sort

from .paging import WORKS, page_number

SIZES = (20, 50, 100)
MINE = {"unread": "What I have not read", "unfinished": "What I have not finished"}
"""What a reader's own marks leave of a list."""

_LONGEST_QUERY = 2_000
_MOST_VALUES = 50
_NOT = "not-"
_OLD_SORTS: dict[str, Sort] = {"newest": "added"}
_ID_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """The words, the filters, the order (empty if none was chosen), the size and the place of the page."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort | None = None
    paging: Paging = field(default_factory=Paging)
    everything: bool = False
    loosely: bool = False
    mine: str = ""

    @property
    def query(self) -> str:
        """The query of the address, without the place: another list starts at its first page."""
        return self._query([])

    def at(self, page: int, after: str = "", before: str = "") -> str:
        """The address of another page of the same list."""
        return f"?{self._query([('after', after), ('before', before), ('page', str(page))])}"

    @property
    def address(self) -> str:
        return f"?{self.query}"

    def _query(self, place: list[tuple[str, str]]) -> str:
        filters, size = self.filters, self.paging.size
        pairs = [("q", self.text), *filters.include, *((f"{_NOT}{name}", value) for name, value in filters.exclude)]
        pairs += [("any", name) for name in FACETS if name in filters.any_of]
        pairs += [("probably", "1" if filters.probably else ""), ("sort", self.sort or "")]
        pairs += [("size", str(size) if size != WORKS else ""), ("everything", "1" if self.everything else "")]
        pairs += [("loosely", "1" if self.loosely else ""), ("mine", self.mine), *place]
        return urlencode([(name, value) for name, value in pairs if value])

    def ordered(self, sort: Sort) -> Asked:
        return replace(self, sort=sort)

    def sized(self, size: int) -> Asked:
        return replace(self, paging=Paging(size=size))

    def including(self, value: Value) -> Asked:
        """The same with one more value, which is not left out any more if it was."""
        filters = self.filters
        exclude = tuple(one for one in filters.exclude if one != value)
        return self._with(replace(filters, include=(*filters.include, value), exclude=exclude))

    def excluding(self, value: Value) -> Asked:
        filters = self.filters
        include = tuple(one for one in filters.include if one != value)
        return self._with(replace(filters, include=include, exclude=(*filters.exclude, value)))

    def without(self, value: Value) -> Asked:
        """The same with a value neither asked for nor left out."""
        filters = self.filters
        include = tuple(one for one in filters.include if one != value)
        return self._with(
            replace(filters, include=include, exclude=tuple(one for one in filters.exclude if one != value))
        )

    def switched(self, facet: str) -> Asked:
        """The same with any of a facet's values meant where all of them were, or the other way round."""
        return self._with(replace(self.filters, any_of=self.filters.any_of ^ {facet}))

    def described(self, wanted: bool) -> Asked:
        """The same words as a description, or as words that must all be there."""
        return replace(self, loosely=wanted, sort=None, paging=Paging(size=self.paging.size))

    def of_mine(self, which: str) -> Asked:
        """The same, but only what a reader's own marks leave; of everything if empty."""
        return replace(self, mine=which, paging=Paging(size=self.paging.size))

    def with_everything(self, wanted: bool) -> Asked:
        """The same with or without what the reader never wants to be shown."""
        return replace(self, everything=wanted, paging=Paging(size=self.paging.size))

    def probably(self, wanted: bool) -> Asked:
        return self._with(replace(self.filters, probably=wanted))

    def _with(self, filters: Filters) -> Asked:
        return replace(self, filters=filters, paging=Paging(size=self.paging.size))


def asked_of(query: QueryDict) -> Asked:
    """What the query of an address asks for; what means nothing is left out. Never raises."""
    include = tuple((name, value) for name in FILTERS for value in _values(query, name))
    exclude = tuple((name, value) for name in FILTERS for value in _values(query, f"{_NOT}{name}"))
    any_of = frozenset(name for name in query.getlist("any") if name in FACETS and not FACETS[name].single)
    size = query.get("size", "")
    sort = query.get("sort", "")
    return Asked(
        text=" ".join(query.get("q", "").replace("\0", " ").split())[:_LONGEST_QUERY],
        filters=Filters(include, exclude, any_of, query.get("probably") == "1"),
        sort=next((one for one in SORTS if one == sort), _OLD_SORTS.get(sort)),
        paging=Paging(
            page_number(query.get("page", "")),
            int(size) if size in map(str, SIZES) else WORKS,
            query.get("after", "")[:_ID_LENGTH].replace("\0", ""),
            query.get("before", "")[:_ID_LENGTH].replace("\0", ""),
        ),
        everything=query.get("everything") == "1",
        loosely=query.get("loosely") == "1",
        mine=query.get("mine", "") if query.get("mine") in MINE else "",
    )


def _values(query: QueryDict, name: str) -> list[str]:
    found = (value.replace("\0", "") for value in query.getlist(name)[:_MOST_VALUES])
    return list(dict.fromkeys(value for value in found if value))
