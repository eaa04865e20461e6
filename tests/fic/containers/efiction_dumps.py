"""Opening dumps in tests."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from fanthology.fic.containers.container import Found, Limits, Member, Opened, Tally
from fanthology.fic.containers.efiction import EFICTION
from fanthology.fic.readers import read
from fanthology.fic.story import Outcome


def opened(data: bytes, files: Mapping[str, bytes] | Path | None = None, name: str = "dump.sql") -> list[Found]:
    """Everything that the container gives."""

    def neighbour(path: str) -> bytes | None:
        if isinstance(files, Path):
            return (files / path).read_bytes() if (files / path).is_file() else None
        return files.get(path) if files else None

    return list(EFICTION.members(Opened(name, io.BytesIO(data), Limits(), neighbour)))


def outcomes(found: list[Found]) -> dict[str, Outcome]:
    """Each member, read, by its name."""
    return {one.name: read(one.data, name=one.name) for one in found if isinstance(one, Member)}


def tally(found: list[Found]) -> Tally:
    """The account of a dump that holds one archive."""
    (only,) = [one for one in found if isinstance(one, Tally)]
    return only
