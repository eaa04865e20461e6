"""Files that were taken for no story, or could not be read: look at each, and say that it is a story after all."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from fanthology.archive.catalogue import queries
from fanthology.archive.intake.admit import admit_rejected

from ..addresses import work_address
from ..asking import for_those_who_may, helper_of
from ..originals import original_text
from ..paging import page_of
from ..viewing import viewer_of
from .reading import as_attachment

PAGE = 50


@for_those_who_may("intake")
def rejections(request: HttpRequest) -> HttpResponseBase:
    rows, pages = page_of(request, queries.rejections(helper_of(request, "intake")).order_by("-made_at", "-pk"), PAGE)
    context = {"section": "rejections", "rows": rows, "pages": pages, "total": pages.total}
    return render(request, "web/rejections.html", context)


@for_those_who_may("intake")
def rejection(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = get_object_or_404(queries.rejections(viewer_of(request)), pk=pk)
    text = original_text(row)
    context = {"section": "rejections", "row": row, "text": text.text, "cut": text.cut, "shown": len(text.text)}
    return render(request, "web/rejection.html", context)


@for_those_who_may("originals")
def original(request: HttpRequest, pk: int) -> HttpResponse:
    return as_attachment(get_object_or_404(queries.rejections(viewer_of(request)), pk=pk).source)


@require_POST
@for_those_who_may("intake")
def admit(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = get_object_or_404(queries.rejections(viewer_of(request)), pk=pk)
    work = admit_rejected(row, helper_of(request, "intake"))
    messages.success(request, "It is in the archive now, as a private work.")
    return redirect(work_address(work))
