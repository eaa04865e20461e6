"""The index of works on its `shelf`, HOME/index: how it is opened, and how far it follows the change log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import tantivy

from .schema import SCHEMA_VERSION, WORDS, blanks, schema
from .shelf import Shelf, write_whole


@dataclass(frozen=True, slots=True)
class Position:
    """The last row of the change log that an index holds. ``at`` is when it was written: a log that was replaced (by a
    restored backup) has another row under that number, or none. ``grown``: how many works were put in since it was
    built."""

    change: int = 0
    at: str = ""
    grown: int = 0


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
    write_whole(generation / "position", json.dumps(asdict(position)))


SHELF = Shelf("index", SCHEMA_VERSION, open_index)
"""Where the index of works is."""

folder, current, in_the_making, switch = SHELF.folder, SHELF.current, SHELF.in_the_making, SHELF.switch
want_anew, wanted_anew = SHELF.want_anew, SHELF.wanted_anew
