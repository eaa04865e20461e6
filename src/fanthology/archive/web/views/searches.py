"""A reader's saved searches: the list, looking at one, and its feed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading import searches as kept
from fanthology.archive.reading.models import LONGEST_QUERY, SavedSearch
from fanthology.fic.errors import FanthologyError

from ..asking import for_those_who_keep
from ..listing import asked_of
from ..saved import feed_of, new_in, owner_of
from ..viewing import viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_keep
def searches(request: HttpRequest) -> HttpResponseBase:
    """``decision`` is save (a ``query`` as ``name``); or rename, up, renew or delete, of the one that is ``search``."""
    viewer = viewer_of(request)
    if request.method != "POST":
        return _page(request, viewer)
    decision, name = request.POST.get("decision", ""), request.POST.get("name", "")
    try:
        if decision == "save":
            kept.save(viewer.user_id, name, request.POST.get("query", ""))
        else:
            one = get_object_or_404(kept.searches_of(viewer.user_id), public_id=request.POST.get("search", ""))
            _decide(one, decision, name)
    except FanthologyError as error:
        return _page(request, viewer, str(error), status=400)
    messages.success(request, "Done.")
    return redirect("searches")


@require_safe
@for_those_who_keep
def look(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Look at what a search finds; with ``new``, what came last comes first. What was new is so no more."""
    one = get_object_or_404(kept.searches_of(viewer_of(request).user_id), public_id=public_id)
    if request.method == "GET":
        kept.look_at(one)
    asked = asked_of(QueryDict(one.query))
    query = asked.ordered("added").query if request.GET.get("new") == "1" else one.query
    return redirect(f"{reverse('works')}?{query}")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A search's newest works, for whoever knows the token. Raises Http404 if its owner may not see anything."""
    one = get_object_or_404(SavedSearch.objects.select_related("user"), token=token)
    owner = owner_of(request, one)
    if owner is None:
        raise Http404
    return feed_of(request, one, owner)


def _decide(one: SavedSearch, decision: str, name: str) -> None:
    if decision == "rename":
        kept.rename(one, name)
    elif decision == "up":
        kept.move_up(one)
    elif decision == "renew":
        kept.renew(one)
    elif decision == "delete":
        one.delete()
    else:
        raise FanthologyError("There is nothing of that kind to do with a search.")


def _page(request: HttpRequest, viewer: Viewer, problem: str = "", status: int = 200) -> HttpResponseBase:
    mine = list(kept.searches_of(viewer.user_id))
    new = new_in(viewer, mine)
    context = {
        "section": "searches",
        "problem": problem,
        "typed": request.POST if problem and request.POST.get("decision") == "save" else {},
        "longest": LONGEST_QUERY,
        "rows": [
            {
                "search": one,
                "new": new[one.pk],
                "words": _words(one),
                "feed": request.build_absolute_uri(reverse("feed", args=[one.token])),
            }
            for one in mine
        ],
    }
    return render(request, "web/searches.html", context, status=status)


def _words(one: SavedSearch) -> str:
    """What a search asks for, in short."""
    asked = asked_of(QueryDict(one.query))
    filters = len(asked.filters.include) + len(asked.filters.exclude)
    told = [f"“{asked.text}”"] if asked.text else []
    told += [f"{filters} filter{'s' if filters > 1 else ''}"] if filters else []
    return ", ".join(told) or "all works"
