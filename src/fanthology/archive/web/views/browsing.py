"""The lists of names: fandoms by medium, characters, creators, series, all of them by letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.media import media_of
from fanthology.archive.catalogue.models import TagKind
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.telling.media import MEDIA

from .. import counting
from ..alphabet import LETTERS, Lettered, Name, Names, by_letter, letters_of
from ..paging import NAMES, page_of
from ..remembering import remembered
from ..viewing import viewer_of

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of name: what its list is called and says, the address of one, and how its works are counted."""

    section: str
    heading: str
    one: str
    many: str
    empty: str
    view: str
    count: Callable[[Viewer, Sequence[int]], counting.Counts]


_CREATORS = Kind(
    "creators", "Creators", "creator", "creators", "Nobody is credited yet.", "creator", counting.of_creators
)
_FANDOMS = Kind("fandoms", "Fandoms", "fandom", "fandoms", "No work names its fandom yet.", "fandom", counting.of_tags)
_CHARACTERS = Kind(
    "characters",
    "Characters",
    "character",
    "characters",
    "No work names its characters yet.",
    "character",
    counting.of_tags,
)
_SERIES = Kind("series", "Series", "series", "series", "No work names a series yet.", "series", counting.of_series)


def creators(request: HttpRequest) -> HttpResponse:
    return _names(request, _CREATORS, queries.creators(viewer_of(request)).order_by("sort_name", "pk"))


def characters(request: HttpRequest) -> HttpResponse:
    found = queries.tags(viewer_of(request), TagKind.CHARACTER)
    return _names(request, _CHARACTERS, found.order_by("sort_name", "pk"))


def series_list(request: HttpRequest) -> HttpResponse:
    return _names(request, _SERIES, queries.series(viewer_of(request)).order_by("sort_name", "pk"))


def fandoms(request: HttpRequest) -> HttpResponse:
    """All of them are fetched, by one query, as the database does not know what they are told in."""
    viewer = viewer_of(request)
    found = remembered(viewer, "fandoms", lambda: _every_fandom(viewer))
    media = media_of((one.pk, one.name) for one in found)
    asked = request.GET.get("medium", "")
    shown = [one for one in found if media[one.pk] == asked] if asked in MEDIA else found
    sizes = Counter(media.values())
    choices = [
        {"name": name, "label": label, "size": sizes[name], "current": name == asked}
        for name, label in MEDIA.items()
        if sizes[name]
    ]
    medium = next((label for name, label in MEDIA.items() if name == asked), "")
    return _names(request, _FANDOMS, shown, media=choices, medium=medium, of_all_media=len(found))


def _every_fandom(viewer: Viewer) -> list[Name]:
    rows = queries.tags(viewer, TagKind.FANDOM).order_by("sort_name", "pk")
    return [Name(*row) for row in rows.values_list("pk", "public_id", "name", "sort_name")]


def _names(request: HttpRequest, kind: Kind, found: Names, **more: Any) -> HttpResponse:
    viewer = viewer_of(request)
    part = by_letter(request, found, _found_before(viewer, kind, "letters", found, letters_of))
    total = _found_before(viewer, kind, part.letter, part.found, _size)
    rows, pages = page_of(request, part.found, NAMES, total)
    shown = [row.pk for row in rows]
    counts = kind.count(viewer, shown)
    context = {
        "section": kind.section,
        "kind": kind,
        "rows": [
            {"name": row.name, "address": reverse(kind.view, args=[row.public_id]), "count": counts.get(row.pk, 0)}
            for row in rows
        ],
        "pages": pages,
        "total": pages.total,
        "under": LETTERS.get(part.letter, ""),
        "letters": _letters(part),
        "is_short": part.is_short,
    }
    return render(request, "web/names.html", context | more)


def _found_before(viewer: Viewer, kind: Kind, what: str, found: Names, find: Callable[[Names], _T]) -> _T:
    """What takes the database long is remembered; what is a list already is looked through again."""
    if isinstance(found, list):
        return find(found)
    return remembered(viewer, (kind.section, what), lambda: find(found))


def _size(found: Names) -> int:
    return len(found) if isinstance(found, list) else found.count()


def _letters(part: Lettered) -> list[dict[str, object]]:
    """None where there is nothing to choose."""
    if len(part.letters) < 2 and not part.letter:
        return []
    return [{"name": one, "label": LETTERS[one], "current": one == part.letter} for one in part.letters]
