"""A reader's own shelves: the list, one shelf, and on which of them a work stands."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading import shelves
from fanthology.archive.reading.models import Shelf
from fanthology.fic.errors import FanthologyError

from ..addresses import work_address
from ..asking import for_those_who_keep
from ..paging import WORKS, page_of
from ..rows import rows_of
from ..viewing import viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_keep
def own_shelves(request: HttpRequest) -> HttpResponseBase:
    """The viewer's shelves; posted, another one is made (``name``)."""
    viewer = viewer_of(request)
    if request.method == "POST":
        made = shelves.make_shelf(viewer.user_id, request.POST.get("name", ""))
        return redirect("own-shelf", made.public_id)
    context = {"section": "own-shelves", "shelves": list(shelves.shelves_of(viewer))}
    return render(request, "web/own_shelves.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_keep
def own_shelf(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One shelf. Posted, ``decision`` is rename (``name``), delete; or up, off, of a ``work``."""
    viewer = viewer_of(request)
    shelf = get_object_or_404(shelves.shelves_of(viewer), public_id=public_id)
    if request.method == "POST":
        return _decide(request, viewer, shelf)
    works, pages = page_of(request, shelves.works_on(viewer, shelf), WORKS)
    context = {"section": "own-shelves", "shelf": shelf, "rows": rows_of(viewer, works), "pages": pages}
    return render(request, "web/own_shelf.html", context)


@require_POST
@for_those_who_keep
def shelve(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    """Have a work stand on the shelves that are ticked (``shelf``), and on a new one if it has a ``name``."""
    viewer = viewer_of(request)
    work = get_object_or_404(queries.works(viewer), public_id=public_id)
    chosen = set(request.POST.getlist("shelf"))
    if request.POST.get("name", "").strip():
        chosen.add(shelves.make_shelf(viewer.user_id, request.POST["name"]).public_id)
    shelves.put_only_on(viewer, work, chosen)
    messages.success(request, "Done.")
    return redirect(f"{work_address(work)}#shelves")


def _decide(request: HttpRequest, viewer: Viewer, shelf: Shelf) -> HttpResponseBase:
    decision = request.POST.get("decision", "")
    if decision == "rename":
        shelves.rename_shelf(shelf, request.POST.get("name", ""))
    elif decision == "delete":
        shelf.delete()
        messages.success(request, f"The shelf “{shelf.name}” is gone. Its works are where they were.")
        return redirect("own-shelves")
    elif decision in ("up", "off"):
        work = get_object_or_404(queries.works(viewer), public_id=request.POST.get("work", ""))
        (shelves.move_up if decision == "up" else shelves.take_off)(shelf, work)
    else:
        raise FanthologyError("There is nothing of that kind to do with a shelf.")
    return redirect("own-shelf", shelf.public_id)
