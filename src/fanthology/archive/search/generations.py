"""Where the index is on disk, and how one index takes the place of another.

::

    HOME/index/current            the name of the generation that is searched
    HOME/index/v1-3f9c…/          a generation: the files of tantivy, and its position
    HOME/index/writer.lock        held by whoever writes

A generation is built beside the one in use and then named in ``current``, in one rename. Its name begins with the
version of the schema, so an index of another version is as good as none.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import tantivy
from django.conf import settings

from .schema import SCHEMA_VERSION, WORDS, blanks, schema

_ANEW = "anew"
_NAME = re.compile(rf"v{SCHEMA_VERSION}-[0-9a-f]{{12}}")


@dataclass(frozen=True, slots=True)
class Position:
    """The last row of the change log that an index holds. ``at`` is when it was written: a log that was replaced (by a
    restored backup) has another row under that number, or none. ``grown``: how many works were put in since it was
    built."""

    change: int = 0
    at: str = ""
    grown: int = 0


def folder() -> Path:
    """The folder of all generations."""
    return Path(settings.HOME) / "index"


def current() -> Path | None:
    """The generation in use, or None where there is none of this version."""
    try:
        name = (folder() / "current").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    found = folder() / name
    return found if _NAME.fullmatch(name) and found.is_dir() else None


@contextmanager
def in_the_making() -> Iterator[Path]:
    """A new, empty generation, not yet in use; it is removed again if anything goes wrong. Needs the lock."""
    _remove_but(current())  # what a killed process had begun
    made = folder() / f"v{SCHEMA_VERSION}-{secrets.token_hex(6)}"
    made.mkdir(parents=True)
    try:
        yield made
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def switch(generation: Path) -> None:
    """Put a generation into use and remove all others. A search that has one open keeps its files."""
    _write(folder() / "current", generation.name)
    (folder() / _ANEW).unlink(missing_ok=True)
    _remove_but(generation)


def _remove_but(kept: Path | None) -> None:
    for other in folder().glob("v*-*"):
        if other != kept:
            shutil.rmtree(other, ignore_errors=True)


def want_anew() -> None:
    """Have whoever writes next build the index anew: it holds words of something that may not be kept."""
    folder().mkdir(exist_ok=True)
    (folder() / _ANEW).touch()


def wanted_anew() -> bool:
    """Whether somebody asked for that since the last time it was built."""
    return (folder() / _ANEW).exists()


class DamagedIndexError(Exception):
    """An index that cannot be read. It holds nothing that the catalogue does not have, so it is built anew."""


@contextmanager
def damage_told_apart() -> Iterator[None]:
    """Raises DamagedIndexError for every way in which tantivy says that it cannot read its files.

    One of them is a panic: a BaseException whose class cannot be imported.
    """
    try:
        yield
    except (ValueError, OSError) as error:
        raise DamagedIndexError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedIndexError(str(error)) from error


def open_index(generation: Path) -> tantivy.Index:
    """The index of a generation, made if it is empty. Raises DamagedIndexError."""
    with damage_told_apart():
        index = tantivy.Index(schema(), str(generation), reuse=True)
        index.register_tokenizer(WORDS, blanks())
        # We reload ourselves, when a request finds that a commit was made: no thread watches files.
        index.config_reader("manual")
        index.reload()
    return index


def read_position(generation: Path) -> Position:
    """How far a generation follows the change log; the beginning if it does not say."""
    try:
        kept = json.loads((generation / "position").read_text("utf-8"))
        return Position(int(kept["change"]), str(kept["at"]), int(kept["grown"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Position()


def write_position(generation: Path, position: Position) -> None:
    """Keep the position, after the commit it describes: killed between the two, the same works are written again."""
    _write(generation / "position", json.dumps(asdict(position)))


def _write(path: Path, text: str) -> None:
    """Replace a small file in one step."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
