"""How fast the index is built and searched, beside SQLite's own full-text search (FTS5) over the same works.

``python benchmarks/bench_search.py [WORKS] [KILOBYTES]`` makes that many stories (5,000 of 45 KB), for a while.
A search is what a page needs: the first twenty hits with passages, the total, and the five facets.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="fanthology-bench-"))
os.environ["FANTHOLOGY_HOME"] = str(HOME)

from fanthology.cli.site import open_home

open_home(HOME)

from fanthology.archive.catalogue import models as m
from fanthology.archive.catalogue.viewer import GUEST
from fanthology.archive.search.follow import catch_up, rebuild
from fanthology.archive.search.query import search
from fanthology.fic.story import RATINGS
from fanthology.fic.writers.naming import block_text

RANDOM = random.Random(1895)
SYLLABLES = ["ba", "cor", "del", "fen", "gri", "hol", "ki", "lan", "mo", "nar", "pel", "quo", "ris", "sel", "tam"]
WORDS = ["".join(RANDOM.choices(SYLLABLES, k=RANDOM.randint(1, 4))) for _ in range(30_000)]
WEIGHTS = [1 / rank for rank in range(1, len(WORDS) + 1)]
QUERIES = [WORDS[40], WORDS[400], f"{WORDS[60]} {WORDS[200]}", f'"{WORDS[1]} {WORDS[2]}"', WORDS[9000]]
ROUNDS = 10
AT_ONCE = 250


def paragraphs() -> list[str]:
    return [f"<p>{' '.join(RANDOM.choices(WORDS, WEIGHTS, k=100))}.</p>" for _ in range(2_000)]


def story(pool: list[str], kilobytes: int) -> str:
    size, parts = 0, []
    while size < kilobytes * 1_000:
        parts.append(RANDOM.choice(pool))
        size += len(parts[-1])
    return "\n".join(parts)


def fill(count: int, kilobytes: int) -> None:
    """Make the works, straight in the tables."""
    pool = paragraphs()
    tags = m.Tag.objects.bulk_create(m.Tag(kind="fandom", name=f"Fandom {number}") for number in range(200))
    people = m.Creator.objects.bulk_create(
        m.Creator(name=f"Creator {number}", sort_name=f"creator {number}") for number in range(count // 5 + 1)
    )
    popular = [1 / rank for rank in range(1, len(tags) + 1)]
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        works = m.Work.objects.bulk_create(work(number) for number in numbers)
        m.Tagging.objects.bulk_create(
            m.Tagging(work=one, tag=tag) for one in works for tag in set(RANDOM.choices(tags, popular, k=3))
        )
        m.Creatorship.objects.bulk_create(m.Creatorship(work=one, creator=RANDOM.choice(people)) for one in works)
        write_texts(works, [story(pool, kilobytes) for _ in works])
        m.Change.objects.bulk_create(m.Change(kind="saved", work_id=one.pk) for one in works)


def work(number: int) -> m.Work:
    return m.Work(
        title=f"Story {number}",
        display_title=f"Story {number}",
        sort_title=f"story {number}",
        visibility=RANDOM.choice(["public", "public", "registered"]),
        rating=RANDOM.choice(RATINGS),
        status=RANDOM.choice(["complete", "in-progress", "unknown"]),
        language=RANDOM.choice(["en", "en", "en", "fr"]),
    )


def write_texts(works: list[m.Work], texts: list[str]) -> None:
    sources = m.Source.objects.bulk_create(m.Source(sha256=f"{one.pk:064x}", size=1, name="") for one in works)
    readings = m.Reading.objects.bulk_create(
        m.Reading(source=one, reader="made", version="1", outcome="story", packed=b"") for one in sources
    )
    editions = m.Edition.objects.bulk_create(
        m.Edition(work=one, reading=reading) for one, reading in zip(works, readings, strict=True)
    )
    for one, edition in zip(works, editions, strict=True):
        one.edition = edition
    m.Work.objects.bulk_update(works, ["edition"])
    chapters = m.Chapter.objects.bulk_create(
        m.Chapter(edition=edition, reading=edition.reading, position=1) for edition in editions
    )
    m.ChapterText.objects.bulk_create(
        m.ChapterText(chapter=chapter, html=text) for chapter, text in zip(chapters, texts, strict=True)
    )


def build_fts(database: sqlite3.Connection) -> None:
    """The peer's index: the same words, stemmed and folded, in the same file as the tables."""
    database.create_function("block_text", 1, block_text)
    database.execute(
        "CREATE VIRTUAL TABLE fts USING fts5(title, text, tokenize='porter unicode61 remove_diacritics 2')"
    )
    database.execute(
        "INSERT INTO fts(rowid, title, text) SELECT w.id, w.title, block_text(t.html) FROM catalogue_work w "
        "JOIN catalogue_chapter c ON c.edition_id = w.edition_id JOIN catalogue_chaptertext t ON t.chapter_id = c.id"
    )
    database.commit()


SEEN = "FROM fts JOIN catalogue_work w ON w.id = fts.rowid WHERE fts MATCH ?1 AND w.visibility = 'public'"
HITS = f"SELECT w.id, snippet(fts, 1, '<mark>', '</mark>', '…', 30) {SEEN} ORDER BY bm25(fts, 6, 1) LIMIT 20"
FACETS = (
    "SELECT rating, count(*) n FROM found GROUP BY 1 ORDER BY n DESC LIMIT 15",
    "SELECT status, count(*) n FROM found GROUP BY 1 ORDER BY n DESC LIMIT 15",
    "SELECT language, count(*) n FROM found GROUP BY 1 ORDER BY n DESC LIMIT 15",
    """SELECT tag_id, count(*) n FROM catalogue_tagging JOIN found f ON f.id = work_id
    GROUP BY 1 ORDER BY n DESC LIMIT 15""",
    """SELECT creator_id, count(*) n FROM catalogue_creatorship JOIN found f ON f.id = work_id
    GROUP BY 1 ORDER BY n DESC LIMIT 15""",
)


def search_fts(database: sqlite3.Connection, query: str) -> int:
    """The peer's page of hits, total and facets."""
    database.execute(HITS, (query,)).fetchall()
    database.execute("DROP TABLE IF EXISTS temp.found")
    database.execute(f"CREATE TEMP TABLE found AS SELECT w.* {SEEN}", (query,))
    for facet in FACETS:
        database.execute(facet).fetchall()
    return int(database.execute("SELECT count(*) FROM found").fetchone()[0])


def changed_again() -> None:
    """Follow a log in which every work was changed once more."""
    works = m.Work.objects.values_list("pk", flat=True)
    m.Change.objects.bulk_create(m.Change(kind="saved", work_id=work) for work in works)
    catch_up()


def peak() -> float:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def times(ask: Callable[[str], int], totals: dict[str, int]) -> Iterator[float]:
    for query in QUERIES * ROUNDS:
        yield timed(lambda query=query: totals.__setitem__(query, ask(query)))


def main(count: int, kilobytes: int) -> None:
    fill(count, kilobytes)
    megabytes = count * kilobytes / 1_000
    database = sqlite3.connect(HOME / "archive.sqlite3")
    before = peak()
    builds: tuple[tuple[str, Callable[[], object]], ...] = (
        ("index, built", rebuild),
        ("index, followed", changed_again),
        ("FTS5, built", lambda: build_fts(database)),
    )
    for name, action in builds:
        seconds = timed(action)
        print(f"{name:<20} {seconds:8.2f} s  {count / seconds:8,.0f} stories/s  {megabytes / seconds:6.1f} MB/s")
        if name.startswith("index"):
            print(f"{'':<20} memory at its most {peak():.0f} MB, {before:.0f} MB before")
    sizes = sum(path.stat().st_size for path in (HOME / "index").rglob("*") if path.is_file())
    print(f"index on disk        {sizes / 1e6:8.1f} MB")
    ours, theirs = dict[str, int](), dict[str, int]()
    mine = list(times(lambda query: search(GUEST, query).total, ours))
    peer = list(times(lambda query: search_fts(database, query), theirs))
    assert ours == theirs, (ours, theirs)
    for name, taken in (("a search", mine), ("the same by FTS5", peer)):
        print(f"{name:<20} p50 {statistics.median(taken) * 1000:6.1f} ms  worst {max(taken) * 1000:6.1f} ms")
    browsing = [timed(lambda: search(GUEST)) for _ in range(ROUNDS)]
    print(f"{'browsing it all':<20} p50 {statistics.median(browsing) * 1000:6.1f} ms")


if __name__ == "__main__":
    try:
        main(*(int(one) for one in sys.argv[1:] or ("5000", "45")))
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
