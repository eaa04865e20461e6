"""What was inferred: a work's own page of it, with the evidence; and the keeper's page of all that waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from fanthology.archive.catalogue import gating, queries
from fanthology.archive.catalogue.findings import accept, apply_rules, refuse, set_rule, sure_of, take_back
from fanthology.archive.catalogue.inferred import KINDS
from fanthology.archive.catalogue.models import AcceptanceRule, Finding
from fanthology.archive.intake.models import Intake, IntakeItem
from fanthology.fic.errors import FanthologyError

from ..addresses import work_address
from ..asking import back, for_those_who_may, helper_of
from ..paging import page_of
from ..suggestions import KIND_NAMES, likely, shown_findings
from ..viewing import viewer_of

NAMES, WORKS = 100, 100


def findings(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    """What seems to be so of one work, and why. Anyone who sees the work may look; the keeper decides."""
    viewer = viewer_of(request)
    work = get_object_or_404(queries.credited_works(viewer), public_id=public_id)
    gating.require_open(viewer, work)  # what something seems to be is shown by words of the text
    address = work_address(work)
    context = {
        "section": "works",
        "work": work,
        "address": address,
        "credits": work.credits.all(),
        "kinds": shown_findings(work, address, queries.findings(viewer, work)),
    }
    return render(request, "web/findings.html", context)


@for_those_who_may("decide")
def suggestions(request: HttpRequest) -> HttpResponseBase:
    """All that waits, a line for each name; of one intake, if ``intake`` names it."""
    keeper = helper_of(request, "decide")
    kind = request.GET.get("kind", "fandom")
    found = _of_intake(queries.open_findings(keeper), request.GET.get("intake", ""))
    if kind not in KINDS:
        raise Http404
    names = found.filter(kind=kind).exclude(role="mentioned").values("name")
    grouped = names.annotate(works=Count("work"), least=Min("confidence"), most=Max("confidence"))
    rows, pages = page_of(request, grouped.order_by("-works", "-most", "name"), NAMES)
    context = {
        "section": "suggestions",
        "kind": kind,
        "kinds": _kinds(found, request),
        "intake": request.GET.get("intake", ""),
        "rows": [row | _in_words(row) | {"address": _address(request, kind, row["name"])} for row in rows],
        "pages": pages,
        "rule": AcceptanceRule.objects.filter(kind=kind).first(),
        "heading": KIND_NAMES[kind],
    }
    return render(request, "web/suggestions.html", context)


@for_those_who_may("decide")
def suggestion(request: HttpRequest) -> HttpResponseBase:
    """The works that one name is suggested for."""
    keeper = helper_of(request, "decide")
    kind, name = request.GET.get("kind", ""), request.GET.get("name", "")
    if kind not in KINDS or not name.strip():
        raise Http404
    found = _of_intake(queries.open_findings(keeper), request.GET.get("intake", "")).filter(kind=kind, name=name)
    rows, pages = page_of(request, found.select_related("work").order_by("-confidence", "pk"), WORKS)
    context = {
        "section": "suggestions",
        "kind": kind,
        "heading": KIND_NAMES[kind],
        "name": name,
        "rows": [_row(one) for one in rows],
        "pages": pages,
    }
    return render(request, "web/suggestion.html", context)


@require_POST
@for_those_who_may("decide")
def decide(request: HttpRequest) -> HttpResponseBase:
    """``decision`` is accept, refuse or take-back; ``finding`` the numbers of findings. Goes where ``next`` says."""
    keeper = helper_of(request, "decide")
    numbers = [int(one) for one in request.POST.getlist("finding") if one.isascii() and one.isdecimal()]
    chosen = list(Finding.objects.filter(pk__in=numbers, work__in=queries.works(keeper)).select_related("work", "edit"))
    decision = request.POST.get("decision", "")
    if decision == "accept":
        messages.success(request, _told(accept(chosen, keeper), "accepted"))
    elif decision == "refuse":
        messages.success(request, _told(refuse(chosen, keeper), "refused; not suggested again"))
    elif decision == "take-back":
        for one in chosen:
            take_back(one, keeper)
        messages.success(request, _told(len(chosen), "waiting again"))
    return redirect(back(request, "suggestions"))


@require_POST
@for_those_who_may("decide")
def accept_sure(request: HttpRequest) -> HttpResponseBase:
    """Accept all of a kind from a confidence on (of one intake, if named), and with ``always`` from now on."""
    keeper = helper_of(request, "decide")
    kind, intake = request.POST.get("kind", ""), request.POST.get("intake", "")
    if request.POST.get("decision") == "end":
        set_rule(kind, None, keeper)
        messages.success(request, "That rule has ended. What it accepted stays.")
        return redirect(back(request, "suggestions"))
    at_least = _percent(request.POST.get("percent", ""))
    if request.POST.get("always"):
        set_rule(kind, at_least, keeper)
        accepted = apply_rules(viewer=keeper)
    else:
        accepted = accept(sure_of(kind, at_least, _works_of(intake) if intake else None), keeper)
    messages.success(request, _told(accepted, "accepted"))
    return redirect(back(request, "suggestions"))


def _percent(written: str) -> float:
    number = int(written) if written.isascii() and written.isdecimal() else 0
    if not 50 <= number <= 100:
        raise FanthologyError("A number from 50 to 100 is meant here: below 50, more is wrong than right.")
    return number / 100


def _works_of(intake: str) -> list[int]:
    found = get_object_or_404(Intake, public_id=intake)
    brought = IntakeItem.objects.filter(intake=found, work__isnull=False)
    return list(brought.values_list("work_id", flat=True))


def _of_intake(found: QuerySet[Finding], intake: str) -> QuerySet[Finding]:
    return found.filter(work__in=_works_of(intake)) if intake else found


def _kinds(found: QuerySet[Finding], request: HttpRequest) -> list[dict[str, object]]:
    shown = found.exclude(role="mentioned").order_by().values_list("kind").annotate(Count("pk"))
    counts = dict(shown)
    return [
        {"kind": kind, "name": name, "count": counts.get(kind, 0), "address": f"?{_asked(request, kind=kind)}"}
        for kind, name in KIND_NAMES.items()
    ]


def _address(request: HttpRequest, kind: str, name: str) -> str:
    return f"?{_asked(request, kind=kind, name=name)}"


def _asked(request: HttpRequest, **more: str) -> str:
    intake = request.GET.get("intake", "")
    return urlencode({**more, **({"intake": intake} if intake else {})})


def _in_words(row: Mapping[str, Any]) -> dict[str, object]:
    return {"from": round(100 * row["least"]), "to": round(100 * row["most"]), "likely": likely(row["most"])}


def _row(one: Finding) -> dict[str, object]:
    quotes = [f"{sign['quote']} ×{sign['count']}" for sign in one.signs.get("for", ())[:5]]
    against = [str(sign["quote"]) for sign in one.signs.get("against", ())[:3]]
    return {
        "finding": one,
        "work": one.work,
        "address": work_address(one.work),
        "percent": round(100 * one.confidence),
        "because": ", ".join(quotes),
        "against": ", ".join(against),
    }


def _told(number: int, done: str) -> str:
    return f"{number:,} suggestion{'' if number == 1 else 's'} {done}."
