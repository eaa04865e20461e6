"""A peer of `bench_million`: a PostgreSQL of its own for as long as it is asked, if one is installed here."""

# ruff: noqa: S608  (statements are put together of numbers and of words of our own)

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import million_fts5
from million_asked import Question
from million_sql import INDEXES, TABLES, statements

_FTS = (
    """CREATE TABLE fts AS SELECT work AS id, setweight(to_tsvector('english', title), 'A')
    || setweight(to_tsvector('english', coalesce(creators, '') || ' ' || coalesce(tags, '')), 'B')
    || to_tsvector('english', summary) AS words FROM prose""",
    "CREATE INDEX fts_words ON fts USING gin (words)",
    "DROP TABLE prose",
    "VACUUM ANALYZE",
)
# one thread, as the others; nothing is kept, so nothing need be safe
_SETTINGS = (
    *("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_wal_size=8GB", "wal_level=minimal"),
    *("max_wal_senders=0", "shared_buffers=2GB", "work_mem=512MB", "maintenance_work_mem=1GB", "temp_buffers=512MB"),
    *("effective_cache_size=8GB", "random_page_cost=1.1", "max_parallel_workers_per_gather=0", "jit=off"),
)
_TIME = re.compile(r"Time: ([\d.]+) ms")
_TOTAL = re.compile(r"total=(\d+)")
_AT_ONCE = 50_000


class Postgres:
    """A running server; its socket is in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._psql = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", str(folder), "-U", "postgres"]

    def run(self, script: str) -> str:
        """What the server says to some statements. Raises CalledProcessError if one fails."""
        return subprocess.run(self._psql, input=script, check=True, capture_output=True, text=True).stdout

    def copy(self, table: str, rows: Iterable[tuple[int | str | None, ...]]) -> None:
        """Write rows into a table."""
        command = [*self._psql, "-c", f"COPY {table} FROM STDIN WITH (FORMAT csv)"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, text=True, encoding="utf-8") as taking:
            assert taking.stdin
            rows = iter(rows)
            while some := list(islice(rows, _AT_ONCE)):
                written = io.StringIO()
                csv.writer(written).writerows(some)
                taking.stdin.write(written.getvalue())
        assert taking.returncode == 0, table

    def size(self) -> int:
        """Bytes on disk."""
        return int(self.run("SELECT pg_database_size('postgres')"))

    def ask(self, question: Question, times: int) -> tuple[list[float], int]:
        """Seconds that each asking took, and how many were found."""
        once = "\n".join(f"{statement};" for statement in asked(question))
        said = self.run("\\timing on\n" + f"\\echo asked\n{once}\n" * times)
        rounds = said.split("asked\n")[1:]
        found = _TOTAL.search(rounds[0])
        assert found, rounds[0]
        return [sum(map(float, _TIME.findall(one))) / 1000 for one in rounds], int(found[1])


def asked(question: Question) -> list[str]:
    """The statements of a question."""
    query = f"plainto_tsquery('english', '{question.words}')"
    best = (
        f"SELECT w.id FROM fts f JOIN work w USING (id) WHERE f.words @@ {query} "
        f"AND w.visibility = 'public' ORDER BY ts_rank(f.words, {query}) DESC LIMIT 20"
    )
    matching = f"w.id IN (SELECT id FROM fts WHERE words @@ {query})"
    total = {"SELECT count(*) FROM found": "SELECT 'total=' || count(*) FROM found"}
    return [total.get(one, one) for one in statements(question, matching, best)]


def built(server: Postgres, home: Path) -> None:
    """Fill it with what the other peer has."""
    source = million_fts5.built(home)
    server.run(";".join(f"CREATE TABLE {table} ({columns})" for table, columns in TABLES.items()))
    for table in TABLES:
        rows = million_fts5.prose(source, home) if table == "prose" else _rows(source, table)
        server.copy(table, rows)
    for statement in (*INDEXES, *_FTS):
        server.run(statement)


def _rows(source: sqlite3.Connection, table: str) -> sqlite3.Cursor:
    return source.execute(f"SELECT * FROM {table}")


@contextmanager
def running() -> Iterator[Postgres | None]:
    """A new, empty server; None if there is none on this machine."""
    programs = _programs()
    if programs is None or not shutil.which("psql"):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="fanthology-postgres-", ignore_cleanup_errors=True) as folder:
        # a server does not run as root; Debian's package brings a user for it
        other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if other:
            shutil.chown(folder, "postgres")
        data = Path(folder) / "data"
        control = [*other, str(programs / "pg_ctl"), "-D", str(data), "-w"]
        _quietly([*other, str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "--no-sync"])
        settings = " ".join(f"-c {setting}" for setting in _SETTINGS)
        _quietly([*control, "-o", f"-k {folder} -c listen_addresses= {settings}", "-l", f"{folder}/log", "start"])
        try:
            yield Postgres(Path(folder))
        finally:
            _quietly([*control, "-m", "immediate", "stop"])


def _quietly(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _programs() -> Path | None:
    """Where the newest server's programs are: not on everybody's path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None
