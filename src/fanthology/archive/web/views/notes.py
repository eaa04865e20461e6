"""A reader's highlights and notes: the list, one of them, the way back to its passage, and all of them as a file."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading.highlights import LONGEST_NOTE, change_note, highlights_of, lost_of
from fanthology.archive.reading.models import Highlight
from fanthology.archive.reading.places import spot_of
from fanthology.fic.errors import FanthologyError

from ..addresses import work_address
from ..asking import for_those_who_keep
from ..paging import page_of
from ..viewing import viewer_of

_ON_A_PAGE = 50
_LONGEST = 200
_NOT_SHOWN = "A work that is not shown any more"


@require_safe
@for_those_who_keep
def notes(request: HttpRequest) -> HttpResponseBase:
    """The list, by words (``q``) and by work (``work``)."""
    viewer = viewer_of(request)
    text, work = _asked(request)
    found, pages = page_of(request, highlights_of(viewer, text, work), _ON_A_PAGE)
    context = {
        "section": "notes",
        "rows": _rows(viewer, found, lost_of(found)),
        "pages": pages,
        "text": text,
        "work": work,
        "query": request.GET.urlencode(),
    }
    return render(request, "web/notes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_keep
def note(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One highlight, to write a ``note`` on; or ``delete`` it."""
    viewer = viewer_of(request)
    one = get_object_or_404(highlights_of(viewer), public_id=public_id)
    [row] = _rows(viewer, [one], lost_of([one]))
    problem = ""
    if request.method == "POST":
        try:
            return _decide(request, one)
        except FanthologyError as error:
            problem = str(error)
    context = {"section": "notes", "row": row, "problem": problem, "longest": LONGEST_NOTE}
    context["note"] = request.POST.get("note", one.note)
    return render(request, "web/note.html", context, status=400 if problem else 200)


@require_safe
@for_those_who_keep
def to_passage(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """To a highlight's passage, or what is most like it by now. Raises Http404 if the work is not shown any more."""
    viewer = viewer_of(request)
    one = get_object_or_404(highlights_of(viewer), public_id=public_id, work__in=queries.works(viewer))
    spot = spot_of(one.work, one)
    there = f"{work_address(one.work)}/chapters/{spot.position}"
    return redirect(f"{there}#{spot.block}" if spot.block else there)


@require_safe
@for_those_who_keep
def notes_file(request: HttpRequest, ending: str) -> HttpResponse:
    """What the list shows as a file: Markdown (``md``) or JSON."""
    viewer = viewer_of(request)
    rows = _rows(viewer, highlights_of(viewer, *_asked(request)))
    if ending == "md":
        data, kind = "\n".join(_markdown(rows)), "text/markdown; charset=utf-8"
    elif ending == "json":
        told = [{name: row[name] for name in _TOLD} for row in rows]
        data, kind = json.dumps(told, ensure_ascii=False, indent=1), "application/json"
    else:
        raise Http404
    return HttpResponse(data, kind, headers={"Content-Disposition": f'attachment; filename="notes.{ending}"'})


_TOLD = ("work", "title", "chapter", "passage", "note", "made_at")


def _rows(viewer: Viewer, found: Iterable[Highlight], lost: Collection[int] = ()) -> list[dict[str, Any]]:
    """Highlights as pages and files show them; pages say which are ``lost``. Of a work that is not shown any more
    nothing is told but the own note."""
    every = list(found)
    numbers = {one.work_id for one in every}
    seen = set(queries.works(viewer).filter(pk__in=numbers).values_list("pk", flat=True))
    rows, last = [], None
    for one in every:
        shown = one.work_id in seen
        rows.append(
            {
                "id": one.public_id,
                "work": one.work.public_id,
                "address": work_address(one.work) if shown else "",
                "title": one.work.display_title if shown else None,
                "lang": one.work.language or "",
                "chapter": one.chapter,
                "passage": one.words if shown else None,
                "note": one.note,
                "made_at": one.made_at.isoformat(),
                "lost": shown and one.pk in lost,
                "begins": one.work_id != last,
            }
        )
        last = one.work_id
    return rows


def _markdown(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "# Highlights and notes\n"
    for row in rows:
        if row["begins"]:
            yield f"## {row['title'] or _NOT_SHOWN}\n"
        if row["passage"]:
            yield "\n".join(f"> {line}" for line in row["passage"].splitlines())
        yield f"\n{row['note']}\n" if row["note"] else ""
        yield f"Chapter {row['chapter']}, {row['made_at'][:10]}\n"


def _asked(request: HttpRequest) -> tuple[str, str]:
    return " ".join(request.GET.get("q", "").split())[:_LONGEST], request.GET.get("work", "")[:16]


def _decide(request: HttpRequest, one: Highlight) -> HttpResponseBase:
    if request.POST.get("delete"):
        one.delete()
        messages.success(request, "The highlight is deleted.")
        return redirect("notes")
    change_note(one, request.POST.get("note", ""))
    messages.success(request, "Kept.")
    return redirect("note", one.public_id)
