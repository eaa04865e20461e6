"""The keeper's letter to all creators of an intake."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from fanthology.archive.intake.letters import NAME, reachable, write_to_creators
from fanthology.archive.intake.models import Intake

from ..asking import for_those_who_may, helper_of

_TEXT = """Dear {name},

your stories have come into an archive that I keep. I should like to ask you whether you agree that they are read here.
If you do not, tell me, and they are taken out, and not brought in again.

"""


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may("originals")
def letter(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """How many can be reached, and a text to begin with; posted, it is sent to each of them."""
    keeper = helper_of(request, "originals")
    found = get_object_or_404(Intake, public_id=public_id)
    if request.method != "POST":
        context = {"section": "intakes", "intake": found, "number": len(reachable(found, keeper)), "text": _TEXT}
        return render(request, "web/letter.html", context | {"name": NAME})
    done = write_to_creators(found, keeper, request.POST.get("subject", ""), request.POST.get("text", ""))
    messages.success(request, f"Letters sent: {done.sent:,}.")
    if done.failed:
        messages.warning(request, f"Letters that could not be sent: {done.failed:,}.")
    return redirect("intake", public_id)
