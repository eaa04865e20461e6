"""Files for the command line's tests."""

from __future__ import annotations

from pathlib import Path

STORY = """Title: The Empty Lamp
Author: Mary Morstan <mary@example.org>

The lamp in the window of Baker Street had burned all night, and in the morning there was no oil left in it.

"You have been waiting for someone," I said, and Holmes did not answer at once, but looked down into the street,
where the first carts were coming up from the river.

"I have been waiting," he said at last, "for someone who will not come, and I find that I mind it a good deal
more than I had supposed."
"""


def write_story(folder: Path, name: str = "lamp.txt") -> Path:
    path = folder / name
    path.write_text(STORY, "utf-8")
    return path
