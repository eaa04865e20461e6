"""What a reader chose for a file: with notes or not, warnings first, a cover, and for paper its size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args
from urllib.parse import urlencode

from fanthology.fic.writers.book import Book

Paper: TypeAlias = Literal["a5", "a4", "letter", "large"]
PAPERS: tuple[Paper, ...] = get_args(Paper)
_NO = "no"


@dataclass(frozen=True, slots=True)
class Choices:
    """What is as usual has its default. ``facing``: pages for a bound book, left and right ones."""

    notes: bool = True
    warnings_first: bool = False
    cover: bool = True
    paper: Paper = "a5"
    facing: bool = False

    @property
    def query(self) -> str:
        """The choices as the query of an address; empty if all is as usual.

        >>> Choices(notes=False, paper="large").query
        'notes=no&paper=large'
        """
        pairs = {
            "notes": "" if self.notes else _NO,
            "warnings": "first" if self.warnings_first else "",
            "cover": "" if self.cover else _NO,
            "paper": "" if self.paper == "a5" else self.paper,
            "pages": "facing" if self.facing else "",
        }
        return urlencode({name: value for name, value in pairs.items() if value})


AS_USUAL = Choices()


def choices_of(query: Mapping[str, str]) -> Choices:
    """The choices of an address; what means nothing is as usual.

    >>> choices_of({"notes": "no", "paper": "papyrus"})
    Choices(notes=False, warnings_first=False, cover=True, paper='a5', facing=False)
    """
    return Choices(
        notes=query.get("notes") != _NO,
        warnings_first=query.get("warnings") == "first",
        cover=query.get("cover") != _NO,
        paper=next((one for one in PAPERS if one == query.get("paper")), "a5"),
        facing=query.get("pages") == "facing",
    )


def chosen(book: Book, choices: Choices) -> Book:
    """The book as a reader wants it. Without notes, those at its ends and at the ends of chapters are gone for good:
    such a file cannot give them back."""
    book = replace(book, cover=choices.cover, warnings_first=choices.warnings_first)
    if choices.notes:
        return book
    chapters = tuple(replace(one, notes_before=None, notes_after=None) for one in book.chapters)
    return replace(book, notes_before=None, notes_after=None, chapters=chapters)
