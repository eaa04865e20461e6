"""What this archive knows of fandoms: what comes with the program, and the files in its own folder ``canon``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from fanthology.fic.canon import Fandom, built_in, with_folder
from fanthology.fic.canon.canonical import CanonicalNames, names_of

FOLDER = "canon"


def fandoms() -> tuple[Fandom, ...]:
    """The fandoms. Raises FanthologyError for a file of the archive's own that cannot be used; it names the place."""
    folder = Path(settings.HOME) / FOLDER
    return _with(folder, _state(folder)) if folder.is_dir() else built_in()


def names() -> CanonicalNames:
    """What people write, to canonical names."""
    return names_of(fandoms())


def _state(folder: Path) -> tuple[tuple[str, int], ...]:
    return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.toml")))


@cache
def _with(folder: Path, state: tuple[tuple[str, int], ...]) -> tuple[Fandom, ...]:
    return with_folder(folder)
