"""Parts of stories for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fanthology.fic.story import Block, Chapter, Creator, Part, SourceInfo, Story


def chapter(text: str, number: int | None = None, title: str | None = None, **more: Any) -> Chapter:
    """A chapter of one paragraph for each line."""
    blocks = tuple(Block(f"b{hash(line) % 997}", "paragraph", 1, None, f"<p>{line}</p>") for line in text.split("\n"))
    return Chapter(blocks, number=number, title=title, words=len(text.split()), **more)


def part(
    number: int | None, of: int | None, *chapters: Chapter, title: str | None = "The Lamp", **fields: Any
) -> Story:
    """One part of a story by Hester Lark."""
    story = Story(
        SourceInfo(f"{number}.txt", "text", f"{number or 0:064x}", 1),
        title=title,
        creators=(Creator("Hester Lark"),),
        chapters=chapters,
        part=Part(number, of) if number is not None else None,
    )
    return replace(story, **fields)
