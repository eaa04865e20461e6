"""A reader's standing filters: what no list shows them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Creator, Tag, TagKind
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading import filters as chosen
from fanthology.archive.reading.models import StandingFilter
from fanthology.archive.telling.words import language_name
from fanthology.fic.errors import FanthologyError
from fanthology.fic.story import RATINGS

from ..addresses import work_address
from ..asking import for_those_who_keep
from ..viewing import viewer_of

_LABELS = {
    "fandom": "A fandom",
    "character": "A character",
    "relationship": "A relationship",
    "freeform": "An additional tag",
    "creator": "A creator",
}
"""What can be left out by its name, and the kind by which names are suggested."""
_LONGEST_NAME = 500
_Kind = StandingFilter.Kind


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_keep
def filters(request: HttpRequest) -> HttpResponseBase:
    """``decision`` is add (of names), choose (ratings, and what was read) or take (one away)."""
    viewer = viewer_of(request)
    if request.method != "POST":
        return _page(request, viewer)
    decision = request.POST.get("decision", "")
    if decision == "add":
        return _add(request, viewer)
    if decision == "choose":
        chosen.choose(viewer.user_id, request.POST.getlist("rating"), request.POST.get("read") == "1")
    elif decision == "take":
        number = request.POST.get("filter", "")
        chosen.take_away(viewer.user_id, int(number) if number.isascii() and number.isdecimal() else 0)
    else:
        raise FanthologyError("There is nothing of that kind to do with filters.")
    messages.success(request, "Done.")
    return redirect("filters")


@require_POST
@for_those_who_keep
def never(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    """Leave out what is ticked on a work's page: itself (``work``), some of its creators and tags."""
    viewer = viewer_of(request)
    work = get_object_or_404(queries.works(viewer), public_id=public_id)
    names, ids = request.POST.getlist("tag"), request.POST.getlist("creator")
    tags = Tag.objects.filter(public_id__in=names).filter(Q(taggings__work=work) | Q(synonyms__taggings__work=work))
    number = chosen.never_show(
        viewer.user_id,
        works=[work] if request.POST.get("work") == "1" else [],
        creators=Creator.objects.filter(public_id__in=ids, credits__work=work).distinct(),
        tags=tags.distinct(),
    )
    messages.success(request, "Lists leave that out from now on." if number else "Nothing changed: tick something.")
    return redirect(work_address(work))


def _add(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    """Take in every name that is known; for the others the form is shown again, with what is wrong."""
    typed = {kind: " ".join(request.POST.get(kind, "").split())[:_LONGEST_NAME] for kind in (*_LABELS, "language")}
    wrong: dict[str, str] = {}
    for kind, name in typed.items():
        if name:
            try:
                _take_in(viewer, kind, name)
            except FanthologyError as error:
                wrong[kind] = str(error)
    if wrong:
        return _page(request, viewer, {kind: typed[kind] for kind in wrong}, wrong, status=400)
    messages.success(request, "Done." if any(typed.values()) else "Nothing changed: write a name.")
    return redirect("filters")


def _take_in(viewer: Viewer, kind: str, name: str) -> None:
    if kind == "creator":
        chosen.never_show(viewer.user_id, creators=[chosen.creator_called(viewer, name)])
    elif kind == "language":
        chosen.want_language(viewer.user_id, chosen.language_called(viewer, name))
    else:
        chosen.never_show(viewer.user_id, tags=[chosen.tag_called(viewer, TagKind(kind), name)])


def _page(
    request: HttpRequest,
    viewer: Viewer,
    typed: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    mine = list(chosen.filters_of(viewer.user_id))
    fields = [
        {"kind": kind, "label": label, "typed": (typed or {}).get(kind, ""), "wrong": (wrong or {}).get(kind, "")}
        for kind, label in (*_LABELS.items(), ("language", "A language"))
    ]
    unwanted = {one.value for one in mine if one.kind == _Kind.RATING}
    context = {
        "section": "filters",
        "names": fields[:-1],
        "language": fields[-1],
        "left_out": _listed(viewer, mine),
        "languages": [{"pk": one.pk, "name": language_name(one.value)} for one in mine if one.kind == _Kind.LANGUAGE],
        "ratings": [(rating, rating in unwanted) for rating in RATINGS],
        "hide_read": any(one.kind == _Kind.READ for one in mine),
    }
    return render(request, "web/filters.html", context, status=status)


def _listed(viewer: Viewer, mine: list[StandingFilter]) -> list[dict[str, object]]:
    """The tags, creators and works that are left out. What the viewer may not see any more is not named."""
    works = queries.works(viewer).in_bulk([one.work_id for one in mine if one.work_id])
    creators = queries.creators(viewer).in_bulk([one.creator_id for one in mine if one.creator_id])

    def work(one: StandingFilter) -> tuple[str, str]:
        found = works.get(one.work_id or 0)
        return ("a work", found.display_title) if found else ("a work", "one that is not shown any more")

    def creator(one: StandingFilter) -> tuple[str, str]:
        found = creators.get(one.creator_id or 0)
        return ("a creator", found.name) if found else ("a creator", "one of whom nothing is shown any more")

    def tag(one: StandingFilter) -> tuple[str, str]:
        if one.tag is None:
            raise TypeError("a filter of a tag has one")
        meant = one.tag.shown
        return (
            f"a {chosen.TAG_WORDS[meant.kind]}",
            one.tag.name if meant == one.tag else f"{one.tag.name}, which is {meant.name} now",
        )

    told: dict[str, Callable[[StandingFilter], tuple[str, str]]]
    told = {_Kind.TAG: tag, _Kind.CREATOR: creator, _Kind.WORK: work}
    rows = [(one.pk, *told[one.kind](one)) for one in mine if one.kind in told]
    return [{"pk": pk, "kind": kind, "name": name} for pk, kind, name in sorted(rows, key=lambda row: row[1:])]
