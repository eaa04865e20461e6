"""Reads plain text: posts, saved mail, files from personal sites, with a home-made header or none."""

from __future__ import annotations

from dataclasses import replace

from fanthology.fic.readers.look import Look
from fanthology.fic.readers.reader import Item, Reader
from fanthology.fic.story import Rejection, Story
from fanthology.fic.text.assemble import assemble
from fanthology.fic.text.decoding.decode import decode
from fanthology.fic.text.decoding.plain import repair_plain
from fanthology.fic.text.document import Document
from fanthology.fic.text.newlines import one_kind_of_newline
from fanthology.fic.text.outlining.outline import outline

_FALLBACK = 0.1  # anything may be plain text; another format has only to recognise itself
_BY_NAME = 0.15
_SUFFIXES = (".txt", ".text", ".asc", ".me")


def detect(look: Look) -> float:
    """Plain text has no mark of its own: it is what is left when no other format recognises the bytes.

    >>> detect(Look(b"It was night.", "night.txt")) > detect(Look(b"It was night.", "night"))
    True
    """
    return _BY_NAME if look.ending in _SUFFIXES else _FALLBACK


def read_plain_text(item: Item) -> Story | Rejection:
    """The Story in a plain text, or why there is none."""
    decoded = decode(item.data)
    source = replace(item.source, encoding=decoded.encoding)
    mended = repair_plain(one_kind_of_newline(decoded.text))
    if not mended.text.strip():
        return Rejection(source, "empty", "There is nothing in it but blanks.")
    document = Document(mended.text, mended.marks, repairs=mended.repairs, offsets=mended.offsets)
    return assemble(document, outline(document), decoded.text, source, item.reader, admit=item.admit)


def text_of(data: bytes) -> str:
    """The text of a plain file, as spans count in it."""
    return decode(data).text


PLAINTEXT = Reader("plaintext", "3", ("text",), detect, read_plain_text, text_of)
