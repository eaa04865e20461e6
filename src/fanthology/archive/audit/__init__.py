"""The audit log: who did what, when, in files that only grow and that no page or command changes."""

from .appending import append
from .log import KINDS, Line, note, note_after, read_back, verify

__all__ = ["KINDS", "Line", "append", "note", "note_after", "read_back", "verify"]
