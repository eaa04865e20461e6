"""What the index holds of each work, to be compared with the catalogue."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import tantivy

from fanthology.archive.catalogue.models import Visibility

from .generations import current, damage_told_apart, open_index
from .schema import schema

_AT_ONCE = 10_000
_FOOT = struct.Struct("<II")
_MAGIC = 1337
"""How tantivy ends a file: a line of JSON with a checksum of all before it, the line's length, this number."""


def damaged_files(generation: Path) -> Iterator[str]:
    """The names of an index's files that are not what tantivy wrote. Raises OSError."""
    for file in sorted(generation.glob("*.*")):
        if file.suffix not in (".json", ".lock") and not _is_whole(file.read_bytes()):
            yield file.name


def _is_whole(data: bytes) -> bool:
    try:
        length, magic = _FOOT.unpack(data[-_FOOT.size :])
        foot = len(data) - _FOOT.size - length
        told = json.loads(data[foot : -_FOOT.size])
        return bool(magic == _MAGIC and foot >= 0 and zlib.crc32(data[:foot]) == told["crc"])
    except (struct.error, ValueError, KeyError, TypeError):
        return False


def held() -> dict[int, str]:
    """The number of every work that the index in use holds, with its visibility; a work that is in it twice has both.

    Raises DamagedIndexError if it cannot be read, ValueError if there is none.
    """
    generation = current()
    if generation is None:
        raise ValueError("there is no index")
    found: dict[int, str] = {}
    index = open_index(generation)
    with damage_told_apart():
        searcher = index.searcher()
        for level in Visibility.values:
            of_level = tantivy.Query.term_query(schema(), "visibility", level)
            hits = searcher.search(of_level, limit=max(1, searcher.num_docs), count=False).hits
            for start in range(0, len(hits), _AT_ONCE):
                addresses = [at for _, at in hits[start : start + _AT_ONCE]]
                for number in searcher.fast_field_values("work_id", addresses):
                    key = int(number or 0)
                    found[key] = f"{found[key]} {level}" if key in found else level
    return found
