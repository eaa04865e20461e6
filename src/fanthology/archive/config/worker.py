"""What a web process of ``fanthology serve`` loads: the site, and how the process ends."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time

from .wsgi import application

__all__ = ["application"]
_LOOK_SECONDS = 1.0


def _leave() -> None:
    """End at once when the server has stopped: a thread of it that woke while Python is taken down would abort."""
    sys.stderr.flush()
    os._exit(0)


def _leave_with(parent: int) -> None:
    """End when the process that started this one was killed: a site that nobody can stop must not go on."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


atexit.register(_leave)
threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
