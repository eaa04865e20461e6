"""Taking works away: one in a format that takes a while, a series, a shelf, or all that a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Sum
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fanthology.archive.catalogue import gating, queries
from fanthology.archive.catalogue.standing import but_unwanted
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.downloads.formats import formats
from fanthology.archive.downloads.parcels import ask
from fanthology.archive.downloads.several import MOST, Wanted, check, is_soon, made_at_once
from fanthology.archive.reading.shelves import shelves_of, works_on
from fanthology.archive.reading.standing import standing_for
from fanthology.archive.search.answering import Paging
from fanthology.archive.search.query import LARGEST_PAGE
from fanthology.archive.tasks.queue import ask_for
from fanthology.fic.errors import FanthologyError

from ..addresses import work_address
from ..asking import for_those_who_keep
from ..crawlers import UNLISTED
from ..handing import PAPERS, as_download, owner_of, wanted_by
from ..listing import asked_of
from ..own_list import own_list
from ..viewing import viewer_of

_methods = require_http_methods(["GET", "HEAD", "POST"])


@_methods
def take_work(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    """One work with a reader's choices: a format that is ready soon is at its own address, any other is made beside
    the site. Raises BehindGateError for a work that has to be asked for first."""
    viewer = viewer_of(request)
    work = get_object_or_404(queries.works(viewer), public_id=public_id)
    gating.require_open(viewer, work)
    sent = request.POST if request.method == "POST" else request.GET
    wanted = replace(wanted_by(sent, work.display_title), title=work.display_title, each=False)
    if "format" in sent and wanted.ending in formats() and is_soon(wanted, 1, work.words):
        query = wanted.choices.query
        return redirect(f"{work_address(work)}/download.{wanted.ending}{'?' if query else ''}{query}")
    return _answer(request, viewer, [work.pk], wanted, back=work_address(work))


@_methods
def take_series(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A series in its order, without what the reader never wants to be shown."""
    viewer = viewer_of(request)
    found = get_object_or_404(queries.series(viewer), public_id=public_id)
    works = but_unwanted(queries.series_works(viewer, found), standing_for(viewer))
    numbers = list(works.values_list("pk", flat=True)[: MOST + 1])
    return _answer(request, viewer, numbers, wanted_by(request.POST, found.name), back=f"/series/{public_id}")


@_methods
@for_those_who_keep
def take_shelf(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One of the reader's own shelves, in its order."""
    viewer = viewer_of(request)
    shelf = get_object_or_404(shelves_of(viewer), public_id=public_id)
    numbers = list(works_on(viewer, shelf).values_list("pk", flat=True)[: MOST + 1])
    back = reverse("own-shelf", args=[public_id])
    return _answer(request, viewer, numbers, wanted_by(request.POST, shelf.name), back)


@_methods
def take_search(request: HttpRequest) -> HttpResponseBase:
    """What a search finds for this reader, in its order, by the query of the address."""
    viewer, asked = viewer_of(request), asked_of(request.GET)
    numbers: list[int] = []
    total = page = 0
    while page == 0 or len(numbers) < min(total, MOST):
        page += 1
        paged = replace(asked, paging=Paging(page, LARGEST_PAGE))
        found = own_list(viewer, paged, with_facets=False, with_snippets=False).results
        total = found.total
        if not found.hits:
            break
        numbers += [hit.work_id for hit in found.hits]
    title = f"Works about “{asked.text}”" if asked.text else "Works"
    wanted = wanted_by(request.POST, title)
    return _answer(request, viewer, numbers[:MOST], wanted, back=f"/works/?{asked.query}", of=total)


def _answer(
    request: HttpRequest, viewer: Viewer, numbers: Sequence[int], wanted: Wanted, back: str, of: int = 0
) -> HttpResponseBase:
    """The page that asks; or to a form, the file, or where it will be."""
    opened = gating.open_works(viewer).filter(pk__in=numbers)
    words = opened.aggregate(words=Sum("words"))["words"] or 0
    total = opened.count()
    problem = ""
    if request.method == "POST":
        try:
            check(wanted, total, words)
            if is_soon(wanted, total, words):
                return _at_once(viewer, numbers, wanted)
            made = ask(viewer, owner_of(request, begin=True), numbers, wanted)
            ask_for("parcels")
            return redirect("parcel", made.public_id)
        except FanthologyError as error:
            problem = str(error)
    context = {
        "section": "works",
        "problem": problem,
        "wanted": wanted,
        "choices": wanted.choices,
        "total": total,
        "words": words,
        "gated": len(numbers) - total,
        "of": of if of > MOST else 0,
        "most": MOST,
        "one": total == 1,
        "formats": [(ending, one.label, one.holds_many) for ending, one in formats().items()],
        "papers": PAPERS,
        "back": back,
        "next": request.get_full_path(),
        "robots": UNLISTED,
    }
    return render(request, "web/take.html", context, status=400 if problem else 200)


def _at_once(viewer: Viewer, numbers: Sequence[int], wanted: Wanted) -> HttpResponseBase:
    return as_download(made_at_once(viewer, numbers, wanted), wanted.file_name(), wanted.media_type)
