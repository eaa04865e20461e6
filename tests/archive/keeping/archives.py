"""Archives of a few stories, and the commands that are tried on them, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = (sys.executable, "-c", "from fanthology.cli import main; main()")
DIGEST = (
    "from pathlib import Path; import sys; from fanthology.cli.site import open_home; open_home(Path(sys.argv[1]));"
    "from fanthology.archive.keeping.digests import works_digest; print(works_digest())"
)
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("FANTHOLOGY", "DJANGO", "AWS_"))}


def run(home: Path, *words: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command on an archive."""
    environment = CLEAN | dict(options.pop("environment", {}))  # type: ignore[call-overload]
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [*COMMAND, "--home", home, *words], capture_output=True, text=True, env=environment, timeout=300, **options
    )


def works(home: Path, *words: str, **options: object) -> str:
    """Run a command that has to work, and give what it printed."""
    done = run(home, *words, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def refuses(home: Path, *words: str, **options: object) -> str:
    """Run a command that has to refuse in one plain sentence, and give the sentence."""
    done = run(home, *words, **options)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr.startswith("fanthology: ") and len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


def digest(home: Path) -> str:
    """One number for all that an archive holds."""
    done = subprocess.run([sys.executable, "-c", DIGEST, home], capture_output=True, text=True, env=CLEAN, check=True)
    return done.stdout.strip()


def write_stories(folder: Path, number: int, name: str = "Lamp") -> Path:
    """Some short stories in files of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in range(number):
        text = f"Title: {name} {one}\nAuthor: Hester Lark\nFandom: Dracula\n\n"
        text += f"The lamp on the landing burned for {one} nights, and nobody asked who tended it. " * 20
        (folder / f"{name} {one:03}.txt").write_text(text)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, and what is in it."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
