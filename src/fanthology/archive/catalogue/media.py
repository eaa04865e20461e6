"""What fandoms are told in: as somebody put them under a medium, or else as is known of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from fanthology.fic.canon.canon import Medium
from fanthology.fic.canon.canonical import CanonicalNames
from fanthology.fic.text.folding import fold

from .canon import names
from .models import TagKind, TagParent

_CALLED: dict[Medium, tuple[str, ...]] = {
    "tv": ("TV", "TV Shows", "Television"),
    "film": ("Films", "Film", "Movies", "Movie"),
    "book": ("Books", "Book", "Books & Literature", "Literature"),
    "comic": ("Comics", "Comic", "Cartoons", "Cartoons & Comics & Graphic Novels"),
    "anime": ("Anime", "Manga", "Anime & Manga", "Anime/Manga"),
    "game": ("Games", "Game", "Video Games"),
    "theatre": ("Theatre", "Theater", "Plays", "Musicals", "Plays/Musicals"),
    "music": ("Music", "Bands", "Music & Bands"),
    "legend": ("Legends", "Legend", "Mythology", "Myths", "Legends & Myths"),
    "other": ("Other", "Other Media", "Misc", "Celebrities & Real People"),
}
"""What tags that are a medium are called, here and at other archives."""

_BY_NAME = {fold(name): medium for medium, those in _CALLED.items() for name in those}


def media_of(fandoms: Iterable[tuple[int, str]]) -> dict[int, Medium]:
    """The medium of each fandom, given by number and name; ``other`` where nothing tells. One query.

    Raises FanthologyError where a file of the archive's own canon cannot be used.
    """
    known, said = names(), _said()
    return {number: said.get(number) or _known(known, name) for number, name in fandoms}


@lru_cache(maxsize=50_000)
def _known(known: CanonicalNames, name: str) -> Medium:
    """Remembered, as a list asks for all fandoms each time."""
    return known.medium(name) or "other"


def _said() -> dict[int, Medium]:
    """The fandoms that are under a medium."""
    rows = TagParent.objects.filter(tag__kind=TagKind.FANDOM).values_list("tag_id", "parent__name")
    return {number: _BY_NAME[fold(name)] for number, name in rows if fold(name) in _BY_NAME}
