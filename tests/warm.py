"""Python that runs in a process of its own without importing everything anew.

To start Python and to import what Fanthology imports takes several times as long as most of the commands that are
tried. So one process imports it once, and forks for whatever is asked of it. What runs then has its own environment,
streams, folder and exit status, and reads its own settings: nothing that reads settings is imported before the fork.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

READY = (
    "fanthology.cli.program", "fanthology.cli.importing", "fanthology.fic.enrich", "fanthology.fic.gathering",
    "django.contrib.messages.api", "django.contrib.staticfiles.finders", "django.core.management",
    "django.db.backends.sqlite3.base", "django.db.migrations.executor", "django.forms", "django.http",
    "django.template.loader_tags", "django.urls", "django.views.debug", "django.views.generic", "huey", "obstore",
    "platformdirs", "pydantic", "rensa", "requests", "rich.console", "tantivy",
)  # fmt: skip
_LARGEST = 200_000


def run_python(
    code: str, *words: object, environment: Mapping[str, str], typed: str = "", seconds: float = 300
) -> subprocess.CompletedProcess[str]:
    """What ``python -c code words…`` does, with a text typed to it. Raises subprocess.TimeoutExpired."""
    command = [os.fsdecode(word) if isinstance(word, bytes) else str(word) for word in words]
    asked = {"code": code, "words": command, "environment": dict(environment), "folder": str(Path.cwd())}
    with tempfile.TemporaryFile() as typing, tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
        typing.write(typed.encode())
        typing.seek(0)
        with _asked(asked, [one.fileno() for one in (typing, printed, said)]) as answer:
            status = _status(answer, command, seconds)
        texts = []
        for file in (printed, said):
            file.seek(0)
            texts.append(file.read().decode(errors="surrogateescape"))
    return subprocess.CompletedProcess([code, *command], status, *texts)


def asked_for() -> str:
    """Wait for what is asked; for each return, in a new process, with the code that it has to run."""
    for name in READY:
        importlib.import_module(name)
    from django.conf import settings

    assert not settings.configured, "settings were read before it is known of which archive"
    asking = socket.socket(fileno=int(sys.argv[1]))
    while True:
        message, files, _, _ = socket.recv_fds(asking, _LARGEST, 4)
        if not message:
            sys.exit()
        if os.fork() == 0:
            asking.close()
            return _become(json.loads(message), files)
        for one in files:
            os.close(one)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _asked(asked: Mapping[str, object], files: Sequence[int]) -> socket.socket:
    """Where the process number and then the exit status of what was asked will come."""
    answer, theirs = socket.socketpair()
    with theirs:
        socket.send_fds(_forking(), [json.dumps(asked).encode()], [*files, theirs.fileno()])
    return answer


def _status(answer: socket.socket, command: list[str], seconds: float) -> int:
    with answer.makefile("r") as lines:
        number = int(lines.readline())
        answer.settimeout(seconds)
        try:
            return int(lines.readline())
        except TimeoutError:
            os.killpg(number, signal.SIGKILL)
            raise subprocess.TimeoutExpired(command, seconds) from None


@cache
def _forking() -> socket.socket:
    """The way to the process that forks; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("FANTHOLOGY", "DJANGO"))}
    subprocess.Popen(
        [sys.executable, "-c", "import warm; exec(warm.asked_for())", str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        env=clean | {"PYTHONPATH": str(Path(__file__).parent)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    theirs.close()
    return ours


def _become(told: dict[str, Any], files: Sequence[int]) -> str:
    """Be the process that was asked for; the one between waits for its end, and tells."""
    running = os.fork()
    if running:
        _tell_the_end(running, files[-1])
    os.setsid()
    for number, file in enumerate(files[:-1]):
        os.dup2(file, number)
    for file in files:
        os.close(file)
    os.environ.clear()
    os.environ.update(told["environment"])
    os.chdir(told["folder"])
    sys.argv = ["-c", *told["words"]]
    return str(told["code"])


def _tell_the_end(running: int, answer: int) -> NoReturn:
    with contextlib.suppress(BrokenPipeError):  # nobody waits any more for what took too long
        os.write(answer, b"%d\n" % running)
        _, ended = os.waitpid(running, 0)
        os.write(answer, b"%d\n" % os.waitstatus_to_exitcode(ended))
    os._exit(0)
