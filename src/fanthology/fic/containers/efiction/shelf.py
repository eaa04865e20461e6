"""The rows of a dump, put where each story's are found together: a temporary database on the disk, gone afterwards."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

from fanthology.fic.containers.efiction.sql import Row, Value
from fanthology.fic.containers.efiction.tables import COLUMNS, SECRET
from fanthology.fic.text.decoding.decode import decode

Record: TypeAlias = dict[str, Any]

KEYS = {
    "stories": ("sid", None), "chapters": ("sid", "inorder"), "coauthors": ("sid", None),
    "inseries": ("sid", "inorder"), "reviews": ("item", "reviewid"), "authors": ("uid", None),
    "series": ("seriesid", None), "comments": ("nid", "cid"),
    "categories": ("catid", None), "characters": ("charid", None), "classes": ("class_id", None),
    "classtypes": ("classtype_id", None), "ratings": ("rid", None), "challenges": ("chalid", None),
    "genres": ("gid", None), "warnings": ("wid", None), "news": ("nid", None), "messages": ("message_id", None),
    "settings": (None, None),
}  # fmt: skip
"""By which column the rows of a table are looked for, and by which they are ordered."""


class Shelf:
    """Rows by kind and key. Text is decoded on the way in, value by value: a dump may mix encodings."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("")  # a file of its own that nobody else sees
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute("CREATE TABLE row (kind TEXT, key TEXT, place REAL, record TEXT)")
        self.counts: Counter[str] = Counter()
        self._indexed = False

    def add(self, kind: str, row: Row) -> None:
        """Put a row away. Columns that hold secrets are left out."""
        record = _record(kind, row)
        key, place = KEYS[kind]
        self.counts[kind] += 1
        self._database.execute(
            "INSERT INTO row VALUES (?, ?, ?, ?)",
            (kind, str(record.get(key or "") or ""), _number(record.get(place or "")), json.dumps(record)),
        )

    def all(self, kind: str) -> Iterator[Record]:
        """All rows of a kind, by the order of their keys as numbers, then as they came."""
        self._index()
        query = "SELECT record FROM row WHERE kind = ? ORDER BY CAST(key AS INTEGER), rowid"
        for (record,) in self._database.execute(query, (kind,)):
            yield json.loads(record)

    def of(self, kind: str, key: str) -> list[Record]:
        """The rows of a kind with a key, in their order."""
        self._index()
        query = "SELECT record FROM row WHERE kind = ? AND key = ? ORDER BY place, rowid"
        return [json.loads(record) for (record,) in self._database.execute(query, (kind, key))]

    def one(self, kind: str, key: str) -> Record | None:
        """The first of them."""
        return next(iter(self.of(kind, key)), None)

    def strangers(self, kind: str, home: str) -> Iterator[str]:
        """The keys of rows of a kind for which there is no row of the kind ``home``."""
        self._index()
        query = (
            "SELECT DISTINCT key FROM row WHERE kind = ? AND key NOT IN (SELECT key FROM row WHERE kind = ?)"
            " ORDER BY CAST(key AS INTEGER), key"
        )
        for (key,) in self._database.execute(query, (kind, home)):
            yield key

    def close(self) -> None:
        """Let go of the temporary file."""
        self._database.close()

    def _index(self) -> None:
        if not self._indexed:
            self._database.execute("CREATE INDEX by_key ON row (kind, key)")
            self._indexed = True


def _record(kind: str, row: Row) -> Record:
    columns = row.columns or COLUMNS[kind]
    named = list(zip(columns, row.values, strict=False))
    record: Record = {name: _text(value) for name, value in named if name not in SECRET}
    beyond = row.values[len(columns) :]
    if beyond:
        record["more"] = [_text(value) for value in beyond]  # columns that this version of the program does not have
    return record


def _text(value: Value) -> str | None:
    if value is None:
        return None
    return value.decode("ascii") if value.isascii() else decode(value).text


def _number(value: str | None) -> float:
    try:
        return float(value or 0)
    except ValueError:
        return 0.0
