"""tantivy's writer, with its failures told as what they are: a disk that is full or may not be written to."""

from __future__ import annotations

import gc
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import tantivy

from .documents import IndexedWork
from .generations import DamagedIndexError
from .matching import numbered

_HEAP = 64_000_000  # 128 is no faster
_THREADS = 2
_HEAP_FOR_ALL = 512_000_000
# An index in one part counts facets several times as fast as one in sixteen. tantivy joins parts when there are eight
# of about one size; so a large index is written in eight, by one thread, each with room for an eighth.
_PARTS = 8
# Texts wait for tantivy's threads in a queue that is bounded in works, not in size, so a commit has to empty it.
_CHARACTERS_PER_COMMIT = 32_000_000
_encoded = json.JSONEncoder(check_circular=False).encode
_SYSTEM_ERROR = re.compile(r"(?:os error |code: )(\d+)")
_UNTOLD = "the disk may be full, or not to be written to"


@contextmanager
def failure_told() -> Iterator[None]:
    """Raises OSError for what tantivy could not write."""
    try:
        yield
    except (ValueError, DamagedIndexError) as error:
        # what went wrong in one of its threads, tantivy does not say
        number = _SYSTEM_ERROR.search(str(error))
        raise (OSError(int(number[1]), os.strerror(int(number[1]))) if number else OSError(_UNTOLD)) from error


@contextmanager
def writing(index: tantivy.Index) -> Iterator[Writing]:
    """Change the index of works; at the end the changes last. Raises OSError when they cannot be kept.

    A commit is made now and then in between, so a writer that was killed may have done some of what it was told.
    """
    with lasting(Writing(index)) as made:
        yield made


@contextmanager
def lasting(made: W) -> Iterator[W]:
    """Changes to any index, which last at the end. Raises OSError when they cannot be kept."""
    try:
        yield made
        made.close()
    finally:
        made.let_go()


@contextmanager
def writing_all(index: tantivy.Index, works: int) -> Iterator[Writing]:
    """The same for an index that is empty, and is to hold so many works: a large number of them."""
    gc.disable()  # all that is known of names is looked at again and again, and nothing of it is ever garbage
    try:
        with lasting(Writing(index, _HEAP_FOR_ALL, 1, works // _PARTS + 1)) as made:
            yield made
    finally:
        gc.enable()


class Changes:
    """Changes to an index: see `lasting`."""

    def __init__(self, index: tantivy.Index, heap: int = _HEAP, threads: int = _THREADS) -> None:
        with failure_told():
            self._writer = index.writer(heap, threads)

    def close(self) -> None:
        """Commit, and wait for tantivy to tidy up."""
        with failure_told():
            self._writer.commit()
            self._writer.wait_merging_threads()

    def let_go(self) -> None:
        """End tantivy's threads and its lock, which a traceback would otherwise keep."""
        del self._writer


W = TypeVar("W", bound=Changes)


class Writing(Changes):
    """Changes to the index of works: see `writing`. A commit is made after each ``part`` of so many works."""

    def __init__(self, index: tantivy.Index, heap: int = _HEAP, threads: int = _THREADS, part: int = 0) -> None:
        super().__init__(index, heap, threads)
        self._waiting = self._added = 0
        self._part = part

    def remove(self, works: Iterable[int]) -> None:
        """Take works out."""
        with failure_told():
            # By query: by term, tantivy-py 0.27 takes a number for another type than the field's and finds nothing.
            self._writer.delete_documents_by_query(numbered(works))

    def add(self, entry: IndexedWork) -> None:
        """Put a work in. One that is in already has to be taken out first."""
        self._waiting += sum(map(len, entry.get("text", ())))
        self._added += 1
        with failure_told():
            self._writer.add_json(_encoded(entry))
            if self._waiting > _CHARACTERS_PER_COMMIT or self._added == self._part:
                self._writer.commit()
                self._waiting = self._added = 0
