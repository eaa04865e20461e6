"""The questions of `bench_million` in SQL, for the peers: the same tables and statements for SQLite and PostgreSQL.

The peers get the best that plain tables can do: tags are resolved (synonyms, wider tags) when the tables are made,
every join has an index that covers it, and what was found is written down once, measured (so that each peer chooses
well how to go on), and counted thirteen times.
"""

# ruff: noqa: S608  (statements are put together of numbers and of words of our own)

from __future__ import annotations

from collections.abc import Sequence

from million_asked import Question

TABLES = {
    "work": "id INTEGER PRIMARY KEY, visibility TEXT, rating TEXT, language TEXT, status TEXT, year INTEGER, "
    "length INTEGER, words INTEGER, added TEXT",
    "of_work": "work INTEGER, tag INTEGER",
    "credit": "work INTEGER, creator INTEGER",
    "entry": "work INTEGER, series INTEGER",
    "kind": "tag INTEGER PRIMARY KEY, name TEXT",
    "prose": "work INTEGER PRIMARY KEY, title TEXT, creators TEXT, tags TEXT, summary TEXT",
}
INDEXES = (
    "CREATE INDEX by_tag ON of_work (tag, work)",
    "CREATE UNIQUE INDEX by_work ON of_work (work, tag)",
    "CREATE INDEX credit_by_work ON credit (work, creator)",
    "CREATE INDEX entry_by_work ON entry (work, series)",
    "ANALYZE",
)

_COUNTED = ("rating", "language", "status", "year", "length")
_OF_EACH_KIND = """
SELECT kind, tag, n FROM (
  SELECT k.name AS kind, c.tag, c.n, row_number() OVER (PARTITION BY k.name ORDER BY c.n DESC, c.tag) AS place
  FROM (SELECT o.tag, count(*) AS n FROM found f JOIN of_work o ON o.work = f.id GROUP BY o.tag) c
  JOIN kind k ON k.tag = c.tag) t
WHERE place <= 10
"""
_MOST = "GROUP BY 1 ORDER BY n DESC LIMIT 10"


def statements(question: Question, matching: str, best: str) -> list[str]:
    """What answers a question: the works found, how many they are, the first page, and thirteen facets.

    ``matching`` is the condition for the words, ``best`` the page of what matches best, each in the peer's own way.
    """
    return [
        "DROP TABLE IF EXISTS found",
        f"CREATE TEMP TABLE found AS {_found(question, matching)}",
        "ANALYZE found",
        "SELECT count(*) FROM found",
        best if question.words else "SELECT id FROM found ORDER BY added DESC, id DESC LIMIT 20",
        _OF_EACH_KIND,
        *(f"SELECT {column}, count(*) AS n FROM found {_MOST}" for column in _COUNTED),
        f"SELECT creator, count(*) AS n FROM found f JOIN credit c ON c.work = f.id {_MOST}",
        f"SELECT series, count(*) AS n FROM found f JOIN entry e ON e.work = f.id {_MOST}",
    ]


def _found(question: Question, matching: str) -> str:
    tables, conditions = "work w", ["w.visibility = 'public'"]
    if question.words:
        conditions.append(matching)
    elif question.included:
        tables = "of_work t JOIN work w ON w.id = t.work"
        conditions.append(f"t.tag = {question.included[0]}")
    conditions += [f"EXISTS ({_bears(tag)})" for tag in question.included[0 if question.words else 1 :]]
    if unwanted := (*question.excluded, *question.unwanted):
        conditions.append(f"NOT EXISTS ({_bears(*unwanted)})")
    if question.length:
        conditions.append("w.words BETWEEN {} AND {}".format(*question.length))
    return f"SELECT w.* FROM {tables} WHERE {' AND '.join(conditions)}"


def _bears(*tags: int) -> str:
    return f"SELECT 1 FROM of_work o WHERE o.work = w.id AND o.tag IN ({_listed(tags)})"


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
