"""The lists of an export: works by title and by year, and the creators, fandoms and series they are found by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Lower

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Creator, Series, Tag, TagKind, Work
from fanthology.archive.catalogue.viewer import GUEST

from .folder import Folder
from .lists import in_pages, rows_of
from .names import list_page, shelf_page, site_page, year_page
from .pages import page

Common = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Name:
    """A line of a list of names: how many works it leads to, or other words beside it."""

    name: str
    path: str
    count: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Names that works are found by: what the pages call them, which there are, and the works of one."""

    name: str
    label: str
    kind: str
    empty: str
    names: Callable[[], QuerySet[Any, Any]]
    works: Callable[[Any], QuerySet[Work]]


def _works_of(creator: Creator) -> QuerySet[Work]:
    return queries.works(GUEST).filter(pk__in=creator.credits.values("work")).order_by("sort_title", "id")


def _works_in(fandom: Tag) -> QuerySet[Work]:
    return queries.works_tagged(GUEST, fandom).order_by("sort_title", "id")


def _works_of_series(series: Series) -> QuerySet[Work]:
    return queries.series_works(GUEST, series)


SECTIONS = (
    Section(
        "creators",
        "Creators",
        "Creator",
        "Nobody is credited.",
        lambda: queries.counted_creators(GUEST).order_by("sort_name", "pk"),
        _works_of,
    ),
    Section(
        "fandoms",
        "Fandoms",
        "Fandom",
        "No work names its fandom.",
        lambda: queries.counted_tags(GUEST, TagKind.FANDOM).order_by(Lower("name"), "pk"),
        _works_in,
    ),
    Section(
        "series",
        "Series",
        "Series",
        "No work names a series.",
        lambda: queries.counted_series(GUEST).order_by(Lower("name"), "pk"),
        _works_of_series,
    ),
)


def put_lists(folder: Folder, common: Common) -> None:
    """Put every list of works and of names into an export."""
    works = queries.works(GUEST).order_by("sort_title", "id")
    _put_shelf(folder, works, partial(list_page, "works"), common | {"section": "works", "heading": "Works"})
    for section in SECTIONS:
        _put_section(folder, section, common | {"section": section.name})
    _put_years(folder, common | {"section": "years"})


def name_of(section: str, row: Creator | Tag | Series) -> Name:
    """The line of a name that a query of works counted."""
    return Name(row.name, shelf_page(section, row.public_id), getattr(row, "work_count", 0))


def _put_section(folder: Folder, section: Section, common: Common) -> None:
    for path, pages, found in in_pages(section.names(), partial(list_page, section.name)):
        names = [name_of(section.name, row) for row in found]
        told = common | {"heading": section.label, "empty": section.empty, "names": names, "pages": pages}
        folder.put(path, page(path, "names", **told))
        for row in found:
            told = common | {"kind": section.kind, "heading": row.name}
            series = row.pk if isinstance(row, Series) else None
            _put_shelf(folder, section.works(row), partial(shelf_page, section.name, row.public_id), told, series)


def _put_years(folder: Folder, common: Common) -> None:
    found = queries.works(GUEST).order_by().values_list("published__year").annotate(Count("pk"))
    years = sorted(found, key=lambda one: (one[0] is None, one[0]))
    names = [Name(str(year or "Without a date"), year_page(year), count) for year, count in years]
    path = list_page("years")
    told = common | {"heading": "Years", "empty": "There are no works.", "names": names}
    folder.put(path, page(path, "names", **told))
    for year, _ in years:
        works = queries.works(GUEST).filter(published__year=year).order_by(F("published").asc(), "sort_title", "id")
        told = common | {"kind": "Year", "heading": str(year)} if year else common | {"heading": "Without a date"}
        if year is None:
            works = queries.works(GUEST).filter(published=None).order_by("sort_title", "id")
        _put_shelf(folder, works, partial(year_page, year), told)


def _put_shelf(
    folder: Folder, works: QuerySet[Work], address: Callable[[int], str], common: Common, series: int | None = None
) -> None:
    total = works.count()
    for path, pages, found in in_pages(works, address):
        told = common | {"rows": rows_of(found, series), "pages": pages, "total": total}
        folder.put(path, page(path, "shelf", **told))


def put_site_pages(folder: Folder, common: Common) -> None:
    """Put the pages of old archives into an export, if there are any."""
    found = queries.site_pages(GUEST).order_by("-kind", "-published", "title", "pk")
    if not found.exists():
        return
    common = common | {"section": "pages"}
    for path, pages, rows in in_pages(found, partial(list_page, "pages")):
        names = [Name(one.title, site_page(one.public_id), words=_KINDS[one.kind]) for one in rows]
        folder.put(path, page(path, "names", **common, heading="Pages", names=names, pages=pages))
        for one in rows:
            own = site_page(one.public_id)
            told = common | {"heading": one.title, "page": one, "kind": _KINDS[one.kind]}
            folder.put(own, page(own, "site_page", **told))


_KINDS = {"page": "Pages", "news": "News"}
