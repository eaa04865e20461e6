"""``manifest.json``: what belongs to an export, each file with its SHA-256.

One line for each file, so that it can be read and written without holding all of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

MANIFEST = "manifest.json"
_FORMAT = "fanthology.export/1"


class Entry(NamedTuple):
    """A file of an export: its name from the export's folder on, with slashes."""

    path: str
    sha256: str
    size: int


def write(file: IO[str], kind: str, facts: dict[str, object], *entries: Iterable[Entry]) -> None:
    """Write a manifest."""
    told = {"format": _FORMAT, "kind": kind, **facts}
    file.write("{\n")
    for name, value in told.items():
        file.write(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)},\n")
    file.write('"files": [')
    before = "\n"
    for one in (entry for run in entries for entry in run):
        file.write(before + json.dumps(one._asdict(), ensure_ascii=False))
        before = ",\n"
    file.write("\n]\n}\n")


def kind_of(path: Path) -> str | None:
    """The kind of export that a manifest is of; None for any other file, or none."""
    told: dict[str, object] = {}
    for line in _lines(path, most=3):
        name, _, value = line.rstrip(",").partition(": ")
        if value:
            told[str(_read(name))] = _read(value)
    kind = told.get("kind")
    return kind if told.get("format") == _FORMAT and isinstance(kind, str) else None


def entries(path: Path) -> Iterator[Entry]:
    """The files that a manifest names, but for names that lead out of its folder."""
    for line in _lines(path):
        one = _read(line.rstrip(",")) if line.startswith('{"path": ') else None
        if isinstance(one, dict) and _is_inside(one.get("path")):
            yield Entry(one["path"], str(one.get("sha256")), int(one.get("size") or 0))


def _is_inside(path: object) -> bool:
    """
    >>> _is_inside("works/1.html"), _is_inside("../1.html"), _is_inside("/etc/passwd")
    (True, False, False)
    """
    if not isinstance(path, str) or not path or "\\" in path:
        return False
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts


def _lines(path: Path, most: int | None = None) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file):
                if most is not None and number >= most:
                    return
                yield line.rstrip("\n")
    except (FileNotFoundError, NotADirectoryError):
        return


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None
