"""Publishing one work, many or all, and taking them back; the list of what is still private."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Visibility, Work
from fanthology.archive.catalogue.permission import Reluctance, reluctant_works
from fanthology.archive.catalogue.publish import publish
from fanthology.archive.catalogue.viewer import Viewer

from ..asking import back, for_those_who_may, helper_of
from ..paging import WORKS, page_of
from ..rows import rows_of

MOST = 200
"""How many works a question lists; the others stay private."""
_SHOWN_TO = {
    Visibility.PUBLIC: "shown to everyone",
    Visibility.REGISTERED: "shown to people who are signed in",
    Visibility.PRIVATE: "private",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may("publish")
def publish_works(request: HttpRequest) -> HttpResponseBase:
    """``work`` names works by public id; ``all`` means every private one; ``visibility`` who may see them.

    A work whose file speaks against it is published only if ``despite`` names it; unless ``asked`` says that the keeper
    has seen which these are, they are shown first and nothing is changed. Asked for without a form, it is the question
    whether all are to be published.
    """
    keeper = helper_of(request, "publish")
    if request.method != "POST":
        return _ask_for_all(request, keeper)
    level = next((one for one in Visibility if one.value == request.POST.get("visibility")), None)
    if level is None:
        messages.error(request, "Choose who may see the works.")
        return redirect(back(request, "works"))
    chosen = _chosen(request, keeper)
    reluctant = [] if level == Visibility.PRIVATE else list(reluctant_works(keeper, chosen))
    if reluctant and not request.POST.get("asked"):
        return _ask_despite(request, reluctant, level)
    despite = set(request.POST.getlist("despite"))
    left = [one.work.pk for one in reluctant if one.work.public_id not in despite]
    going = set(chosen.values_list("pk", flat=True)) - set(left)
    changed = publish(keeper, sorted(going), level)
    messages.success(request, _said(changed, level))
    if left:
        messages.info(request, _left_private(len(left)))
    return redirect(back(request, "front" if request.POST.get("all") else "works"))


@for_those_who_may("publish")
def private(request: HttpRequest) -> HttpResponseBase:
    keeper = helper_of(request, "publish")
    works, pages = page_of(request, queries.private_works(keeper).order_by("-added_at", "-id"), WORKS)
    context = {"rows": rows_of(keeper, works), "pages": pages, "total": pages.total, "visibilities": Visibility.choices}
    return render(request, "web/private.html", {"section": "works", **context})


def _held(keeper: Viewer) -> str:
    """A sentence on the works that publishing everything leaves out."""
    held = queries.private_works(keeper).exclude(held="").count()
    if not held:
        return ""
    works = "One work stays" if held == 1 else f"{held:,} works stay"
    return f" {works} private, because the archive they come from had not shown them; publish those one by one."


def _ask_for_all(request: HttpRequest, keeper: Viewer) -> HttpResponseBase:
    works = queries.publishable_works(keeper)
    private_ones, held = works.count(), _held(keeper)
    counted = "1 private work" if private_ones == 1 else f"{private_ones:,} private works"
    context = {
        "question": f"Publish {counted}?" if private_ones else "Everything is published",
        "consequence": "Everyone who reaches this archive can then find, read and download them. Each can be made "
        f"private again.{held}",
        "action": reverse("publish") if private_ones else "",
        "sent": [("all", "1"), ("visibility", Visibility.PUBLIC.value)],
        "button": "Publish all",
        "otherwise": reverse("private"),
    }
    if not private_ones:
        return render(request, "web/confirm.html", context | {"consequence": held.strip()})
    return render(request, "web/publish.html", context | _shown(list(reluctant_works(keeper, works))))


def _ask_despite(request: HttpRequest, reluctant: list[Reluctance], level: Visibility) -> HttpResponseBase:
    """The question which of these to publish in spite of what their files say."""
    every = request.POST.get("all", "")
    named = [] if every else [("work", one) for one in request.POST.getlist("work")]
    context = {
        "question": "Publish in spite of what the files say?",
        "consequence": f"Nothing has changed yet. What you chose will be {_SHOWN_TO[level]}, but for those below that "
        "you do not tick.",
        "action": reverse("publish"),
        "sent": [("all", every), ("visibility", level.value), ("next", request.POST.get("next", "")), *named],
        "button": "Publish",
        "otherwise": back(request, "private"),
    }
    return render(request, "web/publish.html", context | _shown(reluctant))


def _shown(reluctant: list[Reluctance]) -> dict[str, object]:
    return {"reluctant": reluctant[:MOST], "unlisted": max(0, len(reluctant) - MOST)}


def _left_private(number: int) -> str:
    works = "1 work stays" if number == 1 else f"{number:,} works stay"
    return f"{works} private, because of what the file says of keeping it elsewhere."


def _chosen(request: HttpRequest, keeper: Viewer) -> QuerySet[Work]:
    if request.POST.get("all"):
        return queries.publishable_works(keeper)
    return queries.works(keeper).filter(public_id__in=request.POST.getlist("work"))


def _said(changed: int, level: Visibility) -> str:
    if not changed:
        return "Nothing changed: no work was ticked, or those that were are shown so already."
    return f"{'1 work is' if changed == 1 else f'{changed:,} works are'} now {_SHOWN_TO[level]}."
