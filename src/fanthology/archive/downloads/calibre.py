"""Calibre's ``ebook-convert``, if it is installed: what writes the formats of Kindles."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from fanthology.fic.errors import FanthologyError

PROGRAM = "ebook-convert"
TIMEOUT = 600
"""Seconds."""


def is_installed() -> bool:
    """Whether the program is there now."""
    return shutil.which(PROGRAM) is not None


def converted(epub: bytes, ending: str) -> bytes:
    """An EPUB in another format, by its ending. Raises FanthologyError if that fails or takes too long."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise FanthologyError(f"Calibre is not installed here, so no .{ending} can be made. EPUB and PDF can.")
    with tempfile.TemporaryDirectory(prefix="fanthology-") as folder:
        source, made = Path(folder, "book.epub"), Path(folder, f"book.{ending}")
        source.write_bytes(epub)
        try:
            subprocess.run([program, str(source), str(made)], check=True, capture_output=True, timeout=TIMEOUT)
            return made.read_bytes()
        except subprocess.TimeoutExpired:
            raise FanthologyError(f"Calibre was not ready after {TIMEOUT} seconds. Choose EPUB or PDF.") from None
        except (subprocess.CalledProcessError, OSError) as error:
            raise FanthologyError(f"Calibre could not make the .{ending}. Choose EPUB or PDF.") from error
