"""The list of a work's chapters, with the gaps where chapters are missing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fanthology.archive.catalogue.models import Chapter, Missing

from .headings import heading_of


@dataclass(frozen=True, slots=True)
class Line:
    """A chapter that is here (``position`` set), or the number of one that is not."""

    name: str
    position: int | None = None
    words: int = 0
    scenes: int = 0
    published: date | None = None


def contents(chapters: Sequence[Chapter], missing: Iterable[Missing]) -> list[Line]:
    """Chapters in their order; a missing one stands before the first chapter with a higher number, else at the end.

    >>> [line.name for line in contents([Chapter(position=1, number=2)], [Missing(what="chapter", number=1)])]
    ['Chapter 1 is not in this archive', 'Chapter 2']
    """
    absent = deque(sorted(one.number for one in missing if one.what == "chapter" and one.number is not None))
    numbered = any(one.number is not None for one in chapters)
    lines: list[Line] = []
    for chapter in chapters:
        while absent and chapter.number is not None and absent[0] < chapter.number:
            lines.append(_gap(absent.popleft()))
        heading = heading_of(chapter, alone=len(chapters) == 1, numbered=numbered)
        lines.append(
            Line(heading.full or "The story", chapter.position, chapter.words, chapter.scenes, chapter.published)
        )
    return lines + [_gap(number) for number in absent]


def _gap(number: int) -> Line:
    return Line(f"Chapter {number} is not in this archive")
