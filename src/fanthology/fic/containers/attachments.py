"""What is attached to a letter and is no text of it: books, documents, pages and archives become items of their own.

Text that is attached is read with the letter (`fic.readers.mail`), pictures and signatures stay in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import compat32
from io import BytesIO

from fanthology.fic.containers.container import Member, Nested
from fanthology.fic.containers.names import harmless, told_apart
from fanthology.fic.mailparts import is_item

_MULTIPART = re.compile(rb"^content-type:[ \t]*multipart/(?:mixed|related)", re.IGNORECASE | re.MULTILINE)
_FILE_NAME = re.compile(rb"\b(?:file)?name\*?(?:\d\*?)?[ \t]*=", re.IGNORECASE)
_HEADER = 16_384
_MOST = 1_000


def may_have_attached(head: bytes) -> bool:
    """True for the beginning of a letter that may have files attached: whether to look closer."""
    return _MULTIPART.search(head[:_HEADER].replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]) is not None


def attached(data: bytes, holds: Callable[[bytes, str], bool]) -> Iterator[Member | Nested]:
    """The attachments of a letter that are items of their own; nothing if it is no letter.

    >>> list(attached(b"It was night.", lambda head, name: False))
    []
    """
    if not may_have_attached(data) or not _FILE_NAME.search(data):
        return
    seen: set[str] = set()
    for part in list(message_from_bytes(data, policy=compat32).walk())[:_MOST]:
        if not is_item(part):
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content.strip():
            continue
        one = told_apart(harmless(str(part.get_filename())), seen)
        if holds(content[:65_536], one):
            yield Nested(one, BytesIO(content), lambda path: None, lambda path: None)
        else:
            yield Member(one, content)
