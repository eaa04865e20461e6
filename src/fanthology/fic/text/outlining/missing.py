"""What a file says exists but does not hold: the other parts of "part 3/7", chapter 1 before a chapter 2."""

from __future__ import annotations

from typing import Literal

from fanthology.fic.story import Missing
from fanthology.fic.text.document import ChapterOutline
from fanthology.fic.text.outlining.claims import Claims
from fanthology.fic.text.outlining.parts import part_in
from fanthology.fic.text.outlining.sections import Section
from fanthology.fic.text.outlining.zone import Front

_MOST = 200  # a higher number is a year or a joke


def front_part(front: Front) -> int | None:
    """The part number at the top of a post: in its subject, or beside its title."""
    for mail in reversed(front.mails):
        if part := part_in(mail.value("subject", "subj")):
            return part.number
    best = front.claims.best("part")
    return int(best.value) if best and isinstance(best.value, int) and best.value else None


def missing_parts(
    claims: Claims, fronts: list[Front], sections: list[Section], chapters: tuple[ChapterOutline, ...]
) -> tuple[int | None, tuple[Missing, ...]]:
    """How many chapters are expected, if it says so, and what is missing.

    A total counts only while the chapters here do not go beyond it: posts in three parts may hold ten chapters. A file
    that runs to "The End" without being the last part was put together from several posts, and misses nothing.
    """
    present = {chapter.number for chapter in chapters if chapter.number is not None}
    total = _number(claims, "total")
    if total is not None and max(present, default=0) <= total <= _MOST:
        here = present | {part for front in fronts if (part := front_part(front))}
        ends = any(claim.value == "complete" for claim in claims.of("status"))
        if ends and total not in here:
            return total, ()
        return total, tuple(Missing("part", number) for number in range(1, total + 1) if number not in here)
    return None, _gaps(present, fronts, sections, chapters)


def _gaps(
    present: set[int], fronts: list[Front], sections: list[Section], chapters: tuple[ChapterOutline, ...]
) -> tuple[Missing, ...]:
    """Numbers left out between the chapters here, and before them unless a chapter without a number comes first."""
    if not present or max(present) > _MOST or "numbered" in {section.kind for section in sections}:
        return ()
    what: Literal["chapter", "part"] = "chapter" if any(s.kind == "chapter" for s in sections) else "part"
    here = present | {part for front in fronts if (part := front_part(front))}
    opening = chapters[0]
    unnumbered = opening.number is None and opening.title is None
    first = min(present) if unnumbered else 1
    return tuple(Missing(what, number) for number in range(first, max(present)) if number not in here)


def _number(claims: Claims, field: str) -> int | None:
    best = claims.best(field)
    return best.value if best and isinstance(best.value, int) and best.value > 0 else None
