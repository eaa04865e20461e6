"""Names suggested while somebody types, beside SQLite's LIKE 'x%' and FTS5 with prefixes over the same names.

``python benchmarks/bench_suggest.py [WORKS] [--home DIR] [--keep-index]``: the archive of ``bench_million.py``, made on
the first run and kept in DIR. A million works have 20,000 fandoms, 100,000 characters, 300,000 other tags, and the
relationships between the characters; 150,000 creators; and a fandom of 470,000 works. Names are typed letter by letter,
half of them often used ones. The peers know no mistakes, no synonyms, no visibility and no fandoms.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from million import made

RANDOM = random.Random(1895)
KINDS = ("fandom", "character", "relationship", "freeform", "creator", "series")
NAMES_OF_EACH = 60
LETTERS = (1, 2, 3, 4, 6, 8, 12)
CHANGED = 1_000
PEER = "names-peer.sqlite3"


def main() -> None:
    """Print a line for each thing measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("works", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, default=Path(".fanthology-million"))
    parser.add_argument("--keep-index", action="store_true", help="do not build the index anew")
    given = parser.parse_args()
    home = given.home.absolute()
    os.environ["FANTHOLOGY_HOME"] = str(home)
    made(home, given.works)
    if not given.keep_index:
        build(home)
    names = {kind: drawn(kind) for kind in KINDS}
    by_letters("ours, as a guest", names, ask_ours)
    mistakes(names)
    synonyms()
    in_the_fandom(names["character"])
    peers(home, names)
    follow()


def told(what: str, figure: str) -> None:
    print(f"{what:<44} {figure}", flush=True)


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def milliseconds(taken: Sequence[float]) -> str:
    ordered = sorted(one * 1_000 for one in taken)
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95)]
    return f"p50 {at[0]:6.1f} ms  p95 {at[1]:6.1f} ms  worst {ordered[-1]:6.1f} ms  ({len(ordered)} times)"


def build(home: Path) -> None:
    from fanthology.archive.search.names.follow import rebuild

    seconds = timed(rebuild)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(file.stat().st_size for file in (home / "index-names").rglob("*") if file.is_file())
    told("index of names, built", f"{seconds:.0f} s, {size / 1e6:.0f} MB on disk, memory at its most {most:.0f} MB")


def drawn(kind: str) -> list[str]:
    """Names of a kind: some of the most used, and as many of any."""
    from fanthology.archive.catalogue.models import Creator, Series, Tag

    rows = {"creator": Creator.objects, "series": Series.objects}.get(
        kind, Tag.objects.filter(kind=kind, canonical=None)
    )
    every = list(rows.order_by("pk").values_list("name", flat=True))
    # the archive is made so that the first are the most used
    return [*RANDOM.sample(every[:1_000], NAMES_OF_EACH // 2), *RANDOM.sample(every, NAMES_OF_EACH // 2)]


def by_letters(who: str, names: dict[str, list[str]], ask: Callable[[str, str], Sequence[str]]) -> None:
    every: list[float] = []
    for letters in LETTERS:
        taken = [
            timed(lambda kind=kind, name=name: ask(kind, name[:letters]))  # noqa: B023 (called at once)
            for kind, some in names.items()
            for name in some
        ]
        told(f"{who}, {letters} letters", milliseconds(taken))
        every += taken
    told(f"{who}, any number", milliseconds(every))


def ask_ours(kind: str, text: str) -> list[str]:
    from fanthology.archive.catalogue.viewer import GUEST
    from fanthology.archive.search.names.suggesting import suggest

    return [one.name for one in suggest(GUEST, kind, text)]


def mistakes(names: dict[str, list[str]]) -> None:
    """Names typed in full with one mistake in a word of five letters or more."""
    taken: list[float] = []
    found: dict[str, list[bool]] = defaultdict(list)
    for kind, some in names.items():
        for name in some:
            if (slipped := slip(name)) is not None:
                start = time.perf_counter()
                answer = ask_ours(kind, slipped)
                taken.append(time.perf_counter() - start)
                found[kind].append(name in answer)
    told("ours, a name with one slip", milliseconds(taken))
    hits = [one for some in found.values() for one in some]
    told("", f"the name is among the first ten in {sum(hits)} of {len(hits)} cases")


def slip(name: str) -> str | None:
    words = name.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long:
        return None
    at = RANDOM.choice(long)
    word = words[at]
    place = RANDOM.randrange(len(word) - 1)
    kinds = (
        word[:place] + RANDOM.choice("abcdefghijklmnop") + word[place + 1 :],
        word[:place] + word[place + 1 :],
        word[:place] + RANDOM.choice("abcdefghijklmnop") + word[place:],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    )
    words[at] = RANDOM.choice(kinds)
    return " ".join(words)


def synonyms() -> None:
    from fanthology.archive.catalogue.models import Tag

    rows = Tag.objects.filter(canonical__isnull=False).select_related("canonical").order_by("pk")
    some = RANDOM.sample(list(rows[:2_000]), 60)
    taken, found = [], 0
    for tag in some:
        start = time.perf_counter()
        answer = ask_ours(tag.kind, tag.name)
        taken.append(time.perf_counter() - start)
        found += tag.shown.name in answer
    told("ours, a synonym in full", f"{milliseconds(taken)}, {found} of {len(some)} lead to their tag")


def in_the_fandom(names: list[str]) -> None:
    from fanthology.archive.catalogue.models import Tag
    from fanthology.archive.catalogue.viewer import GUEST
    from fanthology.archive.search.names.suggesting import suggest

    fandom = Tag.objects.filter(kind="fandom").order_by("pk").first()
    assert fandom is not None
    taken = [
        timed(lambda name=name, size=size: suggest(GUEST, "character", name[:size], fandoms=[fandom.public_id]))
        for name in names
        for size in (1, 3, 5)
    ]
    told("ours, characters of one fandom first", milliseconds(taken))


def follow() -> None:
    """Following a log in which works were changed."""
    from fanthology.archive.catalogue.models import Change, Work
    from fanthology.archive.search.names.follow import catch_up

    catch_up()
    for number in (1, CHANGED):
        works = RANDOM.sample(range(1, Work.objects.count() + 1), number)
        Change.objects.bulk_create(Change(kind="saved", work_id=work) for work in works)
        told(f"following {number:,} changed works", f"{timed(catch_up):.1f} s")


# The peers


def peers(home: Path, names: dict[str, list[str]]) -> None:
    (home / PEER).unlink(missing_ok=True)
    database = sqlite3.connect(home / PEER)
    try:
        seconds = timed(lambda: copied(home, database))
        told("the peers' table of folded names and numbers", f"{seconds:.0f} s")
        like = "CREATE INDEX begins ON names (kind, folded)"
        told("LIKE, its index", f"{timed(lambda: database.execute(like)):.1f} s")
        by_letters("SQLite LIKE 'x%'", names, lambda kind, text: ask_like(database, kind, text))
        told("FTS5 with prefixes, built", f"{timed(lambda: build_fts5(database)):.1f} s")
        by_letters("SQLite FTS5 prefix", names, lambda kind, text: ask_fts5(database, kind, text))
    finally:
        database.close()
        (home / PEER).unlink(missing_ok=True)


def copied(home: Path, database: sqlite3.Connection) -> None:
    from fanthology.fic.text.folding import fold

    database.create_function("fold", 1, fold, deterministic=True)
    database.execute("ATTACH ? AS archive", (str(home / "archive.sqlite3"),))
    database.execute("CREATE TABLE names (id INTEGER PRIMARY KEY, kind TEXT, name TEXT, folded TEXT, works INTEGER)")
    counted = "SELECT count(*) FROM archive.catalogue_{} WHERE {}_id = n.id"
    for kind, table, rows in (
        ("kind", "tag", "tagging"),
        ("'creator'", "creator", "creatorship"),
        ("'series'", "series", "seriesentry"),
    ):
        database.execute(
            f"INSERT INTO names (kind, name, folded, works) SELECT {kind}, name, fold(name), "  # noqa: S608 (our own)
            f"({counted.format(rows, table)}) FROM archive.catalogue_{table} n"
        )
    database.commit()
    database.execute("DETACH archive")


def ask_like(database: sqlite3.Connection, kind: str, text: str) -> list[str]:
    """``folded LIKE 'x%'`` as the range that an index can answer."""
    from fanthology.fic.text.folding import fold

    asked = "SELECT name FROM names WHERE kind = ? AND folded >= ? AND folded < ? ORDER BY works DESC LIMIT 10"
    return [row[0] for row in database.execute(asked, (kind, fold(text), fold(text) + "\U0010ffff"))]


def build_fts5(database: sqlite3.Connection) -> None:
    database.execute(
        "CREATE VIRTUAL TABLE words USING fts5(kind, folded, content='names', content_rowid='id', prefix='1 2 3 4')"
    )
    database.execute("INSERT INTO words(words) VALUES ('rebuild')")
    database.commit()


def ask_fts5(database: sqlite3.Connection, kind: str, text: str) -> list[str]:
    from fanthology.fic.text.folding import fold

    words = " ".join(f'folded:"{word}"*' for word in fold(text).split())
    asked = (
        "SELECT n.name FROM words JOIN names n ON n.id = words.rowid WHERE words MATCH ? ORDER BY n.works DESC LIMIT 10"
    )
    return [row[0] for row in database.execute(asked, (f"kind:{kind} {words}",))]


if __name__ == "__main__":
    main()
