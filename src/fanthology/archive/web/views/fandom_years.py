"""The largest fandoms by year: a small picture of each over the same years, with all the numbers as one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import counting
from ..viewing import viewer_of
from .years import with_gaps

MOST = 12
"""So many pictures are still compared at a glance."""
HEIGHT = 64
"""How high the highest bar of each is, in pixels."""
_LEAST = 2
"""One work is still to be seen beside a thousand."""
_GAP = 0.15
"""Of the width of a year, what lies between two bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of a fandom, where it is drawn: percent of the width, and pixels."""

    x: str
    width: str
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A fandom with its bars; ``peak`` is the year of the most works, ``undated`` how many have no date."""

    fandom: counting.FandomYears
    bars: tuple[Bar, ...]
    peak: int
    highest: int
    undated: int


def fandom_years(request: HttpRequest) -> HttpResponse:
    found = [one for one in counting.by_year_and_fandom(viewer_of(request), MOST) if one.by_year]
    years = sorted({year for one in found for year in one.by_year})
    columns = list(with_gaps(years))
    context = {
        "section": "fandoms",
        "pictures": [_picture(one, columns) for one in found],
        "years": years,
        "rows": [(year, [one.by_year.get(year, 0) for one in found]) for year in years],
        "height": HEIGHT,
        "cut": None in columns,
    }
    return render(request, "web/fandom_years.html", context)


def _picture(fandom: counting.FandomYears, columns: Sequence[int | None]) -> Picture:
    highest = max(fandom.by_year.values())
    peak = min(year for year, count in fandom.by_year.items() if count == highest)
    undated = max(0, fandom.count - sum(fandom.by_year.values()))
    return Picture(fandom, tuple(_bars(fandom, columns, highest)), peak, highest, undated)


def _bars(fandom: counting.FandomYears, columns: Sequence[int | None], highest: int) -> Iterator[Bar]:
    width = 100 / len(columns)
    for place, year in enumerate(columns):
        if year is not None and (count := fandom.by_year.get(year, 0)):
            height = max(_LEAST, round(HEIGHT * count / highest))
            x, wide = (place + _GAP / 2) * width, width * (1 - _GAP)
            yield Bar(f"{x:.2f}%", f"{wide:.2f}%", HEIGHT - height, height)
