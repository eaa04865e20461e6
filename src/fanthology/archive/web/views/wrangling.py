"""The keeper's page of tags: what the machine proposes to join, what was joined, and joining by hand."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from fanthology.archive.catalogue import wrangling as tags
from fanthology.archive.catalogue.canon import names
from fanthology.archive.catalogue.models import Tag, TagKind, TagParent
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.fic.errors import FanthologyError

from ..asking import back, for_those_who_may, helper_of
from ..paging import page_of

PAGE = 200
_MOST_PARENTS = 500


@for_those_who_may("tags")
def wrangling(request: HttpRequest) -> HttpResponseBase:
    """What is proposed, each with a number of works; with ``show=joined`` what was joined, with ``show=fandoms`` which
    characters would belong to which fandoms."""
    lists = {"joined": _made, "fandoms": _belonging}
    show = request.GET.get("show", "")
    rows, pages = page_of(request, lists.get(show, _proposed)(helper_of(request, "tags")), PAGE)
    parents = TagParent.objects.select_related("tag", "parent").order_by("parent__name", "tag__name")
    context = {
        "section": "wrangling",
        "show": show if show in lists else "",
        "rows": rows,
        "pages": pages,
        "kinds": TagKind.choices,
        "parents": parents[:_MOST_PARENTS],
    }
    return render(request, "web/wrangling.html", context)


@require_POST
@for_those_who_may("tags")
def decide(request: HttpRequest) -> HttpResponseBase:
    """``decision`` is join, part or belong of the tags that are ticked; synonym or metatag of two that are named;
    unparent."""
    keeper = helper_of(request, "tags")
    decision = request.POST.get("decision", "")
    if decision == "join":
        messages.success(request, f"{_join(request, keeper):,} joined.")
    elif decision == "part":
        chosen = Tag.objects.filter(public_id__in=request.POST.getlist("tag"))
        messages.success(request, f"{tags.part_synonyms(chosen, keeper):,} parted.")
    elif decision == "belong":
        messages.success(request, f"{_belong(request, keeper):,} put under their fandoms.")
    elif decision in ("synonym", "metatag"):
        _by_hand(request, keeper, decision)
        messages.success(request, "Done.")
    elif decision == "unparent":
        number = request.POST.get("relation", "")
        relation = get_object_or_404(TagParent, pk=int(number) if number.isascii() and number.isdecimal() else 0)
        tags.take_from_under(relation, keeper)
        messages.success(request, "Undone.")
    return redirect(back(request, "wrangling"))


def _proposed(keeper: Viewer) -> list[dict[str, object]]:
    return [
        {"tag": one.tag, "canonical": one.canonical, "works": one.works, "value": one.tag.public_id}
        for one in tags.proposed_synonyms(names(), keeper)
    ]


def _belonging(keeper: Viewer) -> list[dict[str, object]]:
    return [
        {"tag": one.tag, "canonical": one.parent, "works": one.works, "value": _pair(one)}
        for one in tags.proposed_parents(names(), keeper)
    ]


def _pair(one: tags.ProposedParent) -> str:
    return f"{one.tag.public_id} {one.parent.public_id}"


def _belong(request: HttpRequest, keeper: Viewer) -> int:
    """Put what is ticked under its fandom, as it is proposed now."""
    chosen = set(request.POST.getlist("tag"))
    under: dict[Tag, list[Tag]] = defaultdict(list)
    for one in tags.proposed_parents(names(), keeper):
        if _pair(one) in chosen:
            under[one.parent].append(one.tag)
    return sum(tags.put_under(those, fandom, TagParent.Kind.PARENT, keeper) for fandom, those in under.items())


def _made(keeper: Viewer) -> list[dict[str, object]]:
    joined = (
        Tag.objects.filter(canonical__isnull=False).select_related("canonical").annotate(works_of=Count("taggings"))
    )
    return [
        {"tag": one, "canonical": one.canonical, "works": one.works_of, "value": one.public_id}
        for one in joined.order_by("-joined_at", "name")
    ]


def _join(request: HttpRequest, keeper: Viewer) -> int:
    """Join what is ticked, as it is proposed now."""
    chosen = set(request.POST.getlist("tag"))
    wanted: dict[tuple[str, str], list[Tag]] = defaultdict(list)
    for one in tags.proposed_synonyms(names(), keeper):
        if one.tag.public_id in chosen:
            wanted[one.tag.kind, one.canonical].append(one.tag)
    joined = 0
    for (kind, canonical), those in wanted.items():
        joined += tags.make_synonyms(those, Tag.objects.get_or_create(kind=kind, name=canonical)[0], keeper)
    return joined


def _by_hand(request: HttpRequest, keeper: Viewer, decision: str) -> None:
    kind = request.POST.get("kind", "")
    name, other = (" ".join(request.POST.get(one, "").split()) for one in ("name", "other"))
    tag = Tag.objects.filter(kind=kind, name=name).first()
    if tag is None:
        raise FanthologyError(f"No work has the tag “{name}” of that kind. It must be written as it stands there.")
    if not other:
        raise FanthologyError("A second tag is needed.")
    target, _ = Tag.objects.get_or_create(kind=kind, name=other)
    if decision == "synonym":
        tags.make_synonyms([tag], target, keeper)
    else:
        tags.put_under([tag], target, TagParent.Kind.METATAG, keeper)
