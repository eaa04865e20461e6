"""Whether two items are parts of one story. Never on weak evidence: title, creator and numbers must agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fanthology.fic.story import Part, Story
from fanthology.fic.text.folding import fold, fold_title

Answer: TypeAlias = Literal["join", "propose", "no"]

_REPOSTED = re.compile(r"^(?:re ?post|repost|re|fwd?|revised|new|fic|story)\b[\s:]*|\b(?:revised|repost(?:ed)?)$")
_MOST_PARTS = 2_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two items belong together as parts, and why, in plain words."""

    answer: Answer
    reason: str = ""


def title_key(story: Story) -> str | None:
    """The title by which parts of one story know each other; None for a story without a title.

    >>> from fanthology.fic.story import SourceInfo
    >>> source = SourceInfo("a", "text", "0" * 64, 1)
    >>> title_key(Story(source, title="REPOST: The Lamp")) == title_key(Story(source, title="The lamp"))
    True
    """
    if not story.title:
        return None
    return fold_title(_REPOSTED.sub("", fold(story.title)).strip()) or None


def makers(story: Story) -> frozenset[str]:
    """The folded names of those who wrote it, as far as it says; else of who posted it."""
    names = [one.name for one in story.creators if one.role in ("author", "coauthor")]
    names = names or ([story.posted_by] if story.posted_by else [])
    return frozenset(filter(None, map(fold, names)))


def part_of(story: Story) -> Part | None:
    """Which part an item is: as it says, or by the one numbered chapter that is in it.

    >>> from fanthology.fic.story import Chapter, SourceInfo
    >>> part_of(Story(SourceInfo("a", "text", "0" * 64, 1), chapters=(Chapter((), number=2),), chapters_expected=7))
    Part(number=2, of=7)
    """
    if story.part is not None:
        return story.part
    numbers = [chapter.number for chapter in story.chapters if chapter.number is not None]
    if len(story.chapters) == 1 and len(numbers) == 1 and numbers[0] <= _MOST_PARTS:
        return Part(numbers[0], story.chapters_expected)
    return None


def numbers_of(story: Story) -> frozenset[int]:
    """The numbers of the parts or chapters that an item holds."""
    part = part_of(story)
    if part is not None:
        return frozenset([part.number]) if part.number is not None else frozenset()
    return frozenset(chapter.number for chapter in story.chapters if chapter.number is not None)


def belongs(one: Story, other: Story) -> Verdict:
    """Whether two items are parts of one story; the order of the two makes no difference.

    They join by themselves if title and maker are the same, both say which part they are, no part is in both, and
    neither counts the parts differently. Where only some of it holds it is proposed.
    """
    key = title_key(one)
    if key is None or key != title_key(other):
        return Verdict("no")
    whose, whose_other = makers(one), makers(other)
    if whose and whose_other and not whose & whose_other:
        return Verdict("no")
    here, there = numbers_of(one), numbers_of(other)
    if not here or not there:
        return Verdict("no")
    both = sorted(here & there)
    if both:
        return _overlapping(one, other, both)
    if not _count_alike(part_of(one), part_of(other)):
        return Verdict("propose", "They have the same title, but they do not count the parts alike.")
    if not whose or not whose_other:
        return Verdict(
            "propose", f"They have the same title and are {_numbered(here | there)}, but not both say by whom."
        )
    return Verdict("join", f"The same title, the same creator, and {_numbered(here | there)}.")


def _overlapping(one: Story, other: Story, both: Sequence[int]) -> Verdict:
    if part_of(one) is None or part_of(other) is None or _words(one) == _words(other):
        return Verdict("no")  # a whole beside a part, or the same text twice: a matter of copies
    return Verdict("propose", f"Both are part {both[0]} of the same story, with different words: one may be revised.")


def _count_alike(one: Part | None, other: Part | None) -> bool:
    totals = {part.of for part in (one, other) if part and part.of}
    highest = max((part.number or 0 for part in (one, other) if part), default=0)
    return len(totals) < 2 and all(total >= highest for total in totals)


def _numbered(numbers: frozenset[int]) -> str:
    return "parts " + " and ".join(map(str, sorted(numbers)))


def _words(story: Story) -> tuple[str, ...]:
    return tuple(block.html for chapter in story.chapters for block in chapter.blocks)
