"""Parcels: what a reader asked for that takes a while, how far it is, and the file, for nobody but them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from fanthology.archive.downloads.models import Parcel
from fanthology.archive.downloads.parcels import KEPT, file_for, parcels_of, wanted_of
from fanthology.archive.tasks.queue import ask_for

from ..crawlers import UNLISTED
from ..handing import as_download, owner_of
from ..viewing import viewer_of

_SHOWN = 50


@require_safe
def parcels(request: HttpRequest) -> HttpResponse:
    """All that this reader asked for lately."""
    owner = owner_of(request)
    found = list(parcels_of(owner)[:_SHOWN]) if owner else []
    context = {"section": "works", "rows": [_row(one) for one in found], "days": KEPT.days, "robots": UNLISTED}
    return render(request, "web/parcels.html", context)


@require_safe
def parcel(request: HttpRequest, token: str) -> HttpResponseBase:
    """How far a file is; it looks again by itself until it is ready."""
    found = _own(request, token)
    ready = file_for(found, viewer_of(request)) is not None
    found.refresh_from_db()
    waiting = found.state == Parcel.State.WAITING
    if waiting:
        ask_for("parcels")  # whoever made the one before may have ended just when this one was asked for
    context = {"section": "works", **_row(found), "ready": ready, "waiting": waiting, "days": KEPT.days}
    answer = render(request, "web/parcel.html", {**context, "robots": UNLISTED})
    if waiting:
        answer["Refresh"] = "3"
    return answer


@require_safe
def parcel_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file; its page while there is none."""
    found = _own(request, token)
    path = file_for(found, viewer_of(request))
    if path is None:
        return redirect("parcel", token)
    wanted = wanted_of(found)
    return as_download(path, wanted.file_name(), wanted.media_type)


def _own(request: HttpRequest, token: str) -> Parcel:
    """The parcel of that name, if this reader asked for it. Raises Http404."""
    owner = owner_of(request)
    if not owner:
        raise Http404
    return get_object_or_404(parcels_of(owner), public_id=token)


def _row(one: Parcel) -> dict[str, object]:
    return {"parcel": one, "name": wanted_of(one).file_name()}
