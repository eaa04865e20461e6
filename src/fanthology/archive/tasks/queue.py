"""The queue, kept by huey in a file of its own, and the one who works it off beside the site."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from huey import SqliteHuey
from huey.api import TaskWrapper

from fanthology.archive.catalogue.queries import require
from fanthology.archive.catalogue.trouble import told
from fanthology.archive.catalogue.viewer import KEEPER, Viewer
from fanthology.archive.downloads.parcels import forget_gone
from fanthology.fic.errors import FanthologyError

from .kinds import KINDS
from .models import Task
from .telling import CutOffError, StoppedError, Telling

FILE = "tasks.sqlite3"
PAUSES = (5, 30, 120)
"""Seconds to wait before trying again what may work later: a disk that was full, a database that was held."""
_POLL = 0.5
_LOOK_EVERY = 10.0
_DUE_EVERY = 600.0
_log = logging.getLogger(__name__)
_OPEN = (Task.State.WAITING, Task.State.RUNNING)
_TROUBLE = (OSError, DatabaseError, sqlite3.Error)
_ending: ContextVar[Callable[[], bool]] = ContextVar("ending", default=lambda: False)
"""Whether the site is being stopped, for the task under way."""


@cache
def _opened(file: Path) -> tuple[SqliteHuey, TaskWrapper]:
    made = SqliteHuey("fanthology", filename=str(file), results=False)
    return made, made.task(name="do")(do)


def huey() -> SqliteHuey:
    """The queue of the open archive."""
    return _opened(Path(settings.HOME) / FILE)[0]


@transaction.atomic
def ask_for(kind: str, viewer: Viewer = KEEPER) -> Task:
    """Queue a task; one of the kind that waits or runs already is given instead, or only one that waits if the kind
    ``follows``.

    Raises FanthologyError for a kind that there is not, PermissionDenied for whoever may not.
    """
    require(viewer, "accounts")
    if kind not in KINDS:
        raise FanthologyError("There is no task of that kind.")
    same = (Task.State.WAITING,) if KINDS[kind].follows else _OPEN
    there = Task.objects.filter(kind=kind, state__in=same).first()
    if there is not None:
        return there
    made = Task.objects.create(kind=kind, who=viewer.name or "keeper")
    # the row is the work: one that could not be queued is found by whoever works the queue off
    transaction.on_commit(lambda: _enqueue(made.pk), robust=True)
    return made


def stop(public_id: str, viewer: Viewer = KEEPER) -> None:
    """Stop a task that waits or runs; one under way ends the next time it tells how far it is.

    Raises FanthologyError if it has ended or there is none, PermissionDenied for whoever may not.
    """
    require(viewer, "accounts")
    told = {"state": Task.State.STOPPED, "ended_at": timezone.now(), "message": f"By {viewer.name or 'the keeper'}."}
    if not Task.objects.filter(public_id=public_id, state__in=_OPEN).update(**told):
        raise FanthologyError("That task has ended already.")


def do(pk: int) -> None:
    """Do a task. What went wrong is told in its row; trouble that may pass is tried again after a while."""
    task = Task.objects.filter(pk=pk, state__in=_OPEN).first()
    if task is None:
        return
    Task.objects.filter(pk=pk).update(state=Task.State.RUNNING, attempts=task.attempts + 1, message="")
    try:
        said = KINDS[task.kind].work(Telling(pk, _ending.get()))
    except StoppedError:
        pass  # its row says so already
    except CutOffError:
        told_why = "The site was stopped. It begins anew when the site is started again."
        _under_way(pk).update(state=Task.State.WAITING, attempts=F("attempts") - 1, message=told_why)
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
    """Queue all that is to be done, and what was under way when it was killed. Returns how much that is.

    Only for whoever works the queue off, while doing nothing. What was cut off again and again is not begun once more:
    it may be what ends the site.
    """
    huey().flush()
    Task.objects.filter(state=Task.State.RUNNING, attempts__gt=len(PAUSES)).update(
        state=Task.State.FAILED, ended_at=timezone.now(), message="It was cut off each time that it was tried."
    )
    cut_off = "It was cut off, and begins anew."
    Task.objects.filter(state=Task.State.RUNNING).update(state=Task.State.WAITING, message=cut_off)
    left = list(Task.objects.filter(state=Task.State.WAITING).order_by("pk").values_list("pk", flat=True))
    for pk in left:
        _enqueue(pk)
    return len(left)


def ask_for_what_is_due() -> None:
    """Queue what is done every so often and was not lately."""
    for name, kind in KINDS.items():
        since = timezone.now() - timedelta(hours=kind.every)
        if kind.every and not Task.objects.filter(kind=name, asked_at__gt=since).exists():
            ask_for(name)


def work_off(ending: threading.Event) -> None:
    """Do what is queued, one after another, until told to end: what ``fanthology serve`` runs beside the pages.

    Trouble with the disk or the database does not end it: it goes on when that has passed.
    """
    _ending.set(ending.is_set)
    look, due, gone, begun = 0.0, 0.0, 0.0, False
    try:
        while not ending.is_set():
            try:
                close_old_connections()
                if not begun or (time.monotonic() >= look and _is_idle()):
                    take_up()
                    begun = True
                    look = time.monotonic() + _LOOK_EVERY
                if time.monotonic() >= gone:
                    forget_gone()
                    gone = time.monotonic() + _LOOK_EVERY
                if time.monotonic() >= due:
                    ask_for_what_is_due()
                    due = time.monotonic() + _DUE_EVERY
                if not do_next():
                    ending.wait(_POLL)
            except _TROUBLE as error:
                _log.error("The tasks wait a while: %s", told(error) or error, exc_info=not told(error))
                ending.wait(_LOOK_EVERY)
    finally:
        connection.close()


def _is_idle() -> bool:
    """Whether nothing is queued, neither for now nor for later."""
    return not huey().pending_count() and not huey().scheduled_count()


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
    if _under_way(task.pk).update(state=Task.State.WAITING, message=message):
        _enqueue(task.pk, pause)


def _end(pk: int, state: Task.State, message: str) -> None:
    _under_way(pk).update(state=state, message=message, ended_at=timezone.now())


def _under_way(pk: int) -> QuerySet[Task]:
    """The task, unless it was stopped meanwhile."""
    return Task.objects.filter(pk=pk, state=Task.State.RUNNING)
