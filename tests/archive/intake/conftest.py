"""Small files to bring in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

STORY = """Title: {title}
Author: {by}
Fandom: Dracula
Rating: PG
{more}
The lamp in the upper window burned all night, and nobody in the village asked who tended it or why.

"You are late," said Mina, when the train had gone. "The tide was early, and {title} is what I heard of it."

He took off his wet coat and hung it by the fire, and it was some time before either of them spoke again.

Outside the wind went round the house twice, tried the door, and left along the road to the harbour.
"""
NO_STORY = Path(__file__).resolve().parents[3] / "samples" / "usenet" / "greenwood-l-faq.txt"


def story_text(title: str, by: str = "Mina Harker", more: str = "") -> str:
    return STORY.format(title=title, by=by, more=more + "\n" if more else "")


@pytest.fixture
def write_story() -> Callable[..., str]:
    return story_text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three stories, one FAQ and one empty file."""
    place = tmp_path / "stories"
    place.mkdir()
    for title in ("Flight", "Return", "Tastes"):
        (place / f"{title}.txt").write_text(story_text(title))
    (place / "faq.txt").write_bytes(NO_STORY.read_bytes())
    (place / "empty.txt").write_bytes(b"")
    return place
