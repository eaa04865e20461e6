"""What a web process of ``fanthology serve`` loads: the site, when it tidies up, and how the process ends."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import sys
import threading
from multiprocessing.connection import wait

from django.urls import get_resolver

from .tidying import tidy_between_pages
from .wsgi import application

__all__ = ["application"]


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


_ = get_resolver().url_patterns  # all pages are loaded before the first is asked for
tidy_between_pages()
atexit.register(_leave)
threading.Thread(target=_leave_with_parent, daemon=True).start()
