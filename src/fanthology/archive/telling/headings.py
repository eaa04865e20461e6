"""What a page prints over a chapter: the rule of `fic.writers.naming`, with the number and the title kept apart."""

from __future__ import annotations

from typing import NamedTuple

from fanthology.archive.catalogue.models import Chapter


class Heading(NamedTuple):
    """``number`` is "Chapter 2" or empty, ``title`` the chapter's own, or empty. A lone chapter may have neither."""

    number: str
    title: str

    @property
    def full(self) -> str:
        """
        >>> Heading("Chapter 2", "Run Away").full
        'Chapter 2: Run Away'
        """
        return ": ".join(part for part in self if part)


def heading_of(chapter: Chapter, *, alone: bool, numbered: bool) -> Heading:
    """``alone``: it is the work's only chapter. ``numbered``: the file numbers some chapter of the work.

    >>> heading_of(Chapter(position=1, number=2), alone=True, numbered=True).full
    'Chapter 2'
    >>> heading_of(Chapter(position=3), alone=False, numbered=False).full
    'Chapter 3'
    """
    title = " ".join(chapter.title.split())
    if chapter.number is not None:
        own = title.casefold().startswith("chapter")
        return Heading("" if own else f"Chapter {chapter.number}", title)
    if title or alone:
        return Heading("", title)
    return Heading("", "Untitled chapter") if numbered else Heading(f"Chapter {chapter.position}", "")
