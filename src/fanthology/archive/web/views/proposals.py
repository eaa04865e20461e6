"""The keeper's page of works that may belong together: looked at side by side, accepted, refused, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.gathering import show_edition, take_apart
from fanthology.archive.catalogue.models import Edition, Proposal, Work
from fanthology.archive.catalogue.proposing import accept, refuse, take_back
from fanthology.archive.intake.enrich import enrich_works
from fanthology.fic.gathering.compare import MOST_PARAGRAPHS, compare
from fanthology.fic.writers.naming import block_text

from ..addresses import work_address
from ..asking import back, for_those_who_may, helper_of
from ..paging import page_of

PAGE = 30


@for_those_who_may("decide")
def proposals(request: HttpRequest) -> HttpResponseBase:
    every = queries.proposals(helper_of(request, "decide"))
    decided = request.GET.get("decided") == "1"
    found = every.exclude(state=Proposal.State.OPEN) if decided else every.filter(state=Proposal.State.OPEN)
    rows, pages = page_of(request, found.order_by("-decided_at" if decided else "kind", "-made_at", "pk"), PAGE)
    context = {
        "section": "proposals",
        "rows": [_row(one) for one in rows],
        "pages": pages,
        "total": pages.total,
        "decided": decided,
    }
    return render(request, "web/proposals.html", context)


@for_those_who_may("decide")
def comparison(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The two works of a proposal side by side, changes marked."""
    one = get_object_or_404(queries.proposals(helper_of(request, "decide")), pk=pk)
    left, right = _paragraphs(one.first), _paragraphs(one.second)
    context = {
        **_row(one),
        "section": "proposals",
        "lines": compare(left, right),
        "cut": max(len(left), len(right)) > MOST_PARAGRAPHS,
        "most": MOST_PARAGRAPHS,
    }
    return render(request, "web/comparison.html", context)


@require_POST
@for_those_who_may("decide")
def decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``decision`` is accept, refuse or take-back; ``shown`` the public id of the copy that is to be shown."""
    keeper = helper_of(request, "decide")
    one = get_object_or_404(queries.proposals(keeper), pk=pk)
    decision = request.POST.get("decision", "")
    if decision == "accept":
        shown = next((work for work in (one.first, one.second) if work.public_id == request.POST.get("shown")), None)
        work = accept(one, keeper, shown)
        enrich_works([work])
        messages.success(request, f"“{work.display_title}” is one work now. It can be taken apart again.")
    elif decision == "refuse":
        refuse(one, keeper)
        messages.success(request, "They stay apart, and this is not proposed again.")
    elif decision == "take-back":
        take_back(one, keeper)
        enrich_works(Work.objects.filter(pk__in=[one.first_id, one.second_id]).select_related("edition"))
        messages.success(request, "That decision is taken back.")
    return redirect(back(request, "proposals"))


@require_POST
@for_those_who_may("decide")
def apart(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take a work apart into those it was made of."""
    keeper = helper_of(request, "decide")
    work = get_object_or_404(queries.works(keeper), public_id=public_id)
    freed = take_apart([work], keeper)
    enrich_works(freed)
    messages.success(request, f"These are {len(freed)} works again." if freed else "There was nothing to take apart.")
    work.refresh_from_db()
    return redirect(work_address(work))


@require_POST
@for_those_who_may("decide")
def choose_edition(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Show another Edition of a work."""
    keeper = helper_of(request, "decide")
    work = get_object_or_404(queries.works(keeper), public_id=public_id)
    asked = request.POST.get("edition", "")
    edition = get_object_or_404(Edition, work=work, pk=int(asked) if asked.isascii() and asked.isdecimal() else 0)
    shown = show_edition(edition, keeper)
    messages.success(request, "The work shows that text now.")
    return redirect(work_address(shown))


def _row(one: Proposal) -> dict[str, object]:
    works = [
        {"work": work, "address": work_address(work), "credits": work.credits.all()} for work in (one.first, one.second)
    ]
    return {"proposal": one, "works": works, "kind": one.get_kind_display(), "copies": one.kind == Proposal.Kind.COPIES}


def _paragraphs(work: Work) -> list[str]:
    """The text of a work as it is shown, a paragraph each, chapters under their headings."""
    found: list[str] = []
    if work.edition is None:
        return found
    for chapter in work.edition.chapters.select_related("text").order_by("position"):
        found.append(f"{chapter.heading}")
        text = getattr(chapter, "text", None)
        blocks = (block_text(line).strip() for line in (text.html if text else "").split("\n"))
        found += filter(None, blocks)
    return found
