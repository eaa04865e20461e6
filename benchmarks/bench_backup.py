"""Backing up, restoring and checking an archive of 10,000 works; what comes back has to be equal by a digest.

python benchmarks/bench_backup.py [works]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_import import story

COMMAND = (sys.executable, "-c", "from fanthology.cli import main; main()")
DIGEST = (
    "from pathlib import Path; import sys; from fanthology.cli.site import open_home; open_home(Path(sys.argv[1]));"
    "from fanthology.archive.keeping.digests import works_digest; print(works_digest())"
)
SIZE = 8_000


def run(what: str, home: Path, *words: str) -> str:
    """Run a command, and print how long it took and what it said."""
    began = time.perf_counter()
    done = subprocess.run([*COMMAND, "--home", home, *words], capture_output=True, text=True, check=True)
    print(f"{what}: {time.perf_counter() - began:.1f} s. {done.stdout.strip().splitlines()[0]}", flush=True)
    return done.stdout


def digest(home: Path) -> str:
    return subprocess.run([sys.executable, "-c", DIGEST, home], capture_output=True, text=True, check=True).stdout


def megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1_000_000


def main() -> int:
    works = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        place, home, new = (Path(folder, name) for name in ("backup", "home", "new"))
        stories = Path(folder, "stories")
        stories.mkdir()
        for number in range(works):
            (stories / f"{number:06}.txt").write_text(story(number)[:SIZE])
        run("import", home, "import", "--quiet", str(stories))
        run("first backup", home, "backup", str(place))
        run("second backup", home, "backup", str(place))
        run("restore, with building the index and a check", new, "restore", str(place))
        said = run("check", new, "check")
        print(f"the archive has {megabytes(home):.0f} MB, the backup {megabytes(place):.0f} MB")
        equal = digest(home) == digest(new)
        print("equal by the digest of all works" if equal else "NOT EQUAL")
    return 0 if equal and "All is as it should be" in said else 1


if __name__ == "__main__":
    sys.exit(main())
