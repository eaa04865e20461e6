"""Files in a backup: each is one piece, or a list of pieces, kept once under the hash of its bytes however many
snapshots mention it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO

from fanthology.fic.errors import FanthologyError

from .places import Place
from .sealing import Seal, WrongKeyError

FOLDER = "pieces/"
LARGEST = 4 * 1024 * 1024
"""A file of up to this size is one piece."""
OF_DATABASE = 64 * 1024
"""The database is cut finer: a little work changes a little of it."""
_WHOLE, _LIST = b"W", b"L"


class DamagedError(FanthologyError):
    """A piece of the backup is missing, or is not what it was."""


class Pieces:
    """The pieces of one place. ``sent`` counts the bytes written, ``kept`` the pieces that were there already."""

    def __init__(self, place: Place, seal: Seal) -> None:
        self._place, self._seal = place, seal
        self._there: set[str] | None = None
        self.mentioned: set[str] = set()
        """The names of every piece that was put, or was there already when it should have been."""
        self.sent = self.kept = 0

    def there(self) -> set[str]:
        """The names of the pieces that the place has."""
        if self._there is None:
            self._there = {name.rpartition("/")[2] for name in self._place.names(FOLDER)}
        return self._there

    def put_file(self, digest: str, file: Path, most: int = LARGEST) -> None:
        """Keep a file, known by its SHA-256. Raises OSError if it cannot be read, FanthologyError if it is not what the
        digest says, or cannot be kept."""
        if file.stat().st_size > most:
            self._put_large(digest, file, most)
        elif not self._has([digest]):
            data = file.read_bytes()
            _expect(sha256(data).hexdigest(), digest, file)
            self.put(digest, _WHOLE + data)

    def put(self, digest: str, body: bytes) -> None:
        name = self._seal.name(digest)
        self.mentioned.add(name)
        if name in self.there():
            self.kept += 1
            return
        address = _address(name)
        sealed = self._seal.seal(body, address)
        self._place.put(address, sealed)
        self.sent += len(sealed)
        self.there().add(name)

    def write_file(self, digest: str, into: IO[bytes]) -> None:
        """Write a file that was kept, each byte checked. Raises DamagedError, WrongKeyError, OSError."""
        hashed = sha256()
        for data in self.read(digest):
            hashed.update(data)
            into.write(data)
        if hashed.hexdigest() != digest:
            raise self._changed(digest)

    def read(self, digest: str) -> Iterator[bytes]:
        """The bytes of a file that was kept, in pieces."""
        body = self._body(digest)
        if body[:1] == _WHOLE:
            yield body[1:]
            return
        for one in self._listed(digest, body):
            part = self._body(one)
            if part[:1] != _WHOLE or sha256(part[1:]).hexdigest() != one:
                raise self._changed(one)
            yield part[1:]

    def _put_large(self, digest: str, file: Path, most: int) -> None:
        if self._has([digest]) and self._has(self._listed(digest, self._body(digest))):
            return
        hashed = sha256()
        digests = []
        with file.open("rb") as opened:
            while data := opened.read(most):
                hashed.update(data)
                digests.append(sha256(data).hexdigest())
                self.put(digests[-1], _WHOLE + data)
        _expect(hashed.hexdigest(), digest, file)
        self.put(digest, _LIST + json.dumps(digests).encode())

    def _listed(self, digest: str, body: bytes) -> list[str]:
        """The pieces of a large file."""
        try:
            listed = json.loads(body[1:])
        except ValueError as error:
            raise self._changed(digest) from error
        if body[:1] != _LIST or not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise self._changed(digest)
        return listed

    def _changed(self, digest: str) -> DamagedError:
        return DamagedError(f"The piece {self._seal.name(digest)[:12]}… of the backup is not what it was.")

    def _has(self, digests: Iterable[str]) -> bool:
        """True if all of these are there already; they are mentioned then."""
        names = {self._seal.name(one) for one in digests}
        if not names <= self.there():
            return False
        self.mentioned |= names
        self.kept += len(names)
        return True

    def _body(self, digest: str) -> bytes:
        name = self._seal.name(digest)
        address = _address(name)
        kept = self._place.get(address)
        if kept is None:
            raise DamagedError(f"The piece {name[:12]}… is not in the backup.")
        try:
            return self._seal.open(kept, address)
        except WrongKeyError:
            raise
        except ValueError as error:
            raise DamagedError(f"The piece {name[:12]}… of the backup cannot be read: {error}.") from error


def digest_of(file: Path) -> str:
    """The SHA-256 of a file. Raises OSError."""
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def _address(name: str) -> str:
    return f"{FOLDER}{name[:2]}/{name}"


def _expect(found: str, digest: str, file: Path) -> None:
    if found != digest:
        raise FanthologyError(f"{file} is not what it was when it came in. “fanthology check” tells more.")
