"""What to call a story or a chapter that states no title: one rule for the site, the files and the command line."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from fanthology.fic.story import Block, Chapter, Story

_INLINE_TAG = re.compile(r"</?(?:a|abbr|cite|code|em|q|ruby|s|small|span|strong|sub|sup|u)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_LONGEST = 40
_WORDS = 6


def block_text(markup: str) -> str:
    """The text of a block's html, with its blank space collapsed.

    >>> block_text("<p>Mr. <em>Holmes</em><br/>&amp; I</p>")
    'Mr. Holmes & I'
    """
    return " ".join(html.unescape(_TAG.sub(" ", _INLINE_TAG.sub("", markup))).split())


def opening_words(blocks: Iterable[Block]) -> str:
    """The first words of the first block that has any, or an empty string. A scene break has none.

    >>> opening_words([Block("b1", "paragraph", 1, None, "<p>Down, down, down. Would the fall never end?</p>")])
    'Down, down, down. Would the fall'
    """
    for block in blocks:
        words = [] if block.kind == "scene-break" else block_text(block.html).split()
        if words:
            return " ".join(words[:_WORDS])[:_LONGEST].rstrip()
    return ""


def untitled(opening: str, noun: str = "Untitled") -> str:
    """A name for something without a title, which nobody can mistake for a title.

    >>> untitled("Down, down, down.")
    'Untitled (Down, down, down…)'
    >>> untitled("")
    'Untitled'
    """
    # one sign is enough where the opening already ends in a stop
    return f"{noun} ({opening.rstrip('.,;:…')}…)" if opening else noun


def display_title(story: Story) -> str:
    """The title of a Story as stated, or `untitled` with its first words.

    >>> from fanthology.fic.story import SourceInfo
    >>> display_title(Story(source=SourceInfo("a.txt", "text", "0" * 64, 5)))
    'Untitled'
    """
    title = " ".join((story.title or "").split())
    return title or untitled(opening_words(block for chapter in story.chapters for block in chapter.blocks))


def chapter_heading(chapter: Chapter, position: int, chapters: tuple[Chapter, ...], title: str) -> str:
    """What to print over a chapter. ``title`` is the story's, ``position`` the chapter's place in ``chapters`` from 1.

    A position becomes a number only where no chapter states one: beside stated numbers it could contradict them.

    >>> chapter_heading(Chapter((), number=2, title="Run Away"), 1, (Chapter(()), Chapter(())), "Flight")
    'Chapter 2: Run Away'
    """
    stated = " ".join((chapter.title or "").split())
    if chapter.number is not None:
        number = f"Chapter {chapter.number}"
        return stated if stated.casefold().startswith("chapter") else f"{number}: {stated}" if stated else number
    if stated:
        return stated
    if len(chapters) == 1:
        return title
    if all(other.number is None for other in chapters):
        return f"Chapter {position}"
    return untitled(opening_words(chapter.blocks), "Untitled chapter")
