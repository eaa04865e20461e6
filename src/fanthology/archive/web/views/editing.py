"""Correcting a field, and taking a correction back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from fanthology.archive.catalogue import edits
from fanthology.archive.catalogue.fields import editable_value
from fanthology.archive.catalogue.materialise import shown_fields
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.fic.errors import FanthologyError

from ..addresses import work_address
from ..asking import for_those_who_may, helper_of
from ..fields import BY_NAME, Field, written
from .reading import read_work


@require_POST
@for_those_who_may("correct")
def edit(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    keeper = helper_of(request, "correct")
    work = read_work(keeper, public_id)
    field = BY_NAME.get(request.POST.get("field", ""))
    if field is None:
        raise Http404
    _refuse_what_was_changed_meanwhile(request, work, field)
    made = edits.edit(work, field.name, request.POST.get("value", ""), keeper)
    messages.success(request, f"{field.label} saved." if made else f"{field.label} was so already.")
    return _back_to(keeper, public_id, field.name)


def _refuse_what_was_changed_meanwhile(request: HttpRequest, work: Work, field: Field) -> None:
    """Raises FanthologyError if the field is no longer what the form showed: somebody else was quicker."""
    if "seen" not in request.POST:
        return
    now = written(field, editable_value(shown_fields(work), field.name))
    if _lines(now) != _lines(request.POST["seen"]):
        last = work.edits.filter(field=field.name, undone_at=None).order_by("-at", "-pk").first()
        who = last.by_name if last else "somebody"
        raise FanthologyError(
            f"{field.label} was changed meanwhile, by {who}: it now reads “{now or 'nothing'}”. Yours was not saved; "
            "go back, reload the page, and save it again if it is still needed."
        )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


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
