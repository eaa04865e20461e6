"""Reading items: here, or in processes of their own so that every core reads while this one writes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from types import TracebackType
from typing import Self

from .loading import Loaded
from .prepare import Prepared, prepare

FEW = 32
"""Up to so many items are read in this process: starting others takes longer."""
MOST_PROCESSES = 8
READY = "fanthology.archive.intake.ready"

Task = Callable[[], Prepared]
"""Gives what was made of an item, when it is ready. Raises what reading it raised."""


class ReaderDiedError(Exception):
    """The process that read the item was ended by the system, twice: it probably needs too much memory."""


class ReadingPool:
    """Reads items in the background. A context manager; with ``processes=0`` items are read when they are asked for."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def start(self, item: Loaded) -> Task:
        """Begin to read an item."""
        if not self._processes:
            return lambda: prepare(item.data, item.path, member=item.member, beside=item.beside)
        future = self._submit(item)
        return lambda: self._result(future, item)

    def _submit(self, item: Loaded) -> Future[Prepared]:
        if self._pool is None:
            self._pool = _processes(self._processes)
        try:
            with _interrupts_held_back():
                return _submitted(self._pool, item)
        except BrokenProcessPool:
            self._close()
            return self._submit(item)

    def _result(self, future: Future[Prepared], item: Loaded) -> Prepared:
        try:
            return future.result()
        except BrokenProcessPool:
            return _read_alone(item)

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def processes_for(items: int) -> int:
    """How many reading processes are worth starting for so many items; 0 means to read here."""
    return 0 if items <= FEW else min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


def _processes(number: int) -> ProcessPoolExecutor:
    # a copy of this process would share its database connection: they are copies of one that has none, and that
    # has loaded what each of them needs
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([READY])
    return ProcessPoolExecutor(number, mp_context=context, initializer=_begin, initargs=(dict(os.environ),))


def _submitted(pool: ProcessPoolExecutor, item: Loaded) -> Future[Prepared]:
    return pool.submit(prepare, item.data, item.path, member=item.member, beside=dict(item.beside))


def _read_alone(item: Loaded) -> Prepared:
    """Read an item whose process died, or that waited in a pool that broke, in a process of its own."""
    with _processes(1) as pool:
        try:
            with _interrupts_held_back():
                reading = _submitted(pool, item)
            return reading.result()
        except BrokenProcessPool as error:
            raise ReaderDiedError from error


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal, but only the main one may act on it.

    What is submitted first starts the processes, and they inherit the mask; here the signal comes a moment later.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(environment: Mapping[str, str]) -> None:
    """In a reading process: take this environment, which may have changed since the copied process began; end when
    the main process has gone, however it went."""
    os.environ.update(environment)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
