"""A peer of `bench_million`: SQLite's own full-text search (FTS5) beside tables with indexes."""

# ruff: noqa: S608  (statements are put together of numbers and of words of our own)

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from million_asked import Question
from million_sql import INDEXES, TABLES, statements

from fanthology.cli.site import DATABASE

FILE = "fts5.sqlite3"
_PART = "fts5.part"

_TAGGED = """
SELECT DISTINCT g.work_id, x.tag FROM old.catalogue_tagging g JOIN (
  SELECT id, coalesce(canonical_id, id) AS tag FROM old.catalogue_tag
  UNION SELECT t.id, p.parent_id FROM old.catalogue_tag t
  JOIN old.catalogue_tagparent p ON p.tag_id = coalesce(t.canonical_id, t.id) AND p.kind = 'metatag') x
ON x.id = g.tag_id ORDER BY 1, 2
"""
_LONG = "(words >= 1000) + (words >= 5000) + (words >= 10000) + (words >= 50000) + (words >= 100000)"
_WORKS = f"""
SELECT id, visibility, rating, language, status, substr(published, 1, 4), {_LONG}, words, added_at
FROM old.catalogue_work
"""
_FILLING = (
    f"INSERT INTO work {_WORKS}",
    f"INSERT INTO of_work {_TAGGED}",
    "INSERT INTO credit SELECT work_id, creator_id FROM old.catalogue_creatorship",
    "INSERT INTO entry SELECT work_id, series_id FROM old.catalogue_seriesentry",
    "INSERT INTO kind SELECT id, kind FROM old.catalogue_tag",
    *INDEXES,
)
_PROSE = """
SELECT w.id, w.title,
  (SELECT group_concat(c.name, ' ') FROM credit JOIN old.catalogue_creator c ON c.id = creator WHERE work = w.id),
  (SELECT group_concat(t.name, ' ') FROM of_work JOIN old.catalogue_tag t ON t.id = tag WHERE work = w.id),
  w.summary
FROM old.catalogue_work w ORDER BY w.id
"""
_FTS = (
    """CREATE VIRTUAL TABLE fts USING fts5(
    title, creators, tags, summary, content='', tokenize='porter unicode61 remove_diacritics 2')""",
    f"INSERT INTO fts (rowid, title, creators, tags, summary) {_PROSE}",
)


def built(home: Path) -> sqlite3.Connection:
    """The peer's tables and index, made beside the archive if they are not there."""
    if not (home / FILE).exists():
        (home / _PART).unlink(missing_ok=True)
        database = _opened(home / _PART)
        database.execute("PRAGMA journal_mode=OFF")
        database.execute("ATTACH ? AS old", (str(home / DATABASE),))
        for table, columns in TABLES.items():
            if table != "prose":
                database.execute(f"CREATE TABLE {table} ({columns})")
        for statement in (*_FILLING, *_FTS):
            database.execute(statement)
        database.close()
        (home / _PART).replace(home / FILE)
    return _opened(home / FILE)


def _opened(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, isolation_level=None)
    for pragma in ("synchronous=OFF", "cache_size=-1000000", "temp_store=MEMORY", "mmap_size=8000000000"):
        database.execute(f"PRAGMA {pragma}")
    return database


def ask(database: sqlite3.Connection, question: Question) -> int:
    """All that a page needs; gives how many were found."""
    total = 0
    for statement in asked(question):
        rows = database.execute(statement).fetchall()
        if statement.startswith("SELECT count(*)"):
            total = rows[0][0]
    return total


def asked(question: Question) -> list[str]:
    """The statements of a question."""
    matching = f"w.id IN (SELECT rowid FROM fts WHERE fts MATCH '{question.words}')"
    best = (
        f"SELECT w.id FROM fts JOIN work w ON w.id = fts.rowid WHERE fts MATCH '{question.words}' "
        "AND w.visibility = 'public' ORDER BY bm25(fts, 6, 3, 3, 1) LIMIT 20"
    )
    return statements(question, matching, best)


def prose(database: sqlite3.Connection, home: Path) -> Iterator[tuple[int | str | None, ...]]:
    """The words of each work, for a peer that cannot read this database."""
    database.execute("ATTACH ? AS old", (str(home / DATABASE),))
    yield from database.execute(_PROSE)
    database.execute("DETACH old")
