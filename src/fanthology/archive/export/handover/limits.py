"""What AO3 does not take, as a table, and what of it a work exceeds, in words.

Summaries and chapters are as the site of Open Doors checks them, the number of chapters and the signs in tags as
otwarchive (AO3's program) does. Each is a setting there, so AO3 may change it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .handed import Handed

_TAG = re.compile(r"<[^<>]*>")
_FORBIDDEN = re.compile(r"[,^*<>{}=`\\%]")
"""Signs that no tag may hold. A comma would part it in two."""

CONTENT_LEAST = 10
CONTENT_MOST = 510_000
API_CHAPTERS_MOST = 199
"""The API refuses a work of 200 chapters; by other ways a work may have more."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many characters a thing may have; ``things`` gives what a work has of it, each under what it is called."""

    most: int
    things: Callable[[Handed], Iterator[tuple[str, str]]]


LIMITS = (
    Limit(255, lambda work: iter((("Its title", work.title),))),
    Limit(1_250, lambda work: iter((("Its summary", work.summary),))),
    Limit(5_000, lambda work: iter((("What stands in its notes", work.notes),))),
    Limit(150, lambda work: ((f"The tag “{tag}”", tag) for tag, _ in work.tags)),
    Limit(255, lambda work: ((f"The name “{one.name}”", one.name) for one in work.authors)),
    Limit(255, lambda work: ((f"The title of chapter {one.position}", one.title) for one in work.chapters)),
    Limit(
        CONTENT_MOST,
        lambda work: (
            (f"Chapter {one.position}, with its mark-up and notes,", one.notes_before + one.html + one.notes_after)
            for one in work.chapters
        ),
    ),
)


TABLE_LIMITS = (
    Limit(
        5_000,
        lambda work: (
            (f"What stands in the notes of chapter {one.position}", one.notes_before + one.notes_after)
            for one in work.chapters
        ),
    ),
)
"""Of the tables alone: by the API, a chapter's notes stand in its text."""


def exceeds(work: Handed, *, by_api: bool) -> list[str]:
    """What keeps AO3 from taking a work as it is, a sentence each; empty if nothing does."""
    found = [
        f"{called} has {len(text):,} characters; AO3 takes {limit.most:,}."
        for limit in (LIMITS if by_api else LIMITS + TABLE_LIMITS)
        for called, text in limit.things(work)
        if len(text) > limit.most
    ]
    found += list(_signs(work))
    found += list(_chapters(work))
    if by_api and len(work.chapters) > API_CHAPTERS_MOST:
        found.append(f"It has {len(work.chapters):,} chapters; AO3's API takes {API_CHAPTERS_MOST}.")
    return found


def _signs(work: Handed) -> Iterator[str]:
    for tag, _ in work.tags:
        signs = " ".join(dict.fromkeys(_FORBIDDEN.findall(tag)))
        if signs:
            yield f"The tag “{tag}” holds what AO3 allows in no tag: {signs}"


def _chapters(work: Handed) -> Iterator[str]:
    if not work.chapters:
        yield "It has no text."
    for one in work.chapters:
        length = len(_TAG.sub("", one.html).strip())
        if length < CONTENT_LEAST:
            yield f"Chapter {one.position} has {length} characters; AO3 asks for {CONTENT_LEAST}."
