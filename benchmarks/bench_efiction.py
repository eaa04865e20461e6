"""An eFiction dump of 10,000 stories, taken apart and read, in memory that does not grow with it.

    python benchmarks/bench_efiction.py [STORIES] [CHARACTERS]

Each size runs in a process of its own, so that the peak of its memory is its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PARAGRAPH = "Holmes put the letter back under the barometer, where he had found it; a little to the left of the truth. "


def write_dump(path: Path, stories: int, size: int) -> None:
    """A dump of so many stories, each with two chapters and a review; chapters come before stories, as they may."""
    text = "\\r\\n\\r\\n".join([PARAGRAPH * 4] * max(1, size // (2 * 4 * len(PARAGRAPH))))
    with path.open("w", encoding="utf-8") as file:
        for sid in range(1, stories + 1):
            for inorder in (1, 2):
                chapter = (
                    sid * 2 + inorder,
                    f"Chapter {inorder}",
                    inorder,
                    "",
                    text,
                    "",
                    "1",
                    0,
                    0,
                    0,
                    sid,
                    sid % 99,
                    0,
                )
                file.write(_insert("chapters", chapter))
            file.write(_insert("reviews", (sid, sid, 0, "Dodo", 0, "Good.", "2003-04-05", 9, "0", "ST")))
        for sid in range(stories, 0, -1):
            day, person = "1049328000", sid % 99
            tags = ("1", "", "", "G", day, day, person, "", "0", "1", "1", "0", 0, 0, 0, 0, "0")
            file.write(_insert("stories", (sid, f"Story {sid}", "Rain.", "", *tags)))


def _insert(table: str, values: tuple[str | int, ...]) -> str:
    written = ",".join(str(value) if isinstance(value, int) else f"'{value}'" for value in values)
    return f"INSERT INTO fanfiction_{table} VALUES ({written});\n"  # noqa: S608 - a dump is what is made here


def run(path: Path) -> None:
    """Take a dump apart and read every member; print what it took."""
    from fanthology.fic.containers.container import Limits, Member, Opened
    from fanthology.fic.containers.efiction import EFICTION
    from fanthology.fic.readers import read
    from fanthology.fic.story import Story

    began, stories, took_apart = time.perf_counter(), 0, 0.0
    with path.open("rb") as file:
        before = time.perf_counter()
        for found in EFICTION.members(Opened(path.name, file, Limits(), lambda name: None)):
            took_apart += time.perf_counter() - before
            if isinstance(found, Member):
                stories += isinstance(read(found.data, name=found.name), Story)
            before = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    megabytes = path.stat().st_size / 1e6
    print(
        f"{stories:>7,} stories, {megabytes:,.0f} MB: taken apart at {megabytes / took_apart:.0f} MB/s, "
        f"{stories / (time.perf_counter() - began):.0f} stories/s read, {peak} MB at the peak"
    )


def main() -> None:
    """Run a tenth of the stories and all of them, each in its own process."""
    if sys.argv[1:2] == ["--run"]:
        run(Path(sys.argv[2]))
        return
    stories = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    for count in (stories // 10, stories):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "dump.sql"
            write_dump(path, count, size)
            subprocess.run([sys.executable, __file__, "--run", str(path)], check=True)


if __name__ == "__main__":
    main()
