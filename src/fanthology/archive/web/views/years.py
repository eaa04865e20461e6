"""The archive by year, as a picture that is drawn here, with its numbers as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fanthology.archive.catalogue.models import TagKind

from .. import counting
from ..viewing import viewer_of
from .tags import seen_tag

ROW = 26
"""How high the row of a year is, in pixels: enough for a finger."""
_LABELS, _BARS = 14.0, 68.0
"""Where the bars begin and how long the longest is, in per cent of the width; behind it there is room for a number."""
_LONGEST_GAP = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """The row of a year; ``year`` is None where many years without works are left out."""

    year: int | None
    count: int
    row: int
    share: float

    @property
    def top(self) -> int:
        return self.row * ROW

    @property
    def middle(self) -> int:
        return self.top + ROW // 2

    @property
    def bar_top(self) -> int:
        return self.top + 4

    @property
    def length(self) -> str:
        return f"{self.share * _BARS:.2f}%"

    @property
    def end(self) -> str:
        return f"{_LABELS + self.share * _BARS:.2f}%"


def years(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    asked = request.GET.get("fandom", "")
    fandom = seen_tag(viewer, asked, TagKind.FANDOM) if asked else None
    counted = counting.by_year(viewer, fandom)
    bars = list(_bars(counted.by_year))
    context = {
        "fandom": fandom,
        "bars": bars,
        "by_year": counted.by_year,
        "undated": counted.undated,
        "dated": sum(counted.by_year.values()),
        "start": f"{_LABELS}%",
        "row_height": ROW,
        "bar_height": ROW - 8,
        "height": ROW * len(bars),
    }
    return render(request, "web/years.html", context)


def _bars(by_year: Mapping[int, int]) -> Iterator[Bar]:
    most = max(by_year.values(), default=1)
    for row, year in enumerate(with_gaps(sorted(by_year))):
        count = by_year.get(year, 0) if year is not None else 0
        yield Bar(year, count, row, count / most)


def with_gaps(years: list[int]) -> Iterator[int | None]:
    """The years with those between them, or None in the place of many.

    >>> list(with_gaps([1970, 1998, 2000]))
    [1970, None, 1998, 1999, 2000]
    """
    last = years[0] if years else 0
    for year in years:
        missing = range(last + 1, year)
        yield from missing if len(missing) <= _LONGEST_GAP else (None,)
        yield year
        last = year
