"""One Story made of several, each a part of it: posts, articles, files of one chapter each.

A part that begins without a heading of its own goes on with the chapter before, if the parts have headings at all:
articles need not end where chapters do. Nothing is left out and nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fanthology.fic.gathering.belong import numbers_of, part_of, title_key
from fanthology.fic.story import Block, Chapter, Link, Missing, Story
from fanthology.fic.text.folding import fold_title

_GAPS = ("title", "posted_by", "rating", "summary", "disclaimer", "permission", "notes_before", "language")
_LISTS = ("gift_to", "fandoms", "relationships", "characters", "freeforms", "warnings", "categories", "series")
_ALL = ("identity", "assets", "reviews")
_MOST_MISSING = 200


@dataclass(frozen=True, slots=True)
class Composed:
    """The whole, and for each of its chapters which of the parts (from 0) it begins in."""

    story: Story
    origins: tuple[int, ...]


def in_order(stories: Sequence[Story]) -> list[int]:
    """The places of the parts, in the order of their numbers; those without a number keep theirs, at the end."""
    return sorted(range(len(stories)), key=lambda at: (min(numbers_of(stories[at]), default=10**9), at))


def compose(stories: Sequence[Story]) -> Composed:
    """The whole of these parts, which are in their order. Raises ValueError if there is none."""
    if not stories:
        raise ValueError("nothing to compose")
    if len(stories) == 1:
        return Composed(stories[0], (0,) * len(stories[0].chapters))
    headed = any(_has_heading(story, at) for story in stories for at in range(len(story.chapters)))
    chapters: list[tuple[Chapter, int]] = []
    for number, story in enumerate(stories):
        _append(chapters, story, number, headed)
    unique = _with_unique_ids([chapter for chapter, _ in chapters])
    whole = replace(
        stories[0],
        **_gaps_filled(stories),
        chapters=tuple(unique),
        links=tuple(_links(stories)),
        missing=tuple(_missing(stories, unique, headed)),
        published=min((one.published for one in stories if one.published), default=None),
        updated=_updated(stories),
        status=_status(stories),
        chapters_expected=None if headed else _total(stories),
        notes_after=stories[-1].notes_after or stories[0].notes_after,
        part=None,
        held=next((one.held for one in stories if one.held), None),
    )
    return Composed(whole, tuple(origin for _, origin in chapters))


def _has_heading(story: Story, at: int) -> bool:
    """True if a chapter has a heading of its own, not only the number of the part it is in."""
    chapter, part = story.chapters[at], part_of(story)
    if chapter.title:
        return True
    return chapter.number is not None and (at > 0 or part is None or chapter.number != part.number)


def _append(chapters: list[tuple[Chapter, int]], story: Story, number: int, headed: bool) -> None:
    """The chapters of the next part."""
    part = part_of(story)
    for at, chapter in enumerate(story.chapters):
        first = at == 0
        if first and number:
            chapter = _with_notes_of_post(chapter, story)
        if headed and first and chapters and not _has_heading(story, at):
            before, origin = chapters[-1]
            chapters[-1] = (_continued(before, chapter), origin)
            continue
        if not headed and part is not None and part.number:
            chapter = replace(chapter, number=part.number)
        elif headed and not _has_heading(story, at):
            chapter = replace(chapter, number=None)
        chapters.append((chapter, number))


def _with_notes_of_post(chapter: Chapter, story: Story) -> Chapter:
    """What a later post says before its text is a note of the chapter it begins with."""
    notes = [one for one in (story.notes_before, chapter.notes_before) if one]
    return replace(chapter, notes_before="\n\n".join(dict.fromkeys(notes)) or None)


def _continued(before: Chapter, after: Chapter) -> Chapter:
    """One chapter of two stretches; what stands between two posts is no scene break."""
    moved = tuple(replace(block, scene=block.scene + before.scenes - 1) for block in after.blocks)
    notes = [one for one in (before.notes_after, after.notes_before, after.notes_after) if one]
    return replace(
        before,
        blocks=before.blocks + moved,
        words=before.words + after.words,
        scenes=before.scenes + after.scenes - 1,
        notes_after="\n\n".join(notes) or None,
    )


def _with_unique_ids(chapters: Sequence[Chapter]) -> list[Chapter]:
    seen: dict[str, int] = {}

    def unique(block: Block) -> Block:
        times = seen[block.id] = seen.get(block.id, 0) + 1
        if times == 1:
            return block
        seen[f"{block.id}-{times}"] = 1
        return replace(block, id=f"{block.id}-{times}")

    return [replace(chapter, blocks=tuple(map(unique, chapter.blocks))) for chapter in chapters]


def _gaps_filled(stories: Sequence[Story]) -> dict[str, Any]:
    """What the first part does not say and a later one does."""
    filled: dict[str, Any] = {
        name: next((value for one in stories if (value := getattr(one, name))), None) for name in _GAPS
    }
    filled |= {name: next((value for one in stories if (value := getattr(one, name))), ()) for name in _LISTS}
    filled |= {name: tuple(dict.fromkeys(value for one in stories for value in getattr(one, name))) for name in _ALL}
    creators = {(one.name, one.role): one for story in reversed(stories) for one in story.creators}
    named = dict.fromkeys((one.name, one.role) for story in stories for one in story.creators)
    return filled | {"creators": tuple(creators[key] for key in named)}


def _links(stories: Sequence[Story]) -> Iterator[Link]:
    """The links of all parts, but those to the story itself: its own other parts are here."""
    own = title_key(stories[0])
    for link in dict.fromkeys(link for story in stories for link in story.links):
        if not (link.kind in ("follows", "continued-in") and link.title and fold_title(link.title) == own):
            yield link


def _total(stories: Sequence[Story]) -> int | None:
    """How many parts there are, as the parts say; the highest part that is here if one goes beyond that."""
    totals = [part.of for story in stories if (part := part_of(story)) and part.of]
    return max(totals, default=None)


def _missing(stories: Sequence[Story], chapters: Sequence[Chapter], headed: bool) -> Iterator[Missing]:
    """The parts that are not here, as far as the parts say how many there are; gaps between those that are; other
    works that they name."""
    here = {number for story in stories for number in numbers_of(story)} if not headed else _parts_here(stories)
    last = max(here, default=0)
    total = max(_total(stories) or 0, last)
    for number in range(1, min(total, _MOST_MISSING) + 1):
        if number not in here:
            yield Missing("part", number)
    if headed:
        numbers = {chapter.number for chapter in chapters if chapter.number is not None}
        for number in range(1, min(max(numbers, default=0), _MOST_MISSING)):
            if number not in numbers and last == 0:
                yield Missing("chapter", number)
    own = title_key(stories[0])
    for one in dict.fromkeys(one for story in stories for one in story.missing):
        if one.what == "work" and not (one.title and fold_title(one.title) == own):
            yield one


def _parts_here(stories: Sequence[Story]) -> set[int]:
    return {part.number for story in stories if (part := part_of(story)) and part.number is not None}


def _updated(stories: Sequence[Story]) -> str | None:
    days = [day for one in stories for day in (one.updated, one.published) if day]
    latest = max(days, default=None)
    return (
        latest if latest and latest != min((one.published for one in stories if one.published), default=None) else None
    )


def _status(stories: Sequence[Story]) -> Any:
    """Complete if the last part says so, or all parts are here of a number that is said."""
    if stories[-1].status == "complete":
        return "complete"
    total = _total(stories)
    here = _parts_here(stories)
    if total and set(range(1, total + 1)) <= here:
        return "complete"
    return "in-progress" if any(one.status == "in-progress" for one in stories) else stories[-1].status
