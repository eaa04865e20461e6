"""Tasks: done one after another, told of, tried again, and found after a kill."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.test import Client

from archive.factories import make_work
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.viewer import GUEST
from fanthology.archive.tasks import kinds, queue
from fanthology.archive.tasks.kinds import Kind, Progress
from fanthology.archive.tasks.models import Task
from fanthology.fic.errors import FanthologyError

pytestmark = pytest.mark.django_db(transaction=True)


def work_off(seconds: float = 30) -> None:
    """Do all that is queued and may be done."""
    ended = time.monotonic() + seconds
    while Task.objects.filter(state__in=("waiting", "running")).exists():
        assert time.monotonic() < ended
        if not queue.do_next():
            time.sleep(0.05)


def test_what_is_asked_for_is_done(home: Path) -> None:
    make_work("The Lamp")
    asked = [queue.ask_for(kind) for kind in ("reindex", "enrich", "check")]
    queue.ask_for_what_is_due()
    queue.ask_for_what_is_due()
    work_off()
    said = dict(Task.objects.filter(pk__in=[one.pk for one in asked]).values_list("kind", "message"))
    assert said["reindex"] == "The index holds 1 works."
    assert set(Task.objects.values_list("state", flat=True)) == {"done"}
    assert Task.objects.get(kind="enrich").total == 1
    assert Task.objects.filter(kind="tidy").count() == 1  # asked for by itself, once a day


def test_one_of_a_kind_at_a_time(home: Path) -> None:
    assert queue.ask_for("reindex").pk == queue.ask_for("reindex").pk
    with pytest.raises(FanthologyError, match="no task"):
        queue.ask_for("dance")
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        queue.ask_for("reindex", GUEST)


def test_trouble_that_may_pass_is_tried_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[float] = []

    def work(tell: Progress) -> str:
        times.append(time.monotonic())
        if len(times) < 3:
            raise OSError(28, "No space left on device")
        return "It worked."

    monkeypatch.setattr(queue, "PAUSES", (1, 1, 1))
    monkeypatch.setitem(kinds.KINDS, "check", Kind("Try", work))
    asked = queue.ask_for("check")
    work_off()
    assert Task.objects.get(pk=asked.pk).attempts == 3 and times[2] - times[0] > 1


@pytest.mark.parametrize(
    ("error", "told"), [(FanthologyError("Plain words."), "Plain words."), (KeyError("x"), "a fault in Fanthology")]
)
def test_what_cannot_be_done_says_so(home: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str) -> None:
    def work(tell: Progress) -> str:
        raise error

    monkeypatch.setitem(kinds.KINDS, "check", Kind("Try", work))
    asked = queue.ask_for("check")
    work_off()
    assert Task.objects.get(pk=asked.pk).state == "failed"
    assert told in Task.objects.get(pk=asked.pk).message


def test_what_was_cut_off_begins_anew(home: Path) -> None:
    asked = queue.ask_for("reindex")
    queue.huey().dequeue()
    Task.objects.filter(pk=asked.pk).update(state="running")  # and here the process was killed
    assert queue.take_up() == 1
    assert "begins anew" in Task.objects.get(pk=asked.pk).message
    task = queue.huey().dequeue()
    queue.huey().execute(task)
    assert Task.objects.get(pk=asked.pk).state == "done"


def test_the_page(home: Path) -> None:
    keeper, reader = (Client(SERVER_NAME="127.0.0.1") for _ in range(2))
    keeper.force_login(User.objects.create_user("mina", password="a long password", is_keeper=True))
    reader.force_login(User.objects.create_user("ruth", password="a long password"))
    assert reader.post("/keeper/tasks", {"kind": "reindex"}).status_code == 403
    keeper.post("/keeper/tasks", {"kind": "reindex"})
    answer = keeper.get("/keeper/tasks")
    assert "Build the search index anew" in answer.text and "by mina" in answer.text and answer["Refresh"] == "3"
    Task.objects.update(state="running", done=3, total=8)
    assert '<progress max="8" value="3">' in keeper.get("/keeper/tasks").text
    Task.objects.update(state="done")
    assert "Refresh" not in keeper.get("/keeper/tasks")
    assert keeper.post("/keeper/tasks", {"kind": "dance"}).status_code == 400
