"""Writing the log, and telling whether it is whole.

::

    HOME/audit/2026-11.jsonl    a line of JSON for each thing that was done in that month

Every line has its number and the hash of the line before it, so that none can be changed, left out or put in without
the next one telling. Lines are appended under a lock and synced. A line that a killed process left half written stays
as it is, on a line of its own, and is told as that.
"""

from __future__ import annotations

import fcntl
import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from .appending import append
from .backwards import from_the_end

FOLDER = "audit"
_log = logging.getLogger(__name__)
_LOCK = "lock"

KINDS: dict[str, str] = {
    "signed-in": "signed in",
    "intake": "brought files in",
    "intake-undone": "took an intake back",
    "published": "said who may see works",
    "corrected": "corrected a work",
    "correction-undone": "took a correction back",
    "withdrawn": "withdrew works",
    "removed": "put works in the trash",
    "given-back": "gave a withdrawn work back",
    "purged": "removed the bytes of withdrawn works",
    "refused": "refused that something comes in",
    "allowed": "allowed again that something comes in",
    "claim": "decided on a claim",
    "proposal": "decided on a proposal",
    "suggestion": "decided on suggestions",
    "rule": "made or ended a rule for suggestions",
    "tags": "put tags in order",
    "admitted": "admitted a rejected file",
    "wrote": "wrote to the creators of an intake",
    "account": "changed an account",
    "keeper": "made, removed, opened or locked a keeper at the command line",
}
"""What is noted. Only names of accounts and public ids are; never an address, a password, or a text."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done."""

    number: int
    at: str
    who: str
    what: str
    things: tuple[str, ...]


def note_after(what: str, who: str, things: Iterable[str] = ()) -> None:
    """Note something when the transaction under way has ended well."""
    told = tuple(things)
    transaction.on_commit(lambda: _try(what, who, told))


def note(what: str, who: str, things: Iterable[str] = ()) -> None:
    """Append a line. Raises OSError if it cannot be written, ValueError for what is none of `KINDS`."""
    if what not in KINDS:
        raise ValueError(f"nothing that is noted: {what!r}")
    now = datetime.now(UTC)
    with _locked() as folder:
        number, before = _last()
        told = {"n": number + 1, "at": now.isoformat(timespec="seconds"), "who": who or "keeper", "what": what}
        line = json.dumps(told | {"things": list(things), "before": before}, ensure_ascii=False)
        append(folder / f"{max(now.strftime('%Y-%m'), _newest(folder))}.jsonl", [line])


def _try(what: str, who: str, things: tuple[str, ...]) -> None:
    """What was done is done: that it cannot be noted is told in the site's own log, and does not undo it."""
    try:
        note(what, who, things)
    except OSError as error:
        _log.error("It could not be noted in the audit log that %s %s: %s", who or "the keeper", KINDS[what], error)


def read_back() -> Iterator[Line]:
    """Every line, the newest first; a line at a time is in memory."""
    for raw in _newest_first():
        told = _parsed(raw)
        if told is not None:
            yield Line(told["n"], told["at"], told["who"], told["what"], tuple(told["things"]))


def verify() -> Iterator[str]:
    """What does not fit: a sentence for each line that is torn, or that its neighbour does not confirm."""
    number, before = 0, ""
    for file in _files():
        with file.open("rb") as lines:
            for place, line in enumerate(lines, start=1):
                raw = line.removesuffix(b"\n")
                told = _parsed(raw)
                if told is None:
                    yield f"Line {place} of {file.name} was not written to its end."
                    continue
                if told["n"] != number + 1 or told["before"] != before:
                    yield f"Line {place} of {file.name} does not follow the one before it: something was changed there."
                number, before = told["n"], sha256(raw).hexdigest()


def _parsed(raw: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(raw.decode("utf-8", "replace"))
    except ValueError:
        return None
    return told if isinstance(told, dict) and {"n", "at", "who", "what", "things", "before"} <= told.keys() else None


def _files() -> list[Path]:
    return sorted((Path(settings.HOME) / FOLDER).glob("????-??.jsonl"))


def _newest(folder: Path) -> str:
    """The month of the last file: a clock that was set back does not make lines go before it."""
    return max((file.stem for file in folder.glob("????-??.jsonl")), default="")


def _newest_first() -> Iterator[bytes]:
    for file in reversed(_files()):
        yield from from_the_end(file)


def _last() -> tuple[int, str]:
    """The number and the hash of the last whole line."""
    for raw in _newest_first():
        told = _parsed(raw)
        if told is not None:
            return int(str(told["n"])), sha256(raw).hexdigest()
    return 0, ""


@contextmanager
def _locked() -> Iterator[Path]:
    folder = Path(settings.HOME) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / _LOCK).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
