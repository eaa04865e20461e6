"""The keeper's page of what goes on beside the site."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fanthology.archive.tasks.kinds import KINDS
from fanthology.archive.tasks.models import Task
from fanthology.archive.tasks.queue import ask_for, stop

from ..asking import for_those_who_may, helper_of
from ..paging import page_of

PAGE = 50
_OPEN = (Task.State.WAITING, Task.State.RUNNING)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may("accounts")
def tasks(request: HttpRequest) -> HttpResponseBase:
    """What is under way and what was done, the newest first; a form asks for more, by its ``kind``, or stops one, by
    its id in ``stop``."""
    if request.method == "POST":
        if one := request.POST.get("stop"):
            stop(one, helper_of(request, "accounts"))
            messages.success(request, "It is stopped. What it did so far stays.")
            return redirect("tasks")
        ask_for(request.POST.get("kind", ""), helper_of(request, "accounts"))
        messages.success(request, "It is begun as soon as what goes on now is done.")
        return redirect("tasks")
    rows, pages = page_of(request, Task.objects.order_by("-asked_at", "-pk"), PAGE)
    busy = Task.objects.filter(state__in=_OPEN).exists()
    context = {
        "section": "tasks",
        "rows": [_row(one) for one in rows],
        "kinds": [(name, kind.name) for name, kind in KINDS.items()],
        "busy": busy,
        "pages": pages,
    }
    answer = render(request, "web/tasks.html", context)
    if busy:
        answer["Refresh"] = "3"
    return answer


def _row(task: Task) -> dict[str, object]:
    name = KINDS[task.kind].name if task.kind in KINDS else task.kind
    return {"task": task, "name": name, "open": task.state in _OPEN}
