"""What stands over a chapter of a download. Until October 2025 the chapter's title alone, or "Chapter 2" where it had
none; since then "Chapter 2: Title"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_NUMBERED = re.compile(r"(?s)Chapter\s+(\d{1,5})(?:\s*:\s*(.*))?")


def titled(headings: Sequence[str | None], work: str | None = None) -> list[tuple[int | None, str | None]]:
    """The number and the title of every chapter, from what stands over each; None where nothing does. ``work`` is the
    title of the whole: that over the only chapter is no title of its own.

    A title that an author began with "Chapter 2:" looks like today's form; it is taken for that only if every chapter
    of the work is headed so, and counts up.

    >>> titled(["Chapter 1: Fog", "Chapter 2"]), titled(["Fog", "Chapter 2", "Chapter 2: Rain"])
    ([(1, 'Fog'), (2, None)], [(1, 'Fog'), (2, None), (3, 'Chapter 2: Rain')])
    >>> titled(["The Lamp"], "The Lamp"), titled([None])
    ([(None, None)], [(None, None)])
    """
    if len(headings) == 1 and headings[0] in (None, work):
        return [(None, None)]
    matches = [_NUMBERED.fullmatch(heading or "") for heading in headings]
    numbers = [int(match[1]) for match in matches if match]
    rises = all(before < after for before, after in pairwise(numbers))
    if len(numbers) == len(headings) and rises:
        return [(int(match[1]), match[2] or None) for match in matches if match]
    return [_old_form(place, heading) for place, heading in enumerate(headings, start=1)]


def _old_form(place: int, heading: str | None) -> tuple[int, str | None]:
    return place, None if heading == f"Chapter {place}" else heading or None
