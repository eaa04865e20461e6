"""Correcting a field, and taking a correction back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from fanthology.archive.catalogue import edits
from fanthology.archive.catalogue.viewer import Viewer

from ..addresses import work_address
from ..asking import for_those_who_may, helper_of
from ..fields import BY_NAME
from .reading import read_work


@require_POST
@for_those_who_may("correct")
def edit(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    keeper = helper_of(request, "correct")
    work = read_work(keeper, public_id)
    field = BY_NAME.get(request.POST.get("field", ""))
    if field is None:
        raise Http404
    made = edits.edit(work, field.name, request.POST.get("value", ""), keeper)
    messages.success(request, f"{field.label} saved." if made else f"{field.label} was so already.")
    return _back_to(keeper, public_id, field.name)


@require_POST
@for_those_who_may("correct")
def undo(request: HttpRequest, public_id: str, slug: str, pk: int) -> HttpResponseBase:
    keeper = helper_of(request, "correct")
    work = read_work(keeper, public_id)
    past = get_object_or_404(work.edits, pk=pk)
    edits.undo_edit(past, keeper)
    messages.success(request, "That change is undone.")
    return _back_to(keeper, public_id, past.field)


def _back_to(keeper: Viewer, public_id: str, field: str) -> HttpResponseBase:
    """To the field on its page, whose address may have changed with the title."""
    return redirect(f"{work_address(read_work(keeper, public_id))}/reading#field-{field}")
