"""Highlighting a passage of a chapter, with a note or without: the page for it, which needs no pointer and no
script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from fanthology.archive.catalogue import gating, queries
from fanthology.archive.catalogue.models import Chapter, Work
from fanthology.archive.reading.anchors import TextBlock, number_of
from fanthology.archive.reading.highlights import LONGEST_NOTE, Passage, highlight
from fanthology.fic.errors import FanthologyError

from ..addresses import work_address
from ..asking import for_those_who_keep
from ..drawing import shown_blocks
from ..viewing import viewer_of

_SHOWN = 60
_HIGHEST = 2**31 - 1


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_keep
def passages(request: HttpRequest, public_id: str, slug: str, position: int) -> HttpResponseBase:
    """The passages of a chapter from one on (``from``), or one of them to mark (``block``). Posted, it is marked: from
    ``start`` to ``end`` of ``end_block``, or the ``words`` of it; with a ``note``, or with ``ask``, to be written
    then."""
    viewer = viewer_of(request)
    work = get_object_or_404(queries.works(viewer), public_id=public_id)
    gating.require_open(viewer, work)
    found = queries.chapters(viewer).filter(edition=work.edition_id, position=min(position, _HIGHEST))
    chapter = get_object_or_404(found.select_related("text"))
    blocks = shown_blocks(chapter)
    if request.method != "POST":
        return _page(request, work, chapter, blocks)
    try:
        made = highlight(viewer.user_id, work, position, blocks, _asked(request), request.POST.get("note", ""))
    except FanthologyError as error:
        return _page(request, work, chapter, blocks, str(error), status=400)
    if request.POST.get("ask"):
        return redirect("note", made.public_id)
    return redirect(f"{work_address(work)}/chapters/{position}#own-{made.public_id}")


def _asked(request: HttpRequest) -> Passage:
    posted = request.POST
    return Passage(
        block=posted.get("block", ""),
        start=_number(posted.get("start", "")),
        end_block=posted.get("end_block", ""),
        end=_number(posted.get("end", "")),
        words=posted.get("words", "").replace("\r\n", "\n").strip("\n"),
    )


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0


def _page(
    request: HttpRequest, work: Work, chapter: Chapter, blocks: list[TextBlock], problem: str = "", status: int = 200
) -> HttpResponseBase:
    asked = request.POST if problem else request.GET
    one = number_of(blocks, asked.get("block", ""))
    first = number_of(blocks, asked.get("from", "")) or 0
    shown = [] if one is not None else [block for block in blocks[first : first + _SHOWN] if block.text.strip()]
    later = first + _SHOWN
    context = {
        "section": "works",
        "work": work,
        "address": work_address(work),
        "chapter": chapter,
        "lang": work.language or "",
        "passage": None if one is None else blocks[one],
        "words": asked.get("words") or (blocks[one].text.strip() if one is not None else ""),
        "note": asked.get("note", ""),
        "longest": LONGEST_NOTE,
        "problem": problem,
        "blocks": shown,
        "earlier": blocks[max(0, first - _SHOWN)].id if first else "",
        "later": blocks[later].id if later < len(blocks) else "",
    }
    return render(request, "web/passages.html", context, status=status)
