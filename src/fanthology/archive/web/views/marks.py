"""A reader's marks: on a work, and the lists of what bears one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from fanthology.archive.catalogue import queries
from fanthology.archive.reading import marks
from fanthology.archive.reading.models import Mark

from ..asking import back, for_those_who_keep
from ..paging import WORKS, page_of
from ..rows import rows_of
from ..viewing import viewer_of

_OFF, _AGAIN = "none", "again"


@require_POST
@for_those_who_keep
def mark(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    """``mark`` is read, reading or later; or none, to take it off; or again, for what was read once more."""
    viewer = viewer_of(request)
    work = get_object_or_404(queries.works(viewer), public_id=public_id)
    state = request.POST.get("mark", "")
    if state == _OFF:
        marks.unmark(viewer.user_id, work)
    elif state == _AGAIN:
        marks.read_again(viewer.user_id, work)
    else:
        marks.mark(viewer.user_id, work, state)
    return redirect(back(request, "marked"))


@for_those_who_keep
def marked(request: HttpRequest) -> HttpResponseBase:
    """The works that bear one mark, the last marked first."""
    viewer, asked = viewer_of(request), request.GET.get("mark", "")
    state = Mark.State(asked) if asked in Mark.State.values else Mark.State.READING
    works, pages = page_of(request, marks.works_marked(viewer, state), WORKS)
    context = {
        "section": "marked",
        "states": Mark.State.choices,
        "state": state.value,
        "rows": rows_of(viewer, works),
        "pages": pages,
    }
    return render(request, "web/marked.html", context)
