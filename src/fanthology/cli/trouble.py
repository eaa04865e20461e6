"""What a command says when the disk or the database is what is wrong, and not the program."""

from __future__ import annotations

import sys


def told(error: Exception) -> str | None:
    """What happened and what to do, where an archive was open; None for any other error, which is a fault.

    >>> told(KeyError("title")) is None
    True
    """
    # a command that opened no archive has not loaded Django, and must not load it to say so
    if "django.db" not in sys.modules:
        return None
    from fanthology.archive.catalogue.trouble import told as told_of_archive

    return told_of_archive(error)
