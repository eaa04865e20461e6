"""Snapshots: what one backup holds. A snapshot is its manifest, which is written last: without it there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from fanthology.fic.errors import FanthologyError

from .places import Place
from .sealing import Seal, WrongKeyError

FORMAT = 1
FOLDER = "snapshots/"
WITHDRAWALS = "withdrawals"
"""Kept at the top, for every snapshot: what was withdrawn since stays so when an older one is restored."""
_NAME = re.compile(r"(\d{6})-\d{8}T\d{6}Z")
_DIGEST = 32


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``number`` counts backups in a place, whatever clocks say; ``database`` and ``files`` (by their place in the
    archive's folder) are SHA-256s; the originals and containers are those that the database mentions."""

    number: int
    made_at: str
    program: str
    database: str
    files: dict[str, str]
    counts: dict[str, int]
    format: int = FORMAT
    left_out: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        moment = datetime.fromisoformat(self.made_at).astimezone(UTC)
        return f"{self.number:06}-{moment:%Y%m%dT%H%M%SZ}"


def names(place: Place) -> list[str]:
    """The snapshots of a place, the oldest first."""
    found = (name.removeprefix(FOLDER).removesuffix(".manifest") for name in place.names(FOLDER))
    return sorted(name for name in found if _NAME.fullmatch(name))


def next_number(place: Place) -> int:
    """One more than the last snapshot's."""
    return int(there[-1][:6]) + 1 if (there := names(place)) else 1


def write(place: Place, seal: Seal, snapshot: Snapshot, mentioned: Iterable[str]) -> None:
    """Write a snapshot: the pieces it mentions, then its manifest. Raises FanthologyError if another backup took its
    number meanwhile."""
    packed = b"".join(bytes.fromhex(name) for name in sorted(mentioned))
    listed = f"{FOLDER}{snapshot.name}.pieces"
    place.put(listed, seal.seal(packed, listed))
    place.settle()
    address = f"{FOLDER}{snapshot.name}.manifest"
    text = json.dumps(asdict(snapshot), ensure_ascii=False, indent=1).encode()
    if not place.put_new(address, seal.seal(text, address)):
        raise FanthologyError("Another backup was made to this place at the same time. Run this one again.")
    place.settle()


def read(place: Place, seal: Seal, name: str) -> Snapshot:
    """A snapshot. Raises FanthologyError if there is none of that name, it is damaged, or of a newer format."""
    address = f"{FOLDER}{name}.manifest"
    kept = place.get(address)
    if kept is None:
        raise FanthologyError(f"There is no snapshot {name} in {place.written}. “--list” names those there are.")
    try:
        told = json.loads(seal.open(kept, address))
        if told["format"] > FORMAT:
            raise FanthologyError(
                f"The snapshot {name} was made by a newer Fanthology ({told['program']}). Restore it with that one."
            )
        return Snapshot(**told | {"left_out": tuple(told["left_out"])})
    except WrongKeyError:
        raise
    except (ValueError, KeyError, TypeError) as error:
        raise FanthologyError(f"The snapshot {name} cannot be read: it is damaged, or under another key.") from error


def pieces_of(place: Place, seal: Seal, name: str) -> Iterator[str]:
    """The names of the pieces that a snapshot needs. Raises FanthologyError."""
    address = f"{FOLDER}{name}.pieces"
    kept = place.get(address)
    if kept is None:
        raise FanthologyError(f"The list of the pieces of the snapshot {name} is not there; nothing was removed.")
    try:
        packed = seal.open(kept, address)
    except ValueError as error:
        raise FanthologyError(f"The list of the pieces of the snapshot {name} cannot be read: {error}.") from error
    for start in range(0, len(packed), _DIGEST):
        yield packed[start : start + _DIGEST].hex()


def read_withdrawals(place: Place, seal: Seal) -> list[str]:
    """The lines of everything that was withdrawn as of the last backup."""
    kept = place.get(WITHDRAWALS)
    if kept is None:
        return []
    try:
        return seal.open(kept, WITHDRAWALS).decode().splitlines()
    except WrongKeyError:
        raise
    except ValueError as error:
        raise FanthologyError(f"The list of what was withdrawn cannot be read: {error}.") from error


def write_withdrawals(place: Place, seal: Seal, lines: Iterable[str]) -> None:
    """Add lines to that list; those that are there stay."""
    there = read_withdrawals(place, seal)
    every = list(dict.fromkeys([*there, *lines]))
    if every != there:
        place.put(WITHDRAWALS, seal.seal("".join(f"{line}\n" for line in every).encode(), WITHDRAWALS))
