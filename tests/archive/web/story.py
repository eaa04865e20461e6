"""A story of two chapters, and a correction of it, for the tests of the reading room."""

from __future__ import annotations

from typing import Any

from archive.factories import make_work
from fanthology.archive.catalogue.models import ChapterText, Work
from fanthology.archive.web.addresses import work_address

RAIN = "It rained upon the moor.\n\n“Nobody walks,” said Holmes, “in such a night.”\n\nThe lamp went out."


def two_chapters(**fields: Any) -> tuple[Work, str]:
    work = make_work("The Long Rain", creators=["Hester Lark"], text=[RAIN, RAIN.replace("lamp", "fire")], **fields)
    return work, work_address(work)


def correct(work: Work, position: int, old: str, new: str) -> None:
    """Change a chapter's text, with the ids of the blocks that are concerned, as a reading of a better file does."""
    text = ChapterText.objects.get(chapter__edition=work.edition_id, chapter__position=position)
    number = text.html[: text.html.index(old)].count("<p ")
    text.html = text.html.replace(old, new).replace(f"b{position}x{number - 1}", "bcorrected")
    text.save()
