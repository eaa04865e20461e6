"""What fandoms are told in, in words."""

from __future__ import annotations

from fanthology.fic.canon.canon import Medium

MEDIA: dict[Medium, str] = {
    "tv": "TV",
    "film": "Films",
    "book": "Books",
    "comic": "Comics",
    "anime": "Anime & manga",
    "game": "Games",
    "theatre": "Theatre",
    "music": "Music",
    "legend": "Legends",
    "other": "Other",
}
"""What a list of each is called, in the order in which they are shown."""
