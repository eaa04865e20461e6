"""Where the generations of one index are on disk, and how one takes the place of another.

::

    HOME/<name>/current            the name of the generation that is searched
    HOME/<name>/v1-3f9c…/          a generation: the files of tantivy, and its position
    HOME/<name>/writer.lock        held by whoever writes

A generation is built beside the one in use and then named in ``current``, in one rename. Its name begins with the
version of the schema, so an index of another version is as good as none.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy
from django.conf import settings

_ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The generations of one index: in which folder of the archive, of which version of its schema, and how one is
    opened."""

    name: str
    version: int
    open: Callable[[Path], tantivy.Index]

    def folder(self) -> Path:
        """The folder of all generations."""
        return Path(settings.HOME) / self.name

    def current(self) -> Path | None:
        """The generation in use, or None where there is none of this version."""
        try:
            name = (self.folder() / "current").read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        found = self.folder() / name
        return found if re.fullmatch(rf"v{self.version}-[0-9a-f]{{12}}", name) and found.is_dir() else None

    @contextmanager
    def in_the_making(self) -> Iterator[Path]:
        """A new, empty generation, not yet in use; it is removed again if anything goes wrong. Needs the lock."""
        self._remove_but(self.current())  # what a killed process had begun
        made = self.folder() / f"v{self.version}-{secrets.token_hex(6)}"
        made.mkdir(parents=True)
        try:
            yield made
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise

    def switch(self, generation: Path) -> None:
        """Put a generation into use and remove all others. A search that has one open keeps its files."""
        write_whole(self.folder() / "current", generation.name)
        (self.folder() / _ANEW).unlink(missing_ok=True)
        self._remove_but(generation)

    def want_anew(self) -> None:
        """Have whoever writes next build the index anew: it holds words of something that may not be kept."""
        self.folder().mkdir(exist_ok=True)
        (self.folder() / _ANEW).touch()

    def wanted_anew(self) -> bool:
        """Whether somebody asked for that since the last time it was built."""
        return (self.folder() / _ANEW).exists()

    def _remove_but(self, kept: Path | None) -> None:
        for other in self.folder().glob("v*-*"):
            if other != kept:
                shutil.rmtree(other, ignore_errors=True)


def write_whole(path: Path, text: str) -> None:
    """Replace a small file in one step."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
