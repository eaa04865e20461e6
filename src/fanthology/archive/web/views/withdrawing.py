"""The keeper's pages of what is withdrawn and what is not to come in; what is left at a withdrawn work's address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from fanthology.archive.catalogue import queries, refusals
from fanthology.archive.catalogue import withdrawing as catalogue
from fanthology.archive.catalogue.models import Refusal, Withdrawal
from fanthology.archive.keeping.purging import held_in_containers, purge

from ..addresses import work_address
from ..asking import for_those_who_may, helper_of
from ..paging import page_of

PAGE = 100
_TERMS = ((30, "after 30 days; until then it can be given back"), (0, "at once; nothing can bring it back"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may("withdraw")
def withdraw(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    """Asked for without a form, it is the question whether to, and when its bytes are to go."""
    keeper = helper_of(request, "withdraw")
    work = get_object_or_404(queries.works(keeper), public_id=public_id)
    if request.method != "POST":
        context = {"work": work, "address": work_address(work), "terms": _TERMS}
        return render(request, "web/withdraw.html", context)
    days = 0 if request.POST.get("days") == "0" else catalogue.DAYS
    made = catalogue.withdraw([work], keeper, days)
    held = sorted({name for one in made for name in held_in_containers(one)})
    if not days:
        purge(made, keeper)
    messages.success(request, "It is withdrawn.")
    if held:
        messages.warning(
            request,
            f"Its bytes are also in what it came in, which is kept for you alone: {', '.join(held)}. The list of "
            "containers, at the foot of the page of intakes, lets you discard it.",
        )
    return redirect("withdrawals")


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may("withdraw")
def remove(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    """Into the trash; asked for without a form, it is the question whether to."""
    keeper = helper_of(request, "withdraw")
    work = get_object_or_404(queries.works(keeper), public_id=public_id)
    if request.method == "POST":
        catalogue.remove([work], keeper)
        messages.success(request, "It is in the trash.")
        return redirect("trash")
    context = {
        "question": f"Remove “{work.display_title}”?",
        "consequence": f"It goes to the trash, out of every page and search. For {catalogue.DAYS} days it can be put "
        "back; then nothing is left of it. If its author asked for it, withdraw it instead: then it does not come in "
        "again.",
        "action": request.path,
        "button": "Remove it",
        "otherwise": work_address(work),
    }
    return render(request, "web/confirm.html", context)


@for_those_who_may("withdraw")
def trash(request: HttpRequest) -> HttpResponseBase:
    """What was removed and can be put back."""
    rows, pages = page_of(request, queries.trash(helper_of(request, "withdraw")), PAGE)
    return render(request, "web/trash.html", {"section": "withdrawals", "rows": rows, "pages": pages})


@for_those_who_may("withdraw")
def withdrawals(request: HttpRequest) -> HttpResponseBase:
    """When works were withdrawn, and until when they can be given back; never what they were."""
    rows, pages = page_of(request, queries.withdrawals(helper_of(request, "withdraw")), PAGE)
    return render(request, "web/withdrawals.html", {"section": "withdrawals", "rows": rows, "pages": pages})


@require_POST
@for_those_who_may("withdraw")
def decide(request: HttpRequest) -> HttpResponseBase:
    """``decision`` is give-back or purge of the withdrawal that ``work`` names by its public id, or, of what is in the
    trash, withdraw."""
    keeper = helper_of(request, "withdraw")
    one = get_object_or_404(Withdrawal, public_id=request.POST.get("work", ""))
    if request.POST.get("decision") == "give-back":
        work = catalogue.give_back(one, keeper)
        messages.success(request, "It is here again, for you alone until you publish it.")
        return redirect(work_address(work))
    if request.POST.get("decision") == "withdraw" and one.work is not None:
        catalogue.withdraw([one.work], keeper)
        messages.success(request, "It is withdrawn.")
        return redirect("withdrawals")
    removed = one.kind == Withdrawal.Kind.REMOVED
    if request.POST.get("decision") == "purge":
        purge([one], keeper)
        messages.success(request, f"Nothing is left of it{'' if removed else ' but that it was withdrawn'}.")
    return redirect("trash" if removed else "withdrawals")


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may("withdraw")
def not_to_come_in(request: HttpRequest) -> HttpResponseBase:
    """What no intake brings in; a form adds to it, or takes one back."""
    keeper = helper_of(request, "withdraw")
    if request.method == "POST":
        if request.POST.get("decision") == "allow":
            refusals.allow(get_object_or_404(Refusal, public_id=request.POST.get("refusal", "")), keeper)
            messages.success(request, "It may come in again.")
        else:
            refusals.refuse(request.POST.get("kind", ""), request.POST.get("written", ""), keeper)
            messages.success(request, "No intake brings that in from now on.")
        return redirect("refusals")
    rows, pages = page_of(request, queries.refusals(keeper), PAGE)
    context = {"section": "withdrawals", "rows": rows, "pages": pages, "kinds": Refusal.Kind.choices}
    return render(request, "web/refusals.html", context)


def tombstone(request: HttpRequest) -> HttpResponse | None:
    """The page at the address of a withdrawn work, whatever part of it was asked for; None at any other address."""
    head, _, rest = request.path.lstrip("/").partition("/")
    public_id = rest.partition("/")[0]
    if head != "works" or not public_id or not queries.is_withdrawn(public_id):
        return None
    context = {"title": "Withdrawn", "message": "The work that was at this address was withdrawn."}
    return render(request, "web/error.html", context, status=410)
