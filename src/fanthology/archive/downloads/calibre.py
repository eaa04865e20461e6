"""Calibre's ``ebook-convert``, if it is installed: what writes the formats of Kindles."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from fanthology.fic.errors import FanthologyError

PROGRAM = "ebook-convert"
TIMEOUT = 600
"""Seconds."""

# Chapters are files already. Left alone, Calibre also begins a page at the heading of every summary and note, and sizes
# letters anew by what it takes for the text.
_OPTIONS = ("--chapter", "/", "--page-breaks-before", "/", "--disable-font-rescaling")


def is_installed() -> bool:
    """Whether the program is there now."""
    return shutil.which(PROGRAM) is not None


def converted(epub: bytes, ending: str) -> bytes:
    """An EPUB in another format, by its ending. Raises FanthologyError if that fails or takes too long."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise FanthologyError(f"Calibre is not installed here, so no .{ending} can be made. EPUB and PDF can.")
    try:
        with tempfile.TemporaryDirectory(prefix="fanthology-", ignore_cleanup_errors=True) as folder:
            return _converted(program, epub, ending, Path(folder))
    except subprocess.TimeoutExpired:
        raise FanthologyError(f"Calibre was not ready after {TIMEOUT} seconds. Choose EPUB or PDF.") from None
    except (subprocess.CalledProcessError, OSError) as error:
        raise FanthologyError(f"Calibre could not make the .{ending}. Choose EPUB or PDF.") from error


def _converted(program: str, epub: bytes, ending: str, folder: Path) -> bytes:
    # names of ours: a title might be taken for an option
    source, made = folder / "book.epub", folder / f"book.{ending}"
    source.write_bytes(epub)
    _run([program, str(source), str(made), *_OPTIONS], _surroundings(folder))
    data = made.read_bytes()
    if not data:
        raise OSError("ebook-convert wrote nothing")
    return data


def _run(command: list[str], surroundings: dict[str, str]) -> None:
    """Run a program to its end. When it is given up, what it started itself ends with it."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=surroundings,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=TIMEOUT)
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, said)


def _surroundings(folder: Path) -> dict[str, str]:
    """The environment of a run that shows and keeps nothing, and does not follow what somebody set in Calibre here."""
    own = {name: str(folder / name.lower()) for name in ("CALIBRE_CONFIG_DIRECTORY", "CALIBRE_CACHE_DIRECTORY")}
    for place in own.values():
        Path(place).mkdir()
    return {
        **os.environ,
        **own,
        "CALIBRE_TEMP_DIR": str(folder),
        "CALIBRE_OVERRIDE_LANG": "en",
        "QT_QPA_PLATFORM": "offscreen",
    }
