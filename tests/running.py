"""Archives of a few stories, and the commands that are tried on them, each in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from warm import run_python

MAIN = "from fanthology.cli import main; main()"
COMMAND = (sys.executable, "-c", MAIN)
"""The command for a process that starts from nothing: for what is killed, or goes on beside a test."""
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("FANTHOLOGY", "DJANGO", "AWS_"))}
"""The environment without settings of another archive."""
DIGEST = (
    "from pathlib import Path; import sys; from fanthology.cli.site import open_home; open_home(Path(sys.argv[1]));"
    "from fanthology.archive.keeping.digests import works_digest; print(works_digest())"
)
_ROOM = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most})); "


def fanthology(
    *words: object,
    typed: str = "",
    most: int | None = None,
    environment: Mapping[str, str] | None = None,
    seconds: float = 300,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end. No file may grow beyond ``most`` bytes, as on a full disk."""
    code = (_ROOM.format(most=most) if most is not None else "") + MAIN
    return run_python(code, *words, environment=CLEAN | dict(environment or {}), typed=typed, seconds=seconds)


def run(home: Path, *words: object, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a command on an archive to its end."""
    return fanthology("--home", home, *words, **more)


def works(home: Path, *words: object, **more: Any) -> str:
    """Run a command that has to work, and give what it printed."""
    done = run(home, *words, **more)
    assert done.returncode == 0, (words, done.stdout + done.stderr)
    return done.stdout


def refuses(home: Path, *words: object, **more: Any) -> str:
    """Run a command that has to refuse in one plain sentence, and give the sentence."""
    done = run(home, *words, **more)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr.startswith("fanthology: ") and len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


def script(code: str, *words: object) -> str:
    """Run a few lines of Python that have to work, and give what they printed."""
    done = run_python(code, *words, environment=CLEAN)
    assert done.returncode == 0, done.stderr
    return done.stdout


def digest(home: Path) -> str:
    """One number for all that an archive holds."""
    return script(DIGEST, home).strip()


def new_archive(home: Path) -> Path:
    """An archive without works: a copy of one whose tables are made, as that takes longer than anything else that is
    done with a few stories."""
    return shutil.copytree(Path(_new().name, "home"), home, ignore=shutil.ignore_patterns("secret-key"))


def bring_in(home: Path, *places: Path) -> Path:
    """Import files into an archive that is new or not."""
    if not home.exists():
        new_archive(home)
    works(home, "import", "--quiet", *places)
    return home


def write_stories(folder: Path, number: int, name: str = "Lamp", sentences: int = 20) -> Path:
    """Some short stories in files of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in range(number):
        text = f"Title: {name} {one}\nAuthor: Hester Lark\nFandom: Dracula\n\n"
        text += f"The lamp on the landing burned for {one} nights, and nobody asked who tended it. " * sentences
        (folder / f"{name} {one:03}.txt").write_text(text)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, and what is in it."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@cache
def _new() -> TemporaryDirectory[str]:
    """An archive without works."""
    made = TemporaryDirectory()
    works(Path(made.name, "home"), "undo")
    return made
