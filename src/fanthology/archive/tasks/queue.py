"""The queue, kept by huey in a file of its own, and the one who works it off beside the site."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from huey import SqliteHuey
from huey.api import TaskWrapper

from fanthology.archive.catalogue.queries import require
from fanthology.archive.catalogue.trouble import told
from fanthology.archive.catalogue.viewer import KEEPER, Viewer
from fanthology.fic.errors import FanthologyError

from .kinds import KINDS
from .models import Task

FILE = "tasks.sqlite3"
PAUSES = (5, 30, 120)
"""Seconds to wait before trying again what may work later: a disk that was full, a database that was held."""
_POLL = 0.5
_TELL_EVERY = 0.5
_log = logging.getLogger(__name__)
_OPEN = (Task.State.WAITING, Task.State.RUNNING)


@cache
def _opened(file: Path) -> tuple[SqliteHuey, TaskWrapper]:
    made = SqliteHuey("fanthology", filename=str(file), results=False)
    return made, made.task(name="do")(do)


def huey() -> SqliteHuey:
    """The queue of the open archive."""
    return _opened(Path(settings.HOME) / FILE)[0]


@transaction.atomic
def ask_for(kind: str, viewer: Viewer = KEEPER) -> Task:
    """Queue a task; one of the kind that waits or runs already is given instead.

    Raises FanthologyError for a kind that there is not, PermissionDenied for whoever may not.
    """
    require(viewer, "accounts")
    if kind not in KINDS:
        raise FanthologyError("There is no task of that kind.")
    there = Task.objects.filter(kind=kind, state__in=_OPEN).first()
    if there is not None:
        return there
    made = Task.objects.create(kind=kind, who=viewer.name or "keeper")
    transaction.on_commit(lambda: _enqueue(made.pk))
    return made


def do(pk: int) -> None:
    """Do a task. What went wrong is told in its row; trouble that may pass is tried again after a while."""
    task = Task.objects.filter(pk=pk, state__in=_OPEN).first()
    if task is None:
        return
    Task.objects.filter(pk=pk).update(state=Task.State.RUNNING, attempts=task.attempts + 1, message="")
    try:
        said = KINDS[task.kind].work(_Telling(pk))
    except FanthologyError as error:
        _end(pk, Task.State.FAILED, str(error))
    except (OSError, DatabaseError) as error:
        _try_again(task, told(error) or str(error))
    except Exception:
        _log.exception("the task %s failed", task.kind)
        _end(pk, Task.State.FAILED, "This is a fault in Fanthology. What happened is in the site's log.")
    else:
        _end(pk, Task.State.DONE, said)


def take_up() -> int:
    """At the start of the site: queue again what was under way when it was killed. Returns how much that is."""
    huey().flush()
    left = list(Task.objects.filter(state__in=_OPEN).order_by("pk"))
    for task in left:
        if task.state == Task.State.RUNNING:
            Task.objects.filter(pk=task.pk).update(state=Task.State.WAITING, message="It was cut off, and begins anew.")
        _enqueue(task.pk)
    return len(left)


def ask_for_what_is_due() -> None:
    """Queue what is done every so often and was not lately."""
    for name, kind in KINDS.items():
        since = timezone.now() - timedelta(hours=kind.every)
        if kind.every and not Task.objects.filter(kind=name, asked_at__gt=since).exists():
            ask_for(name)


def work_off(stop: threading.Event) -> None:
    """Do what is queued, one after another, until told to stop: what ``fanthology serve`` runs beside the pages."""
    try:
        take_up()
        due = 0.0
        while not stop.is_set():
            close_old_connections()
            if time.monotonic() > due:
                ask_for_what_is_due()
                due = time.monotonic() + 600
            if not do_next():
                stop.wait(_POLL)
    except (OSError, DatabaseError):
        _log.exception("the tasks stopped; they go on when the site is started again")
    finally:
        connection.close()


def do_next() -> bool:
    """Do what is next in the queue. False if nothing is."""
    for later in huey().read_schedule():
        huey().enqueue(later)
    task = huey().dequeue()
    if task is None:
        return False
    if huey().ready_to_run(task):
        huey().execute(task)
    else:
        huey().add_schedule(task)
    return True


def _enqueue(pk: int, pause: int = 0) -> None:
    _, begin = _opened(Path(settings.HOME) / FILE)
    if pause:
        begin.schedule((pk,), delay=pause)
    else:
        begin(pk)


def _try_again(task: Task, why: str) -> None:
    if task.attempts >= len(PAUSES):
        _end(task.pk, Task.State.FAILED, why)
        return
    pause = PAUSES[task.attempts]
    message = f"{why} It is tried again in {pause} seconds."
    Task.objects.filter(pk=task.pk).update(state=Task.State.WAITING, message=message)
    _enqueue(task.pk, pause)


def _end(pk: int, state: Task.State, message: str) -> None:
    Task.objects.filter(pk=pk).update(state=state, message=message, ended_at=timezone.now())


class _Telling:
    """Writes how far a task is, now and then."""

    def __init__(self, pk: int) -> None:
        self._pk, self._last = pk, 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last > _TELL_EVERY or done == total:
            self._last = now
            Task.objects.filter(pk=self._pk).update(done=done, total=total)
