"""What goes on beside an import at the command line: a progress bar, the index, and an ear for Ctrl-C."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from fanthology.cli.say import complain

_INDEX_EVERY_SECONDS = 2.0
_CHANGES_AT_ONCE = 1_000


class Stop:
    """Notes the first Ctrl-C (or a polite kill), so that the items in hand are finished; the second ends at once."""

    def __init__(self) -> None:
        self._asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._put_back()

    def asked(self) -> bool:
        """Whether to stop."""
        return self._asked

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
        self._put_back()
        complain("finishing what is in hand; press Ctrl-C again to stop at once.")

    def _put_back(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()


class _Rate(ProgressColumn):
    """How many items a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.0f}/s")


@contextmanager
def progress_bar(shown: bool) -> Iterator[Callable[[int, int | None], None] | None]:
    """A bar with rate, and time left once the end is known, on the error output, if that is a terminal."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Importing", total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)


@contextmanager
def indexing(wanted: bool) -> Iterator[None]:
    """Keeps the search index level while works come in, and brings it wholly level at the end."""
    if not wanted:
        yield
        return
    from fanthology.archive.search.follow import catch_up

    stop = threading.Event()
    thread = threading.Thread(target=_follow, args=(stop,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    try:
        catch_up(wait=True)
    except OSError as error:
        complain(
            f"The search index could not be written ({error.strerror or error}). The works are in the archive; "
            "run “fanthology reindex” when there is room."
        )


def _follow(stop: threading.Event) -> None:
    """Index what came in, now and then. What goes wrong here goes wrong again at the end, and is said then."""
    from django.db import DatabaseError, connection

    from fanthology.archive.search.follow import catch_up

    with contextlib.suppress(OSError, ValueError, DatabaseError):
        while not stop.wait(_INDEX_EVERY_SECONDS):
            catch_up(budget=_CHANGES_AT_ONCE, with_names=False)
    connection.close()
