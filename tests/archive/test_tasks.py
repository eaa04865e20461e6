"""Tasks: done one after another, told of, tried again, and found after a kill."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from archive.factories import make_work
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.viewer import GUEST
from fanthology.archive.tasks import kinds, queue
from fanthology.archive.tasks.kinds import Kind, Progress
from fanthology.archive.tasks.models import Task
from fanthology.fic.errors import FanthologyError
from running import CLEAN, new_archive, script

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


@contextmanager
def worked_off() -> Iterator[Callable[[], bool]]:
    """The queue is worked off by a thread meanwhile; gives whether it still is."""
    ending = threading.Event()
    thread = threading.Thread(target=queue.work_off, args=(ending,))
    thread.start()
    try:
        yield thread.is_alive
    finally:
        ending.set()
        thread.join(10)
        assert not thread.is_alive()


def wait_for(happened: Callable[[], object], seconds: float = 20) -> None:
    ended = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ended
        time.sleep(0.05)


def endless(tell: Progress) -> str:
    for number in range(1, 10_000):
        tell(number, 10_000)
        time.sleep(0.05)
    return "It came to its end."


def state_of(kind: str) -> str | None:
    return Task.objects.filter(kind=kind).order_by("-pk").values_list("state", flat=True).first()


def test_the_end_of_the_site_does_not_wait_for_a_task(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, "check", Kind("Endless", endless))
    queue.ask_for("check")
    with worked_off():
        wait_for(lambda: Task.objects.filter(kind="check", done__gt=0))
    cut = Task.objects.get(kind="check")
    assert (cut.state, cut.attempts) == ("waiting", 0) and "begins anew" in cut.message
    monkeypatch.setitem(kinds.KINDS, "check", Kind("Short", lambda tell: "It came to its end."))
    with worked_off():
        wait_for(lambda: state_of("check") == "done")


def test_a_task_can_be_stopped(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, "check", Kind("Endless", endless))
    under_way, waiting = queue.ask_for("check"), queue.ask_for("reindex")
    with worked_off():
        wait_for(lambda: Task.objects.filter(kind="check", done__gt=0))
        queue.stop(waiting.public_id)
        queue.stop(under_way.public_id)
        after = queue.ask_for("enrich")
        wait_for(lambda: state_of("enrich") == "done")
    assert state_of("check") == state_of("reindex") == "stopped"
    with pytest.raises(FanthologyError, match="has ended already"):
        queue.stop(after.public_id)
    with pytest.raises(PermissionDenied):
        queue.stop(under_way.public_id, GUEST)


def test_trouble_does_not_end_the_working_off(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work, times = queue.do_next, iter(range(1_000))

    def troubled() -> bool:
        if next(times) == 0:
            raise sqlite3.OperationalError("database is locked")
        return work()

    monkeypatch.setattr(queue, "_LOOK_EVERY", 0.2)
    monkeypatch.setattr(queue, "do_next", troubled)
    queue.ask_for("reindex")
    with worked_off() as is_alive:
        wait_for(lambda: state_of("reindex") == "done")
        assert is_alive()


def test_what_could_not_be_queued_or_told_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(queue, "_LOOK_EVERY", 0.2)
    with worked_off(), monkeypatch.context() as meanwhile:
        wait_for(lambda: state_of("tidy") == "done")
        meanwhile.setattr(queue, "_enqueue", full)
        queue.ask_for("reindex")  # its row is there, the queue knows nothing of it
        meanwhile.undo()
        wait_for(lambda: state_of("reindex") == "done")
    with worked_off(), monkeypatch.context() as meanwhile:
        meanwhile.setattr(queue, "_end", full)
        queue.ask_for("enrich")
        wait_for(lambda: Task.objects.filter(kind="enrich", attempts__gt=0))
        meanwhile.undo()
        wait_for(lambda: state_of("enrich") == "done")


KILLED = """
import sys, time; from pathlib import Path; from fanthology.cli.site import open_home; open_home(Path(sys.argv[1]))
import threading
from fanthology.archive.tasks import kinds, queue
def work(tell):
    tell(1, 2)
    print("begun", flush=True)
    time.sleep(60)
kinds.KINDS["check"] = kinds.Kind("Long", work)
queue.ask_for("check")
queue.work_off(threading.Event())
"""
AFTERWARDS = """
import sys, time; from pathlib import Path; from fanthology.cli.site import open_home; open_home(Path(sys.argv[1]))
from fanthology.archive.tasks import kinds, queue
from fanthology.archive.tasks.models import Task
kinds.KINDS["check"] = kinds.Kind("Short", lambda tell: "It came to its end.")
queue.take_up()
print(Task.objects.get(kind="check").message)
while Task.objects.get(kind="check").state == "waiting":
    queue.do_next()
print(Task.objects.get(kind="check").state, Task.objects.get(kind="check").message)
"""


def test_what_was_killed_begins_anew_but_not_for_ever(tmp_path: Path) -> None:
    def kill(home: Path) -> None:
        command = [sys.executable, "-c", KILLED, str(home)]
        with subprocess.Popen(command, env=CLEAN, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None and process.stdout.readline() == "begun\n"
            process.kill()

    def afterwards(home: Path) -> list[str]:
        return script(AFTERWARDS, home).splitlines()

    new_archive(tmp_path / "often")
    kill(tmp_path / "once")
    assert afterwards(tmp_path / "once") == ["It was cut off, and begins anew.", "done It came to its end."]
    for _ in range(4):
        kill(tmp_path / "often")
    assert afterwards(tmp_path / "often")[1] == "failed It was cut off each time that it was tried."


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
    assert keeper.post("/keeper/tasks", {"stop": Task.objects.get().public_id}).status_code == 302
    assert "was stopped" in keeper.get("/keeper/tasks").text and "Stop it" not in keeper.get("/keeper/tasks").text
    assert keeper.post("/keeper/tasks", {"stop": Task.objects.get().public_id}).status_code == 400
    assert "Refresh" not in keeper.get("/keeper/tasks")
    assert keeper.post("/keeper/tasks", {"kind": "dance"}).status_code == 400
