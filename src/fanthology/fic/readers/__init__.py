"""Readers: one module per format, and `read`, which finds the right one by looking at the bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from fanthology.fic.readers.ao3.epub import AO3_EPUB
from fanthology.fic.readers.ao3.html import AO3_HTML
from fanthology.fic.readers.ao3.page import AO3_PAGE
from fanthology.fic.readers.efiction import EFICTION
from fanthology.fic.readers.efiction.printable import EFICTION_PAGE
from fanthology.fic.readers.epub.fichub import FICHUB
from fanthology.fic.readers.epub.generic import EPUB
from fanthology.fic.readers.fanficfare.epub import FANFICFARE_EPUB
from fanthology.fic.readers.fanficfare.html import FANFICFARE_HTML
from fanthology.fic.readers.fanficfare.json import FANFICFARE_JSON
from fanthology.fic.readers.fanficfare.txt import FANFICFARE_TXT
from fanthology.fic.readers.fanthology.markdown import FANTHOLOGY_MARKDOWN
from fanthology.fic.readers.fanthology.marked import FANTHOLOGY_EPUB, FANTHOLOGY_HTML
from fanthology.fic.readers.fanthology.record import FANTHOLOGY_JSON
from fanthology.fic.readers.fanthology.text import FANTHOLOGY_TEXT
from fanthology.fic.readers.ffn.page import FFN_PAGE
from fanthology.fic.readers.fichub import FICHUB_HTML
from fanthology.fic.readers.html import HTML
from fanthology.fic.readers.loading import LARGEST, UnreadableItemError, load
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.mail import MAIL
from fanthology.fic.readers.markdown import MARKDOWN
from fanthology.fic.readers.plaintext import PLAINTEXT
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.readers.unsupported import known_but_unread
from fanthology.fic.story import Outcome, Rejection
from fanthology.fic.text.decoding.binary import is_binary

__all__ = ["LARGEST", "READERS", "AmbiguousFormatError", "Item", "Reader", "UnreadableItemError", "read", "reader_of"]

READERS: tuple[Reader, ...] = (
    PLAINTEXT,
    HTML,
    MAIL,
    AO3_HTML,
    AO3_EPUB,
    AO3_PAGE,
    EPUB,
    FICHUB,
    FICHUB_HTML,
    EFICTION,
    EFICTION_PAGE,
    FFN_PAGE,
    FANFICFARE_EPUB,
    FANFICFARE_HTML,
    FANFICFARE_TXT,
    FANFICFARE_JSON,
    FANTHOLOGY_EPUB,
    FANTHOLOGY_HTML,
    FANTHOLOGY_JSON,
    FANTHOLOGY_TEXT,
    FANTHOLOGY_MARKDOWN,
    MARKDOWN,
)
_NOTHING_BESIDE: Mapping[str, bytes] = {}


class AmbiguousFormatError(Exception):
    """Two readers are sure that an item is theirs: the table is wrong, not the item."""


def read(
    item: Path | str | bytes,
    *,
    name: str | None = None,
    member: str | None = None,
    admit: bool = False,
    beside: Mapping[str, bytes] = _NOTHING_BESIDE,
) -> Outcome:
    """Reads one item: a path (``Path`` or ``str``), or the content itself (``bytes``).

    ``name`` is what the item is called when that is not its path, or its container is, and then ``member`` is its name
    in there; a name only breaks ties, the bytes decide what format it is. What is readable but seems to be no story is
    a Rejection, unless ``admit`` says that it is one after all. ``beside`` is as in `reader.Item`. Raises
    UnreadableItemError, whose message is for people, when there is no such file or it may not be read.

    >>> story = read(b"Title: The Lamp\\nAuthor: Elizabeth B.\\n\\nThe lamp went out. Jane *knew* why.\\n")
    >>> story.title, story.creators[0].name, story.chapters[0].blocks[0].html
    ('The Lamp', 'Elizabeth B.', '<p>The lamp went out. Jane <em>knew</em> why.</p>')
    >>> read(b"").reason
    'empty'
    """
    loaded = load(item, name)
    if isinstance(loaded, Rejection):
        return replace(loaded, source=replace(loaded.source, member=member))
    data, source = loaded.data, replace(loaded.source, member=member)
    if not data.strip():
        return Rejection(source, "empty", "There is nothing in it.")
    look = Look(data, member or source.path)
    reader = _sure(look)
    if reader is None:
        unread = known_but_unread(data)
        if unread:
            return Rejection(source, "unsupported", unread)
        if is_binary(data):
            return Rejection(source, "binary", "This is not text. If it should be, it was damaged on its way here.")
        reader = max((one for one in READERS if not one.binary), key=lambda reader: reader.detect(look))
    return reader.read(Item(data, replace(source, format=reader.formats[0]), reader.info, admit, beside))


def _sure(look: Look) -> Reader | None:
    """The one reader that knows the item by marks of its own, if there is one."""
    sure = [reader for reader in READERS if reader.detect(look) >= SURE]
    if len(sure) > 1:
        raise AmbiguousFormatError(" and ".join(reader.name for reader in sure))
    return sure[0] if sure else None


def reader_of(name: str) -> Reader | None:
    """The reader of that name, None if this version has none.

    >>> reader_of("html").formats
    ('html',)
    """
    return next((reader for reader in READERS if reader.name == name), None)
