"""Real processes, killed with kill -9 at a random moment; what was acknowledged has to be there afterwards.

Each scenario makes ready, starts a command, kills it, and says what is wrong afterwards; nothing, if all is well.
`benchmarks/kill_often.py` runs them a thousand times.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from running import CLEAN, COMMAND, bring_in, digest, script, works, write_stories

EDITING = """
import sys; from pathlib import Path; from fanthology.cli.site import open_home; open_home(Path(sys.argv[1]))
from fanthology.archive.catalogue.edits import edit
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import KEEPER
for number in range(1000):
    for work in Work.objects.order_by("pk"):
        edit(work, "title", f"Title {number}", KEEPER)
        print(work.pk, number, flush=True)
"""
STANDING = """
import sys; from pathlib import Path; from fanthology.cli.site import open_home; open_home(Path(sys.argv[1]))
from fanthology.archive.catalogue.models import Work
for work in Work.objects.order_by("pk"):
    print(work.pk, work.title.removeprefix("Title "))
"""
STORIES, MORE = 12, 40
WHOLE = "All is as it should be"


def make_archive(place: Path) -> Path:
    """An archive of a few stories in ``place/home``, its backup in ``place/backup``, more stories in ``place/more``,
    and the archive with these in ``place/grown``."""
    bring_in(place / "home", write_stories(place / "first", STORIES, "Lamp", 60))
    works(place / "home", "backup", place / "backup")
    shutil.copytree(place / "home", place / "grown")
    bring_in(place / "grown", write_stories(place / "more", MORE, "Fog", 60))
    return place


def killed(chance: random.Random, seconds: float, *command: object) -> str:
    """Start a command, kill it and all its processes after a part of the seconds, and give what it had printed."""
    run = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=CLEAN, text=True,
        start_new_session=True,
    )  # fmt: skip
    time.sleep(chance.uniform(0.2, 1.1) * seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)
    return run.communicate()[0]


def kill_import(place: Path, folder: Path, chance: random.Random, pace: float) -> Iterator[str]:
    home = shutil.copytree(place / "home", folder / "home")
    killed(chance, 4 * pace, *COMMAND, "--home", home, "import", "--quiet", place / "more")
    works(home, "check", "--mend")
    works(home, "import", "--quiet", place / "more")
    said = works(home, "check", "--mend")
    if f"{STORIES + MORE} works" not in said:
        yield said


def kill_edit(place: Path, folder: Path, chance: random.Random, pace: float) -> Iterator[str]:
    home = shutil.copytree(place / "home", folder / "home")
    said = killed(chance, 3 * pace, sys.executable, "-c", EDITING, home)
    acknowledged = dict(line.split() for line in said.splitlines() if line.count(" ") == 1 and said.endswith("\n"))
    standing = dict(line.split(" ", 1) for line in script(STANDING, home).splitlines())
    for work, number in acknowledged.items():
        if not standing[work].isdigit() or int(standing[work]) < int(number):
            yield f"edit {number} of work {work} was acknowledged, and its title is {standing[work]}"
    works(home, "check", "--mend")
    yield from _not_whole(home)


def kill_backup(place: Path, folder: Path, chance: random.Random, pace: float) -> Iterator[str]:
    home, backup = (
        shutil.copytree(place / "grown", folder / "home"),
        shutil.copytree(place / "backup", folder / "backup"),
    )
    killed(chance, 1.5 * pace, *COMMAND, "--home", home, "backup", backup)
    for line in works(home, "backup", backup, "--list").splitlines():
        name = line.split()[0]
        said = works(folder / f"restored {name}", "restore", backup, "--snapshot", name)
        if WHOLE not in said:
            yield said
    works(home, "backup", backup)
    yield from (f"{left.name} was left" for left in home.glob("backup-*"))
    works(folder / "new", "restore", backup)
    if digest(folder / "new") != digest(home):
        yield "what was restored is not what was backed up"


def kill_restore(place: Path, folder: Path, chance: random.Random, pace: float) -> Iterator[str]:
    new = folder / "new"
    killed(chance, 1.5 * pace, *COMMAND, "--home", new, "restore", place / "backup")
    if new.exists():
        works(new, "check", "--mend")
    else:
        works(new, "restore", place / "backup")
    if digest(new) != digest(place / "home"):
        yield "what was restored is not what was backed up"


def kill_reindex(place: Path, folder: Path, chance: random.Random, pace: float) -> Iterator[str]:
    home = shutil.copytree(place / "home", folder / "home")
    killed(chance, 1.2 * pace, *COMMAND, "--home", home, "reindex")
    works(home, "check", "--mend")
    yield from _not_whole(home)
    said = works(home, "reindex")
    if f"The index holds {STORIES} works" not in said:
        yield said


SCENARIOS: dict[str, Callable[[Path, Path, random.Random, float], Iterator[str]]] = {
    "import": kill_import,
    "edit": kill_edit,
    "backup": kill_backup,
    "restore": kill_restore,
    "reindex": kill_reindex,
}


def one_run(scenario: str, place: Path, folder: Path, seed: int, pace: float) -> list[str]:
    """Run a scenario on copies in a folder. Returns what was lost or is wrong: nothing, if all is well. Raises
    AssertionError for a command that has to work and does not."""
    return list(SCENARIOS[scenario](place, folder, random.Random(f"{scenario} {seed}"), pace))


def pace_of(place: Path) -> float:
    """How many seconds this machine takes to start a command that opens an archive."""
    began = time.monotonic()
    subprocess.run([*COMMAND, "--home", place / "home", "undo"], check=True, capture_output=True, env=CLEAN)
    return time.monotonic() - began


def _not_whole(home: Path) -> Iterator[str]:
    said = works(home, "check")
    if WHOLE not in said:
        yield said
