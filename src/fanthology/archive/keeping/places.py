"""Where backups lie: a folder, or a bucket that speaks S3. Everything there is a name and its bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from fanthology.fic.errors import FanthologyError

_REMOTE = ("s3://",)
_AT_ONCE = 1_000


class Place:
    """Names and their bytes. A name that is written is there whole, or not at all."""

    def __init__(self, written: str) -> None:
        """``written`` is a folder, made if need be, or ``s3://bucket/prefix``; how to get in is in the variables that
        every program of that kind reads (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL and so on).

        Raises FanthologyError for an address that cannot be.
        """
        self.written = written
        self.is_folder = not written.startswith(_REMOTE)
        try:
            self._store: ObjectStore = LocalStore(_folder(written), mkdir=True) if self.is_folder else _remote(written)
        except (BaseError, OSError, ValueError) as error:
            raise FanthologyError(f"The place {written} cannot be used: {_reason(error)}.") from error

    def put(self, name: str, data: bytes) -> None:
        """Write, over what was there. Raises FanthologyError."""
        try:
            obstore.put(self._store, name, data, use_multipart=False)
        except (BaseError, OSError) as error:
            raise self._trouble(error) from error

    def put_new(self, name: str, data: bytes) -> bool:
        """Write a name that is not there yet; False, and nothing written, if it is. Raises FanthologyError."""
        try:
            obstore.put(self._store, name, data, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
        except (BaseError, OSError) as error:
            raise self._trouble(error) from error
        return True

    def get(self, name: str) -> bytes | None:
        """The bytes of a name, None if it is not there. Raises FanthologyError."""
        try:
            return bytes(obstore.get(self._store, name).bytes())
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise self._trouble(error) from error

    def names(self, prefix: str) -> Iterator[str]:
        """The names under a prefix that ends with a slash, in no order. Raises FanthologyError."""
        try:
            for some in obstore.list(self._store, prefix=prefix.rstrip("/")):
                yield from (one["path"] for one in some)
        except (BaseError, OSError) as error:
            raise self._trouble(error) from error

    def remove(self, names: Iterable[str]) -> None:
        """Take names away. Raises FanthologyError."""
        every = list(names)
        try:
            for start in range(0, len(every), _AT_ONCE):
                obstore.delete(self._store, every[start : start + _AT_ONCE])
        except (BaseError, OSError) as error:
            raise self._trouble(error) from error

    def settle(self) -> None:
        """See to it that what was written survives a power cut."""
        if self.is_folder:
            os.sync()

    def _trouble(self, error: Exception) -> FanthologyError:
        return FanthologyError(f"The place {self.written} could not be read or written: {_reason(error)}.")


def _folder(written: str) -> Path:
    return Path(written).expanduser().absolute()


def _remote(written: str) -> ObjectStore:
    endpoint = os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT") or ""
    plain = endpoint.startswith("http://")
    return from_url(written, client_options={"allow_http": True} if plain else {})


def _reason(error: Exception) -> str:
    """The first line of what went wrong, which is all that is for people."""
    return str(error).partition("\n")[0].rstrip(".") or type(error).__name__
