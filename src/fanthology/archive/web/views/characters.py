"""Characters: a list, and a page for each that says who it is and who else bears the name."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.canon import names
from fanthology.archive.catalogue.models import Tag, TagKind
from fanthology.archive.catalogue.standing import but_unwanted
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading.standing import standing_for
from fanthology.fic.canon import Character, Fandom

from ..paging import NAMES, WORKS, page_of
from ..rows import rows_of
from ..viewing import viewer_of

_GENDERS = {"female": "a woman", "male": "a man", "other": "neither man nor woman", None: "someone"}
_MOST_NAMESAKES = 12


def characters(request: HttpRequest) -> HttpResponse:
    rows, pages = page_of(
        request, queries.tags(viewer_of(request), TagKind.CHARACTER).order_by(Lower("name"), "pk"), NAMES
    )
    context = {
        "section": "characters",
        "heading": "Characters",
        "one": "character",
        "many": "characters",
        "empty": "No work names its characters yet.",
        "rows": [
            {
                "name": row.name,
                "address": reverse("character", args=[row.public_id]),
                "count": getattr(row, "work_count", 0),
            }
            for row in rows
        ],
        "pages": pages,
        "total": pages.total,
    }
    return render(request, "web/names.html", context)


def character(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A synonym leads to its canonical tag."""
    viewer = viewer_of(request)
    synonym = Tag.objects.filter(public_id=public_id, kind=TagKind.CHARACTER, canonical__isnull=False).first()
    if synonym is not None and synonym.canonical is not None:
        return redirect("character", synonym.canonical.public_id)
    tag = get_object_or_404(queries.tags(viewer, TagKind.CHARACTER), public_id=public_id)
    found = but_unwanted(queries.works_tagged(viewer, tag), standing_for(viewer)).order_by("-added_at", "-id")
    works, pages = page_of(request, found, WORKS)
    who = names().who(tag.name)
    context = {
        "section": "characters",
        "tag": tag,
        "above": queries.tags_above(viewer, tag),
        "who": [_who(fandom, one) for fandom, one in who],
        "namesakes": _namesakes(viewer, tag.name, who),
        "rows": rows_of(viewer, works),
        "pages": pages,
        "total": pages.total,
    }
    return render(request, "web/character.html", context)


def _who(fandom: Fandom, one: Character) -> dict[str, str]:
    called = ", ".join(name for name in (*one.aliases, *one.weak) if name not in one.name)
    return {"words": f"{_GENDERS[one.gender].capitalize()} of {fandom.name}.", "called": called}


def _namesakes(viewer: Viewer, name: str, who: Iterable[tuple[Fandom, Character]]) -> list[dict[str, str]]:
    """Those who bear one of the names elsewhere; where the tag itself is nobody's, everyone it may mean."""
    known = list(who)
    others = [pair for _, one in known for pair in names().namesakes(one)] or names().called(name)
    found = {one.name: fandom.name for fandom, one in others if (fandom, one) not in known}
    shown = dict(queries.tags(viewer, TagKind.CHARACTER).filter(name__in=found).values_list("name", "public_id"))
    return [
        {"name": one, "fandom": fandom, "address": reverse("character", args=[shown[one]]) if one in shown else ""}
        for one, fandom in sorted(found.items())[:_MOST_NAMESAKES]
    ]
