"""The catalogue for e-readers: see `catalogues` for which there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import TagKind, Work
from fanthology.archive.catalogue.standing import but_unwanted
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.feeds import opds1, opds2
from fanthology.archive.feeds.opds import Leading, Page, Place
from fanthology.archive.feeds.urns import urn_of
from fanthology.archive.reading.marks import works_marked
from fanthology.archive.reading.models import Mark
from fanthology.archive.reading.standing import standing_for
from fanthology.archive.search.answering import Paging
from fanthology.archive.search.query import NO_SUCH_PLACE, Results

from ..bearing import authentication_document
from ..catalogues import Catalogue
from ..crawlers import UNLISTED
from ..faceting import facets_of, named_of
from ..keyset import asked_after, page_after
from ..listing import Asked, asked_of
from ..outside import site_root
from ..own_list import own_list
from ..paging import asked_page
from ..publications import publications
from ..viewing import viewer_of
from .work import download as work_download
from .works import pages_of

SIZE = 50
"""Works on a page, and names."""
_FACETS = ("fandom", "rating", "language", "status", "length")
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of name: what its list is called, the names a viewer may see, and where one leads."""

    title: str
    names: Callable[[Viewer], QuerySet[Any]]
    leads: str


_KINDS: dict[str, _Kind] = {
    "fandoms": _Kind("Fandoms", lambda viewer: queries.tags(viewer, TagKind.FANDOM), "works?fandom="),
    "characters": _Kind("Characters", lambda viewer: queries.tags(viewer, TagKind.CHARACTER), "works?character="),
    "creators": _Kind("Creators", queries.creators, "works?creator="),
    "series": _Kind("Series", queries.series, "series/"),
}


@require_safe
def start(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """The first page: where everything is."""
    base = _base(request, catalogue)
    leading = [
        ("works", "All works", "works?sort=title", True),
        ("new", "New works", "works?sort=added", True),
        ("updated", "Lately updated", "works?sort=updated", True),
        *((kind, one.title, f"names/{kind}", False) for kind, one in _KINDS.items()),
    ]
    if viewer_of(request).is_registered:
        leading += [(state, f"My reading: {words}", f"marked/{state}", True) for state, words in Mark.State.choices]
    page = _page(request, catalogue, "start", "Fanthology")
    entries = tuple(
        Leading(urn_of(f"opds:{name}"), title, f"{base}/{path}", works=works) for name, title, path, works in leading
    )
    return _answer(catalogue, replace(page, leading=entries, up=""))


@require_safe
def works(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """What the list of works shows for the same query, fifty at a time, with a few of its facets."""
    viewer = viewer_of(request)
    asked = asked_of(request.GET)
    asked = replace(asked, paging=replace(asked.paging, size=SIZE))
    results = _found(viewer, asked)
    base = _base(request, catalogue)
    pages = pages_of(asked, results)
    here = f"{base}/works"
    before, after = pages.to_previous or asked.at(pages.previous), pages.to_next or asked.at(pages.next)
    place = Place(
        size=SIZE,
        total=results.total,
        number=pages.number,
        previous=f"{here}{before}" if pages.number > 1 else "",
        next=f"{here}{after}" if pages.number < pages.last else "",
    )
    names = named_of(viewer, asked.filters.include)
    words = [f"“{asked.text}”"] if asked.text else []
    title = ", ".join([*words, *names.values()]) or "Works"
    page = _page(request, catalogue, f"works:{asked.query}", title)
    page = replace(page, facets=facets_of(asked, results, names, _FACETS, here), problem=results.problem or "")
    return _listed(request, catalogue, page, results.works, place)


@require_safe
def work(request: HttpRequest, catalogue: Catalogue, public_id: str) -> HttpResponse:
    """One work by itself."""
    viewer = viewer_of(request)
    found = get_object_or_404(queries.works(viewer), public_id=public_id)
    (one,) = publications(viewer, [found], site_root(request), _base(request, catalogue))
    if catalogue.version == 2:
        return _unlisted(HttpResponse(opds2.write_publication(one), content_type=opds2.PUBLICATION_TYPE))
    return _unlisted(HttpResponse(opds1.write_entry(one), content_type=f"{opds1.ENTRY_TYPE};charset=utf-8"))


@require_safe
def names(request: HttpRequest, catalogue: Catalogue, kind: str) -> HttpResponse:
    """All fandoms, characters, creators or series by name; ``after`` is the id of the one that a page comes after."""
    if kind not in _KINDS:
        raise Http404
    of, base, here = _KINDS[kind], _base(request, catalogue), f"names/{kind}"
    rows, last = page_after(of.names(viewer_of(request)), "sort_name", asked_after(request), SIZE)
    entries = tuple(
        Leading(urn_of(f"{kind}:{row.public_id}"), row.name, f"{base}/{of.leads}{row.public_id}") for row in rows
    )
    more = f"{base}/{here}?after={last}" if last else ""
    page = _page(request, catalogue, f"names:{kind}", of.title)
    return _answer(catalogue, replace(page, leading=entries, place=Place(SIZE, next=more)))


@require_safe
def series(request: HttpRequest, catalogue: Catalogue, public_id: str) -> HttpResponse:
    """The works of a series in its order."""
    viewer = viewer_of(request)
    found = get_object_or_404(queries.series(viewer), public_id=public_id)
    rows = but_unwanted(queries.series_works(viewer, found), standing_for(viewer))
    return _part_of(request, catalogue, (f"series:{public_id}", found.name, f"series/{public_id}"), rows)


@require_safe
def marked(request: HttpRequest, catalogue: Catalogue, state: str) -> HttpResponse:
    """The works that bear one of the reader's own marks."""
    viewer = viewer_of(request)
    if state not in Mark.State.values or not viewer.is_registered:
        raise Http404
    title = f"My reading: {Mark.State(state).label}"
    return _part_of(request, catalogue, (f"marked:{state}", title, f"marked/{state}"), works_marked(viewer, state))


@require_safe
def download(request: HttpRequest, catalogue: Catalogue, public_id: str, ending: str) -> HttpResponseBase:
    """A work as a file."""
    return work_download(request, public_id, "", ending)


@require_safe
def search_description(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """How the catalogue is searched."""
    data = opds1.write_search_description(f"{_base(request, catalogue)}/works?q={{searchTerms}}")
    return _unlisted(HttpResponse(data, content_type=opds1.SEARCH_TYPE))


@require_safe
def authentication(request: HttpRequest) -> HttpResponse:
    """How an e-reader comes in."""
    return _unlisted(authentication_document(request))


def _found(viewer: Viewer, asked: Asked) -> Results:
    """A page of works. If the work that it began behind was withdrawn meanwhile, it is the page of that number: else
    whoever follows the pages would begin anew and never end."""
    results = own_list(viewer, asked, with_snippets=False, with_facets=_FACETS).results
    if any(one.sentence == NO_SUCH_PLACE for one in results.problems):
        asked = replace(asked, paging=Paging(asked.paging.page, SIZE))
        results = own_list(viewer, asked, with_snippets=False, with_facets=_FACETS).results
    return results


def _part_of(
    request: HttpRequest, catalogue: Catalogue, about: tuple[str, str, str], found: QuerySet[Work]
) -> HttpResponse:
    """A page of works that the database finds; ``about`` is an id, a title and the path in the catalogue."""
    name, title, path = about
    number = asked_page(request)
    rows = list(found[(number - 1) * SIZE : number * SIZE + 1])
    here = f"{_base(request, catalogue)}/{path}?page="
    place = Place(
        SIZE,
        number=number,
        previous=f"{here}{number - 1}" if number > 1 else "",
        next=f"{here}{number + 1}" if len(rows) > SIZE else "",
    )
    return _listed(request, catalogue, _page(request, catalogue, name, title), rows[:SIZE], place)


def _listed(
    request: HttpRequest, catalogue: Catalogue, page: Page, works: Sequence[Work], place: Place
) -> HttpResponse:
    found = publications(viewer_of(request), works, site_root(request), _base(request, catalogue))
    updated = max((one.updated for one in found), default=_NEVER)
    return _answer(catalogue, replace(page, publications=found, place=place, updated=updated, lists_works=True))


def _page(request: HttpRequest, catalogue: Catalogue, name: str, title: str) -> Page:
    """A page without anything on it."""
    root, base = site_root(request), _base(request, catalogue)
    return Page(
        id=urn_of(f"opds:{name}"),
        title=title,
        address=f"{root}{request.get_full_path()}",
        start=base,
        search=f"{base}/search.xml" if catalogue.version == 1 else f"{base}/works{{?q}}",
        authentication=f"{root}{reverse('opds-authentication')}",
        updated=_NEVER,
        up=base,
    )


def _base(request: HttpRequest, catalogue: Catalogue) -> str:
    return f"{site_root(request)}/{catalogue.path}"


def _answer(catalogue: Catalogue, page: Page) -> HttpResponse:
    if catalogue.version == 2:
        return _unlisted(HttpResponse(opds2.write_opds2(page), content_type=opds2.MEDIA_TYPE))
    return _unlisted(HttpResponse(opds1.write_opds1(page), content_type=opds1.media_type(page)))


def _unlisted(answer: HttpResponse) -> HttpResponse:
    answer.headers["X-Robots-Tag"] = UNLISTED
    return answer
