"""Searching and browsing a million works, beside SQLite's FTS5 and PostgreSQL over the same works.

``python benchmarks/bench_million.py [WORKS] [--home DIR] [--texts] [--keep-index] [--only ours|peers]``: 20,000 works
are enough to try it. The archive is made on the first run and kept in DIR (2.3 GB, with the peers' tables twice that).
Every question is what a page of results needs: the first twenty works, how many there are, and the thirteen facets with
ten values each. The peers leave out the names of the values and the works' rows, and know no synonyms and no visibility
but what their tables were made with.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bench_pages import fetch, free_port, wait_until_served
from million import made
from million_asked import Question, questions

ROUNDS = 40
SECONDS = 20.0
"""A question is asked so often, or fewer times if that takes longer; three times at least."""
LEAST = 3
NEW_WORKS = 5
PATIENCE = 60.0
COMMAND = Path(sys.executable).with_name("fanthology")


def main() -> None:
    """Print a line for each question and whom it was asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("works", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, default=Path(".fanthology-million"))
    parser.add_argument("--texts", action="store_true", help="one work of twenty has a text of 3,000 words")
    parser.add_argument("--keep-index", action="store_true", help="do not build the index anew")
    parser.add_argument("--only", choices=("ours", "peers"))
    given = parser.parse_args()
    home = given.home.absolute()
    os.environ["FANTHOLOGY_HOME"] = str(home)
    kept = made(home, given.works, texts=given.texts)
    if given.only != "peers":
        if not given.keep_index:
            build(home, given.works)
        ask_ours(kept)
        over_http(home, kept)
    if given.only != "ours":
        ask_fts5(home, kept)
        ask_postgres(home, kept)


# The index


def build(home: Path, works: int) -> None:
    """Build the index in a process of its own, so that its memory can be told from ours."""
    seconds = timed(lambda: subprocess.run([COMMAND, "--home", home, "reindex"], check=True, capture_output=True))
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    told("index of Fanthology", f"{seconds:.0f} s, {works / seconds:,.0f} works/s, memory at its most {most:.0f} MB")
    told("", f"on disk {size_of(home / 'index') / 1e6:,.0f} MB; the catalogue {size_of(home) / 1e6:,.0f} MB with it")


def size_of(folder: Path) -> int:
    """Bytes of the archive's own files in a folder, the peers' left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("fts5"))
    return sum(path.stat().st_size for path in files)


# Ours


def ask_ours(kept: dict[str, Any]) -> None:
    for name, forms in questions(kept).items():
        agree(name, measure(f"Fanthology: {name}", forms, search_uncached))
    again = questions(kept)["the tag on 47 %"]
    measure("Fanthology: the tag on 47 %, asked again", again, search_once)
    measure("Fanthology: page 5,000 of all works, by its address", [work_before_page(5_000)], turn_to)


def search_uncached(question: Question) -> int:
    from fanthology.archive.search.answering import forget

    forget()
    return search_once(question)


def search_once(question: Question) -> int:
    """All that a page needs; gives how many were found."""
    from fanthology.archive.catalogue.standing import Standing
    from fanthology.archive.catalogue.viewer import GUEST
    from fanthology.archive.search.filters import Filters
    from fanthology.archive.search.query import search

    text = question.words
    if question.length:
        text = "{} words:{}-{}".format(text, *question.length)
    filters = Filters(include=named(question.included), exclude=named(question.excluded))
    found = search(GUEST, text, filters, standing=Standing(tags=frozenset(question.unwanted)))
    assert found.problem is None, found.problem
    return found.total


def work_before_page(number: int) -> str:
    """The public id of the work that ends the page before one, in the order of the last update."""
    from fanthology.archive.catalogue.viewer import GUEST
    from fanthology.archive.search.answering import Paging
    from fanthology.archive.search.query import search

    return search(GUEST, paging=Paging(page=number - 1), sort="updated", with_facets=False).hits[-1].public_id


def turn_to(after: str) -> int:
    """The page that begins after a work, as one gets it who turns the pages: the facets are remembered."""
    from fanthology.archive.catalogue.viewer import GUEST
    from fanthology.archive.search.answering import Paging
    from fanthology.archive.search.query import search

    return len(search(GUEST, paging=Paging(after=after), sort="updated").hits)


def named(tags: tuple[int, ...]) -> tuple[tuple[str, str], ...]:
    """Tags by kind and public id, as a page gives them."""
    from fanthology.archive.catalogue.models import Tag

    return tuple(Tag.objects.filter(pk__in=tags).values_list("kind", "public_id")) if tags else ()


# Over HTTP


def over_http(home: Path, kept: dict[str, Any]) -> None:
    """The page of results as one browser gets it, and how long a new work takes to be found meanwhile."""
    pages = [f"/works/?tag={one}" for (_, one) in named(tuple(kept["some"]))]
    # one tag less on each, so that no process has the answer yet
    fresh = iter([f"{page}&not-tag={one}" for (_, one) in named(tuple(kept["unwanted"])) for page in pages])
    with served(home) as port:
        fetch(port, pages[0])
        measure("a page over HTTP, a tag on 5 %", [None], lambda _: len(fetch(port, next(fresh))))
        measure("a page over HTTP, asked again", pages * 4, lambda page: len(fetch(port, page)))
        waits = [until_found() for _ in range(NEW_WORKS)]
    told("a new work is found after", f"{statistics.median(waits):.2f} s, at most {max(waits):.2f} s")


@contextmanager
def served(home: Path) -> Iterator[int]:
    """The site as ``fanthology serve`` runs it, follower and all; gives its port."""
    port = free_port()
    command: list[str | Path] = [COMMAND, "--home", home, "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        wait_until_served(server)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def until_found() -> float:
    """Seconds from saving a work until a search finds it. The work is taken out again."""
    from django.db import transaction

    from fanthology.archive.catalogue.changes import record
    from fanthology.archive.catalogue.models import Change, Work

    title = f"Quicksilver {time.time_ns()}"
    with transaction.atomic():
        work = Work.objects.create(title=title, display_title=title, sort_title=title.lower(), visibility="public")
        record(Change.Kind.SAVED, [work.pk])
    start = time.perf_counter()
    try:
        while not search_uncached(Question(words=title)):
            assert time.perf_counter() - start < PATIENCE, "the new work is not found"
            time.sleep(0.02)
        return time.perf_counter() - start
    finally:
        with transaction.atomic():
            record(Change.Kind.GONE, [work.pk])
            work.delete()


# The peers


def ask_fts5(home: Path, kept: dict[str, Any]) -> None:
    import million_fts5

    if not (home / million_fts5.FILE).exists():
        told("tables and index of FTS5", f"{timed(lambda: million_fts5.built(home)):.0f} s")
    told("", f"on disk {(home / million_fts5.FILE).stat().st_size / 1e6:,.0f} MB")
    database = million_fts5.built(home)
    for name, forms in questions(kept).items():
        agree(name, measure(f"FTS5: {name}", forms, lambda question: million_fts5.ask(database, question)))


def ask_postgres(home: Path, kept: dict[str, Any]) -> None:
    import million_postgres

    with million_postgres.running() as server:
        if server is None:
            print("PostgreSQL is not installed here, so it is not asked.")
            return
        seconds = timed(lambda: million_postgres.built(server, home))
        told("tables and index of PostgreSQL", f"{seconds:.0f} s, on disk {server.size() / 1e6:,.0f} MB")
        for name, forms in questions(kept).items():
            taken, found = [], []
            for question in forms:
                (first,), total = server.ask(question, 1)
                rounds = max(LEAST, min(ROUNDS, math.ceil(SECONDS / first)) // len(forms))
                taken += server.ask(question, rounds + 1)[0][1:]
                found.append(total)
            tell_times(f"PostgreSQL: {name}", taken, found)
            agree(name, found)


_found: dict[str, list[int]] = {}


def agree(name: str, found: list[int]) -> None:
    """All find the same number of works. Of words, each has its own idea of their endings and of those of names."""
    assert found == _found.setdefault(name, found) or name == "two words", (name, found, _found[name])


# Measuring


def measure(name: str, forms: list[Any], ask: Callable[[Any], int]) -> list[int]:
    """Ask each form in turn, warm; print how long it took, and give what each said."""
    found = [ask(one) for one in forms]
    taken: list[float] = []
    while len(taken) < LEAST * len(forms) or (len(taken) < ROUNDS and sum(taken) < SECONDS):
        for one in forms:
            taken.append(timed(partial(ask, one)))
    tell_times(name, taken, found)
    return found


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def tell_times(name: str, taken: list[float], found: list[int]) -> None:
    middle, high = statistics.median(taken) * 1000, statistics.quantiles(taken, n=20)[-1] * 1000
    told(name, f"p50 {middle:8,.1f} ms  p95 {high:8,.1f} ms  ({len(taken)} times, {min(found):,} to {max(found):,})")


def told(name: str, words: str) -> None:
    print(f"{name:<72} {words}", flush=True)


if __name__ == "__main__":
    main()
