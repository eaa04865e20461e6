"""The containers of one run: each is kept and known by its hash before anything is taken out of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fanthology import __version__
from fanthology.archive.catalogue import boxes
from fanthology.archive.catalogue.models import Container
from fanthology.fic.containers.container import Container as Kind
from fanthology.fic.readers.loading import shown_path


@dataclass(frozen=True, slots=True)
class Box:
    """A container on its way in."""

    name: str
    sha256: str
    size: int
    kind: str

    def row(self) -> Container:
        """Its row, made if need be. Belongs inside a transaction."""
        told = {"size": self.size, "name": self.name, "kind": self.kind}
        row = Container.objects.get_or_create(sha256=self.sha256, defaults=told)[0]
        if row.discarded_at is not None:  # it was opened anew, so it is kept anew
            row.discarded_at = None
            row.save(update_fields=["discarded_at"])
        return row

    def is_here(self) -> bool:
        """True if this version read it to its end."""
        return Container.objects.filter(sha256=self.sha256, read_by=__version__).exists()

    def note_end(self) -> None:
        """It was read to its end, by this version."""
        Container.objects.filter(sha256=self.sha256).update(read_by=__version__)


class Boxes:
    """What is known of the containers of a run. With ``keep`` each is copied into the archive's folder."""

    def __init__(self, keep: bool) -> None:
        self._keep = keep
        self._known: dict[str, Box] = {}
        self._entered: set[str] = set()

    def box(self, name: str) -> Box:
        """The container of that name, as it was met last."""
        return self._known[name]

    def enter(self, path: Path, kind: Kind) -> bool:
        """Whether to open a container: not if it was read to its end before. It is kept by then.

        Raises OSError if it cannot be read, FanthologyError if it cannot be kept.
        """
        with path.open("rb") as file:
            return self.enter_open(shown_path(path), file, kind.name)

    def enter_open(self, name: str, file: BinaryIO, kind: str) -> bool:
        """The same for a container that is open; its file is at its start again."""
        if not self._is_new(name, file, kind) or self._known[name].sha256 in self._entered:
            return False
        self._entered.add(self._known[name].sha256)
        return True

    def _is_new(self, name: str, file: BinaryIO, kind: str) -> bool:
        size = file.seek(0, 2)
        known = Container.objects.filter(size=size).exists()
        if known or not self._keep:  # to hash it twice is quicker than to write what is there
            box = Box(name, *boxes.digest(file), kind)
            self._known[name] = box
            if box.is_here():
                return False
        if self._keep and not (known and boxes.is_kept(self._known[name].sha256, size)):
            self._known[name] = Box(name, *boxes.put(file), kind)
        return True
