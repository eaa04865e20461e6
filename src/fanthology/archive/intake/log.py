"""The log of faults: what a programmer needs, and nothing of what people wrote."""

from __future__ import annotations

import contextlib
import traceback
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from fanthology.fic.writers.privacy import mask_addresses

FAULT = "A fault in Fanthology kept it from coming in ({}); where is written in {}."
FOLDER = "logs"
FILE = "faults.log"


def note_fault(item: str, error: BaseException) -> Path:
    """Write down where an unexpected error came from, and return the log's path.

    Its message is left out, as it may quote the item. A log that cannot be written stops nothing.
    """
    place = Path(settings.HOME) / FOLDER / FILE
    lines = "".join(traceback.format_tb(error.__traceback__))
    with contextlib.suppress(OSError):
        place.parent.mkdir(mode=0o700, exist_ok=True)
        with place.open("a", encoding="utf-8", errors="backslashreplace") as file:
            name = ascii(mask_addresses(item))  # one line, whatever is in the name
            file.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {name}\n{lines}{type(error).__name__}\n\n")
    return place


def fault_message(name: str, error: Exception) -> str:
    """Note an unexpected error, and give the sentence for the report."""
    return FAULT.format(type(error).__name__, note_fault(name, error))
