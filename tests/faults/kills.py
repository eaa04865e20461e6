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
from collections.abc import Callable
from pathlib import Path

COMMAND = (sys.executable, "-c", "from fanthology.cli import main; main()")
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("FANTHOLOGY", "DJANGO", "AWS_"))}
DIGEST = (
    "from pathlib import Path; import sys; from fanthology.cli.site import open_home; open_home(Path(sys.argv[1]));"
    "from fanthology.archive.keeping.digests import works_digest; print(works_digest())"
)
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


def make_archive(place: Path) -> Path:
    """An archive of a few stories in ``place/home``, more stories in ``place/more``, a backup in ``place/backup``."""
    write_stories(place / "first", STORIES, "Lamp")
    write_stories(place / "more", MORE, "Fog")
    finish(place / "home", "import", "--quiet", str(place / "first"))
    finish(place / "home", "backup", str(place / "backup"))
    return place


def write_stories(folder: Path, number: int, name: str) -> None:
    folder.mkdir(parents=True)
    for one in range(number):
        text = f"Title: {name} {one}\nAuthor: Hester Lark\nFandom: Dracula\n\n"
        text += f"The lamp on the landing burned for {one} nights, and nobody asked who tended it. " * 60
        (folder / f"{name} {one:03}.txt").write_text(text)


def finish(home: Path, *words: str) -> str:
    """Run a command to its end; it has to work."""
    done = subprocess.run([*COMMAND, "--home", home, *words], capture_output=True, text=True, env=CLEAN, timeout=300)
    if done.returncode:
        raise AssertionError(f"{words}: {done.stdout}{done.stderr}")
    return done.stdout


def digest(home: Path) -> str:
    done = subprocess.run([sys.executable, "-c", DIGEST, home], capture_output=True, text=True, env=CLEAN, check=True)
    return done.stdout


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


def kill_import(place: Path, home: Path, chance: random.Random, pace: float) -> None:
    killed(chance, 4 * pace, *COMMAND, "--home", home, "import", "--quiet", place / "more")
    finish(home, "check", "--mend")
    finish(home, "import", "--quiet", str(place / "more"))
    said = finish(home, "check", "--mend")
    assert f"{STORIES + MORE} works" in said, said


def kill_edit(place: Path, home: Path, chance: random.Random, pace: float) -> None:
    said = killed(chance, 3 * pace, sys.executable, "-c", EDITING, home)
    acknowledged = dict(line.split() for line in said.splitlines() if line.count(" ") == 1 and said.endswith("\n"))
    run = subprocess.run([sys.executable, "-c", STANDING, home], capture_output=True, text=True, env=CLEAN, check=True)
    standing = dict(line.split(" ", 1) for line in run.stdout.splitlines())
    for work, number in acknowledged.items():
        assert standing[work].isdigit() and int(standing[work]) >= int(number), (work, number, standing[work])
    finish(home, "check", "--mend")
    assert "All is as it should be" in finish(home, "check")


def kill_backup(place: Path, home: Path, chance: random.Random, pace: float) -> None:
    backup = home.with_name("backup")
    shutil.copytree(place / "backup", backup)
    finish(home, "import", "--quiet", str(place / "more"))
    killed(chance, 1.5 * pace, *COMMAND, "--home", home, "backup", backup)
    for line in finish(home, "backup", str(backup), "--list").splitlines():
        new = home.with_name(f"restored {line.split()[0]}")
        assert "All is as it should be" in finish(new, "restore", str(backup), "--snapshot", line.split()[0])
    finish(home, "backup", str(backup))
    finish(home.with_name("new"), "restore", str(backup))
    assert digest(home.with_name("new")) == digest(home)


def kill_restore(place: Path, home: Path, chance: random.Random, pace: float) -> None:
    new = home.with_name("new")
    killed(chance, 1.5 * pace, *COMMAND, "--home", new, "restore", place / "backup")
    if new.exists():
        finish(new, "check", "--mend")
    else:
        finish(new, "restore", str(place / "backup"))
    assert digest(new) == digest(home)


def kill_reindex(place: Path, home: Path, chance: random.Random, pace: float) -> None:
    killed(chance, 1.2 * pace, *COMMAND, "--home", home, "reindex")
    finish(home, "check", "--mend")
    assert "All is as it should be" in finish(home, "check")
    assert f"The index holds {STORIES} works" in finish(home, "reindex")


SCENARIOS: dict[str, Callable[[Path, Path, random.Random, float], None]] = {
    "import": kill_import,
    "edit": kill_edit,
    "backup": kill_backup,
    "restore": kill_restore,
    "reindex": kill_reindex,
}


def one_run(scenario: str, place: Path, folder: Path, seed: int, pace: float) -> None:
    """Run a scenario on a copy of the archive. Raises AssertionError if anything was lost or is wrong."""
    home = shutil.copytree(place / "home", folder / "home")
    SCENARIOS[scenario](place, home, random.Random(f"{scenario} {seed}"), pace)


def pace_of(place: Path) -> float:
    """How many seconds this machine takes to start a command that opens an archive."""
    began = time.monotonic()
    finish(place / "home", "undo")
    return time.monotonic() - began
