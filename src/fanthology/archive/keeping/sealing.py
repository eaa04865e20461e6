"""How a piece of a backup is stored: packed, and under lock and key if there is a key.

With a key, a piece is encrypted with ChaCha20-Poly1305 under a nonce of its own, bound to its name, and the name itself
is a keyed hash: whoever sees the place learns how many pieces there are and how large, and nothing else.
"""

from __future__ import annotations

import hmac
import secrets
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from fanthology.fic.errors import FanthologyError

_PLAIN, _SEALED = b"FP1", b"FS1"
_STORED, _PACKED = b"s", b"z"
_NONCE = 12
_SIZE = 32
_LEVEL = 3
_HEAD = "fanthology-backup-key-1 "


class WrongKeyError(FanthologyError):
    """The backup is under another key, or under one at all."""


class Seal:
    """Seals pieces and opens them. Without a key they are only packed."""

    def __init__(self, key: bytes | None = None) -> None:
        self.has_key = key is not None
        self._name_key = _derived(key, b"names") if key else b""
        self._cipher = ChaCha20Poly1305(_derived(key, b"pieces")) if key else None

    def name(self, digest: str) -> str:
        """The name under which a piece with this SHA-256 is kept.

        >>> Seal().name("ab" * 32) == "ab" * 32
        True
        """
        return hmac.new(self._name_key, digest.encode(), sha256).hexdigest() if self._name_key else digest

    def seal(self, data: bytes, name: str) -> bytes:
        """The bytes as they are kept under a name."""
        packed = zlib.compress(data, _LEVEL)
        body = _PACKED + packed if len(packed) < len(data) else _STORED + data
        if self._cipher is None:
            return _PLAIN + body
        nonce = secrets.token_bytes(_NONCE)
        return _SEALED + nonce + self._cipher.encrypt(nonce, body, name.encode())

    def open(self, kept: bytes, name: str) -> bytes:
        """What was sealed under a name. Raises WrongKeyError, and ValueError for bytes that are damaged.

        >>> Seal().open(Seal().seal(b"It rained.", "a"), "a")
        b'It rained.'
        """
        head, rest = kept[:3], kept[3:]
        if head == _SEALED:
            if self._cipher is None:
                raise WrongKeyError("The backup is encrypted. Give its key with --key-file FILE.")
            try:
                rest = self._cipher.decrypt(rest[:_NONCE], rest[_NONCE:], name.encode())
            except InvalidTag as error:
                raise ValueError("it is damaged, or under another key") from error
        elif head != _PLAIN:
            raise ValueError("it is damaged")
        elif self._cipher is not None:
            raise WrongKeyError("The backup is not encrypted, so that no key belongs to it.")
        try:
            return zlib.decompress(rest[1:]) if rest[:1] == _PACKED else rest[1:]
        except zlib.error as error:
            raise ValueError("it is damaged") from error


def new_key(file: Path) -> None:
    """Write a new key to a file that nobody else can read. Raises FanthologyError if the file is there already."""
    text = _HEAD + urlsafe_b64encode(secrets.token_bytes(_SIZE)).decode() + "\n"
    try:
        file.touch(mode=0o600, exist_ok=False)
        file.write_text(text, encoding="ascii")
    except FileExistsError as error:
        raise FanthologyError(f"{file} is there already; a key is never written over.") from error
    except OSError as error:
        raise FanthologyError(f"The key cannot be written to {file} ({error.strerror}).") from error


def read_key(file: Path) -> bytes:
    """The key in a file. Raises FanthologyError if there is none."""
    try:
        text = file.read_text(encoding="ascii")
        key = urlsafe_b64decode(text.removeprefix(_HEAD).strip()) if text.startswith(_HEAD) else b""
    except OSError as error:
        raise FanthologyError(f"The key file {file} cannot be read ({error.strerror}).") from error
    except ValueError:
        key = b""
    if len(key) != _SIZE:
        raise FanthologyError(f"{file} holds no key of a backup. “fanthology backup --new-key FILE” makes one.")
    return key


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hmac.new(key, b"fanthology " + purpose, sha256).digest()
