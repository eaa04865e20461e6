"""What a web process of ``fanthology serve`` loads: the site, how often it tidies up, and how the process ends."""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
import sys
import threading
from multiprocessing.connection import wait

from django.core.signals import request_finished
from django.urls import get_resolver

from .wsgi import application

__all__ = ["application"]

_OBJECTS = 50_000
"""More than most pages are made of. The works of a list refer to one another in circles, and Python, left to itself,
looks for those after 700 objects, when all are still in use; it then finds them only when it looks through everything,
which held every eighth page up for a tenth of a second."""


def _tidy_between_pages() -> None:
    """Load all pages, look never again through what is there then, and through the rest when a page has been sent."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS)
    request_finished.connect(_tidy, weak=False)


def _tidy(**_: object) -> None:
    gc.collect(0)


def _leave() -> None:
    """End at once when the server has stopped: a thread of it that woke while Python is taken down would abort."""
    sys.stderr.flush()
    os._exit(0)


def _leave_with_parent() -> None:
    """End when the process that started this one was killed: a site that nobody can stop must not go on.

    It is told so by a pipe that ends with its parent, even if that was before this module was loaded.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


_tidy_between_pages()
atexit.register(_leave)
threading.Thread(target=_leave_with_parent, daemon=True).start()
