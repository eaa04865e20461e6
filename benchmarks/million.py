"""A made-up archive of a million works, written straight into the tables of a folder that is kept for the next time.

``python benchmarks/million.py [WORKS] --home DIR [--texts]`` makes it (1,000,000 works). The same number of works is
the same archive every time. With ``--texts`` one work of twenty has a chapter of 3,000 words; the others have none.
``DIR/questions.json`` says what is worth asking of it.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from made_up import RANDOM, Language, distinct, public_id
from million_asked import asked_of
from million_tags import Tags

from fanthology.cli.site import DATABASE, open_home
from fanthology.fic.story import RATINGS

VERSION = 1
"""Raise it with every change of what is made, so that no folder of an older make is taken for this one."""

QUESTIONS = "questions.json"
AT_ONCE = 10_000
FIRST_IMPORT = datetime(2024, 1, 1)
FIRST_DAY = date(2000, 9, 1)
DAYS = 25 * 365
LANGUAGES = ("en", "zh", "es", "fr", "ru", "de", "pl", "it", "pt-BR", "ko", "cs", "fi")
LANGUAGE_WEIGHTS = (880, 40, 20, 16, 14, 8, 6, 5, 4, 3, 2, 2)

_PRAGMAS = (
    *("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-300000", "threads=2"),
    "ignore_check_constraints=ON",  # some of them call functions that Django brings
)

Row: TypeAlias = tuple[Any, ...]


def made(home: Path, works: int, *, texts: bool = False) -> dict[str, Any]:
    """What is worth asking of the archive in this folder, which is made if it is not there.

    Opens the folder as the archive of this process. Exits with a sentence if it holds another archive.
    """
    kept = home / QUESTIONS
    wanted = {"version": VERSION, "works": works, "texts": texts}
    if kept.exists():
        questions: dict[str, Any] = json.loads(kept.read_text())
        if {name: questions[name] for name in wanted} != wanted:
            raise SystemExit(f"{home} holds another archive than the one asked for. Remove it, or name another folder.")
        open_home(home)
        return questions
    if (home / DATABASE).exists():
        raise SystemExit(f"{home} holds an archive that is not whole or not made here. Remove it, or name another.")
    open_home(home)
    from django.db import connections

    connections.close_all()
    start = time.perf_counter()
    language = Language()
    with _quickly(home / DATABASE) as database:
        _fill(database, works, language, texts=texts)
    questions = wanted | asked_of(home / DATABASE, works, language)
    kept.write_text(json.dumps(questions))
    print(f"{works:,} works made in {time.perf_counter() - start:.0f} s: {home}")
    return questions


@contextmanager
def _quickly(file: Path) -> Iterator[sqlite3.Connection]:
    """The database, without any care for what would happen if the power went, and without indexes till the end."""
    database = sqlite3.connect(file, isolation_level=None)
    for pragma in _PRAGMAS:
        database.execute(f"PRAGMA {pragma}")
    named = "FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name LIKE 'catalogue_%'"
    indexes = database.execute(f"SELECT name, sql {named}").fetchall()
    for name, _ in indexes:
        database.execute(f'DROP INDEX "{name}"')
    yield database
    for _, statement in indexes:
        database.execute(statement)
    database.execute("PRAGMA journal_mode=WAL")
    database.close()


def _insert(database: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows; the columns that are not named are left empty."""
    known = database.execute(f"PRAGMA table_info(catalogue_{table})").fetchall()
    others = {
        name: "NULL" if not needed or key else "''" if kind.lower().startswith(("text", "varchar")) else "0"
        for _, name, kind, needed, _, key in known
        if name not in columns
    }
    names = ", ".join(f'"{name}"' for name in (*columns, *others))
    values = ", ".join([*["?"] * len(columns), *others.values()])
    database.execute("BEGIN")
    database.executemany(f"INSERT INTO catalogue_{table} ({names}) VALUES ({values})", rows)  # noqa: S608 (our own names)
    database.execute("COMMIT")


def _fill(database: sqlite3.Connection, works: int, language: Language, *, texts: bool) -> None:
    tags = Tags(works)
    _insert(database, "tag", ("id", "public_id", "kind", "name", "canonical_id"), tags.rows(language))
    _insert(database, "tagparent", ("tag_id", "parent_id", "kind"), tags.parents())
    people = _people(database, works, language)
    series = _series(database, works, language)
    paragraphs = [f"<p>{language.text(100, 100)}.</p>" for _ in range(2_000)] if texts else []
    for start in range(1, works + 1, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, works + 1))
        _write_works(database, numbers, language)
        taggings = ((work, tag, at) for work in numbers for at, tag in enumerate(tags.of_a_work()))
        _insert(database, "tagging", ("work_id", "tag_id", "position"), taggings)
        _insert(database, "creatorship", ("work_id", "creator_id", "role", "position"), _credits(numbers, people))
        _insert(database, "seriesentry", ("work_id", "series_id"), _entries(numbers, series))
        if texts:
            _write_texts(database, [number for number in numbers if number % 20 == 0], paragraphs)


def _people(database: sqlite3.Connection, works: int, language: Language) -> int:
    count = works * 3 // 20
    names = enumerate(distinct(lambda: language.name(1, 2), count), 1)
    rows = ((number, public_id(number), name, name.lower()) for number, name in names)
    _insert(database, "creator", ("id", "public_id", "name", "sort_name"), rows)
    return count


def _series(database: sqlite3.Connection, works: int, language: Language) -> int:
    count = works // 20
    names = enumerate(distinct(lambda: language.name(2, 4), count), 1)
    rows = ((number, public_id(number), name) for number, name in names)
    _insert(database, "series", ("id", "public_id", "name"), rows)
    return count


def _write_works(database: sqlite3.Connection, numbers: range, language: Language) -> None:
    columns = (
        *("id", "public_id", "visibility", "added_at", "title", "display_title", "sort_title", "summary", "rating"),
        *("language", "status", "published", "updated", "words", "chapter_count", "chapters_expected"),
    )
    _insert(database, "work", columns, (_work(number, language) for number in numbers))


def _work(number: int, language: Language) -> Row:
    title = language.text(2, 12).capitalize()
    day = int(DAYS * RANDOM.random() ** 0.6)  # more every year
    chapters = max(1, int(RANDOM.expovariate(0.4)))
    updated = min(DAYS, day + (int(RANDOM.expovariate(0.01)) if chapters > 1 else 0))
    status = RANDOM.choices(("complete", "in-progress", "unknown"), (70, 25, 5))[0]
    return (
        number,
        public_id(number),
        RANDOM.choices(("public", "registered", "private"), (90, 8, 2))[0],
        str(FIRST_IMPORT + timedelta(seconds=number)),
        title,
        title,
        title.lower(),
        language.text(10, 40),
        RANDOM.choices((None, *RATINGS), (3, 10, 27, 32, 13, 15))[0],
        RANDOM.choices(LANGUAGES, LANGUAGE_WEIGHTS)[0],
        status,
        str(FIRST_DAY + timedelta(day)),
        str(FIRST_DAY + timedelta(updated)),
        int(RANDOM.lognormvariate(8, 1.2)),
        chapters,
        chapters if status == "complete" else None,
    )


def _credits(numbers: range, people: int) -> Iterator[Row]:
    for number in numbers:
        for at in range(2 if RANDOM.random() < 0.06 else 1):
            # nobody writes a tenth of an archive, as they would by Zipf; two halves, so that nobody is named twice
            half = int(people / 2 * RANDOM.random() ** 2)
            yield number, 1 + half * 2 + at, "author", at


def _entries(numbers: range, series: int) -> Iterator[Row]:
    return ((number, RANDOM.randint(1, series)) for number in numbers if RANDOM.random() < 0.15)


def _write_texts(database: sqlite3.Connection, numbers: Sequence[int], paragraphs: Sequence[str]) -> None:
    """A chapter each, with all that stands behind it; everything has the number of its work."""
    now = str(FIRST_IMPORT)
    _insert(database, "source", ("id", "sha256", "added_at"), ((one, f"{one:064x}", now) for one in numbers))
    readings = ((one, one, "made", "1", "story", now) for one in numbers)
    _insert(database, "reading", ("id", "source_id", "reader", "version", "outcome", "made_at"), readings)
    _insert(database, "edition", ("id", "work_id", "reading_id", "made_at"), ((one, one, one, now) for one in numbers))
    chapters = ((one, one, one, 1, 3_000, 1) for one in numbers)
    _insert(database, "chapter", ("id", "edition_id", "reading_id", "position", "words", "scenes"), chapters)
    texts = ((one, "\n".join(RANDOM.choices(paragraphs, k=30))) for one in numbers)
    _insert(database, "chaptertext", ("chapter_id", "html"), texts)
    database.execute(
        "UPDATE catalogue_work SET edition_id = id WHERE id BETWEEN ? AND ? AND id % 20 = 0", (numbers[0], numbers[-1])
    )


def main() -> None:
    """Make it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("works", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--texts", action="store_true")
    asked = parser.parse_args()
    made(asked.home, asked.works, texts=asked.texts)


if __name__ == "__main__":
    main()
