"""The runs that brought files in: a list, a report of each, and the way to take one back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fanthology.archive.intake.models import Intake, IntakeItem
from fanthology.archive.intake.undo import find_intake, undo_intake, would_undo

from ..addresses import work_address
from ..asking import for_those_who_may
from ..paging import page_of

PAGE = 50
ITEMS = 200
_OUTCOMES = (
    ("read", "Read"),
    ("already-here", "Already here"),
    ("rejected", "Rejected"),
    ("failed", "Could not be read"),
    ("used", "Read with another"),
)


@for_those_who_may("intake")
def intakes(request: HttpRequest) -> HttpResponseBase:
    rows, pages = page_of(request, _counted().order_by("-started_at", "-pk"), PAGE)
    context = {"section": "intakes", "rows": rows, "pages": pages, "total": pages.total}
    return render(request, "web/intakes.html", context)


@for_those_who_may("intake")
def intake(request: HttpRequest, public_id: str) -> HttpResponseBase:
    found = get_object_or_404(_counted(), public_id=public_id)
    chosen = request.GET.get("outcome", "")
    items = found.items.select_related("work", "reading").order_by("pk")
    if chosen in dict(_OUTCOMES):
        items = items.filter(outcome=chosen)
    rows, pages = page_of(request, items, ITEMS)
    outcomes = [(name, words, getattr(found, name.replace("-", "_"), 0)) for name, words in _OUTCOMES]
    context = {
        "section": "intakes",
        "intake": found,
        "chosen": chosen,
        "outcomes": outcomes,
        "shares": shares({name: number for name, _, number in outcomes}),
        "rows": [_line(item) for item in rows],
        "tallies": [_tally(record) for record in found.tallies],
        "pages": pages,
    }
    return render(request, "web/intake.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may("undo-intake")
def undo(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Asked for without a form, it is the question whether to."""
    if request.method != "POST":
        return _ask(request, find_intake(public_id))
    undo_intake(get_object_or_404(Intake, public_id=public_id))
    messages.success(request, "What this intake brought in has been taken back.")
    return redirect("intake", public_id)


def _ask(request: HttpRequest, found: Intake) -> HttpResponseBase:
    would = would_undo(found)
    edited = f", {would.edited:,} of them with corrections made by hand" if would.edited else ""
    containers = f"; containers: {would.containers:,}" if would.containers else ""
    context = {
        "question": "Take this intake back?",
        "consequence": f"It removes what this intake brought in: works: {would.works:,}{edited}; originals: "
        f"{would.sources:,}{containers}. That cannot be undone; the files would have to be brought in again.",
        "action": reverse("undo-intake", args=[found.public_id]),
        "button": "Take it back",
        "otherwise": reverse("intake", args=[found.public_id]),
    }
    return render(request, "web/confirm.html", context)


def shares(numbers: Mapping[str, int]) -> list[tuple[str, str, str]]:
    """What there is some of, with where its part of a bar begins and how long it is, in per cent.

    >>> shares({"read": 3, "failed": 0, "rejected": 1})
    [('read', '0.00', '75.00'), ('rejected', '75.00', '25.00')]
    """
    found, begins, all_of_them = [], 0, sum(numbers.values())
    for name, number in numbers.items():
        if number:
            found.append((name, f"{100 * begins / all_of_them:.2f}", f"{100 * number / all_of_them:.2f}"))
        begins += number
    return found


def _counted() -> QuerySet[Intake]:
    counts = {name.replace("-", "_"): Count("items", filter=Q(items__outcome=name)) for name, _ in _OUTCOMES}
    return Intake.objects.annotate(**counts)


def _tally(record: dict[str, Any]) -> dict[str, object]:
    counts = [(name, held["held"], held["taken"]) for name, held in record["counts"].items()]
    return {"container": record["container"], "counts": counts, "remarks": record["remarks"]}


def _line(item: IntakeItem) -> dict[str, object]:
    work = item.work
    if work is not None and work.withdrawn_at is not None:
        return {"name": "(withdrawn)", "outcome": dict(_OUTCOMES).get(item.outcome, item.outcome), "repairs": 0}
    return {
        "name": item.name,
        "outcome": dict(_OUTCOMES).get(item.outcome, item.outcome),
        "message": item.message,
        "repairs": item.repairs,
        "rejection": item.reading_id if item.outcome == IntakeItem.Outcome.REJECTED and not work else None,
        "title": work.display_title if work else "",
        "address": work_address(work) if work else "",
    }
