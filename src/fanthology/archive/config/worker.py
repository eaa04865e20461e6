"""What a web process of ``fanthology serve`` loads: the site, and how the process ends."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import sys
import threading
from multiprocessing.connection import wait

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


atexit.register(_leave)
threading.Thread(target=_leave_with_parent, daemon=True).start()
