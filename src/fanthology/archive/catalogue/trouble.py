"""What is wrong with the disk or the database, in plain words: nothing that a fix of the program would change."""

from __future__ import annotations

import errno

from django.db import DatabaseError

_FULL = "The disk that holds the archive is full. Make room and try again."
_READ_ONLY = "The archive's folder cannot be written to. See to it that it can, and try again."
_DAMAGED = "The archive's database is damaged. Put back the last copy that you have of the archive's folder."
_HELD = "Another program is holding the archive's database. Wait until it has ended, and try again."
_UNUSABLE = "The archive's database cannot be opened. Is the disk full, or the folder readable only?"

# What SQLite says, each time in the words of its own list of errors.
_SIGNS = (
    ("disk is full", _FULL),
    ("readonly", _READ_ONLY),
    ("malformed", _DAMAGED),
    ("not a database", _DAMAGED),
    ("locked", _HELD),
    ("unable to open", _UNUSABLE),
    ("disk i/o", _UNUSABLE),
)
_NUMBERS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
}


def told(error: BaseException) -> str | None:
    """What happened and what to do; None for an error that is no trouble of this kind.

    >>> told(OSError(errno.ENOSPC, "No space left on device"))
    'The disk that holds the archive is full. Make room and try again.'
    >>> told(KeyError("title")) is None
    True
    """
    if isinstance(error, OSError):
        return _NUMBERS.get(error.errno or 0)
    if isinstance(error, DatabaseError):
        words = str(error).casefold()
        return next((sentence for sign, sentence in _SIGNS if sign in words), None)
    return None
