"""The page of a tag: what it is, what belongs to it, and its works. Fandoms and characters have their own addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Tag, TagKind
from fanthology.archive.catalogue.standing import NOTHING, but_unwanted
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading.standing import standing_for

from .. import counting
from ..addresses import tag_address
from ..paging import WORKS, page_of
from ..persons import persons
from ..rows import rows_of
from ..viewing import viewer_of

_MOST = 60
"""So many other names are listed, and so many of what belongs to a tag, those of the most works."""
_MANY = {
    TagKind.FANDOM: "Fandoms",
    TagKind.CHARACTER: "Characters",
    TagKind.RELATIONSHIP: "Relationships",
    TagKind.FREEFORM: "Tags",
    TagKind.WARNING: "Warnings",
    TagKind.CATEGORY: "Categories",
}
_INFERRED = (TagKind.FANDOM, TagKind.CHARACTER, TagKind.RELATIONSHIP)


def tag(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The page of a tag, or the way to where that is."""
    viewer = viewer_of(request)
    found = seen_tag(viewer, public_id)
    if request.path != tag_address(found):
        return redirect(tag_address(found))
    standing = standing_for(viewer)
    borne = but_unwanted(queries.works_tagged(viewer, found), standing)
    total = counting.of_tag(viewer, found) if standing == NOTHING else None
    works, pages = page_of(request, borne.order_by("-added_at", "-id"), WORKS, total)
    context = {
        "section": {TagKind.FANDOM: "fandoms", TagKind.CHARACTER: "characters"}.get(TagKind(found.kind), ""),
        "tag": found,
        "filter": f"{'fandom' if found.kind == TagKind.FANDOM else 'tag'}={found.public_id}",
        "inferred": found.kind in _INFERRED,
        "synonyms": queries.synonyms(viewer, found)[:_MOST],
        "relations": list(_relations(viewer, found)),
        "rows": rows_of(viewer, works),
        "pages": pages,
        "total": pages.total,
        **(persons(viewer, found) if found.kind == TagKind.CHARACTER else {}),
    }
    return render(request, "web/tag.html", context)


def seen_tag(viewer: Viewer, public_id: str, kind: TagKind | None = None) -> Tag:
    """The tag of that id, or what it is a synonym of. Raises Http404 unless it is on a work this viewer may see."""
    meant = Tag.objects.filter(public_id=public_id).select_related("canonical").first()
    found = queries.tags(viewer, kind).filter(pk=meant.shown.pk).first() if meant else None
    if found is None:
        raise Http404
    return found


def _relations(viewer: Viewer, found: Tag) -> Iterator[dict[str, Any]]:
    """What a tag belongs to and what belongs to it, under headings: wider and narrower tags are of its own kind."""
    above = list(queries.tags_above(viewer, found))
    yield from _group("Part of", [one for one in above if one.kind == found.kind])
    yield from _group("Belongs to", [one for one in above if one.kind != found.kind])
    below = set(found.children.values_list("tag__kind", flat=True).distinct())
    for kind in (one for one in TagKind if one in below):
        heading = "Takes in" if kind == found.kind else _MANY[kind]
        yield from _group(heading, counting.commonest_below(viewer, found, kind, _MOST))


def _group(heading: str, tags: Sequence[Tag]) -> Iterator[dict[str, Any]]:
    if tags:
        rows = [
            {"name": one.name, "address": tag_address(one), "count": getattr(one, "work_count", None)} for one in tags
        ]
        yield {"heading": heading, "rows": rows, "cut": len(tags) == _MOST}
