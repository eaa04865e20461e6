"""Reads one letter as mail and news servers carry it: from a mailbox, a maildir, an ``.eml`` file, a saved article.

It is decoded (`mime`) where that is needed, and then read by the rules of plain text, which know mail headers: a short
header that somebody pasted above a story is read by `plaintext` the same way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fanthology.fic.readers.look import Look
from fanthology.fic.readers.mailads import nobodys_words
from fanthology.fic.readers.mime import Letter, letter_of, without_envelope
from fanthology.fic.readers.places import Places
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Rejection, Span, Story
from fanthology.fic.text.assemble import assemble
from fanthology.fic.text.decoding.repair import repair
from fanthology.fic.text.document import Document, Outline, Segment
from fanthology.fic.text.newlines import one_kind_of_newline
from fanthology.fic.text.outlining.outline import outline

_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):")
_MOST_LINES = 400
_OF_TRANSPORT = frozenset((b"message-id", b"received", b"mime-version"))
_OF_LETTERS = _OF_TRANSPORT | {
    b"from",
    b"date",
    b"newsgroups",
    b"to",
    b"subject",
    b"path",
    b"references",
    b"return-path",
}
_ENOUGH = 3
TOO_NESTED = "Its parts lie too deep in each other to be taken apart."


def detect(look: Look) -> float:
    """Sure of a whole header as servers write it, at the very top; anything less is plain text with a header pasted.

    >>> detect(Look(b"From: mina@whitby.example\\nMessage-ID: <1@whitby.example>\\nDate: 3 May 1893\\n\\nMoor", "1"))
    1.0
    >>> detect(Look(b"From: Mina\\nSubject: The Moor\\nDate: 3 May\\n\\nMoor", "1"))
    0.0
    """
    names = set()
    for line in without_envelope(look.head).split(b"\n")[:_MOST_LINES]:
        if not line.strip():
            break
        if match := _FIELD.match(line):
            names.add(match[1].lower())
        elif not names or line[:1] not in b" \t":
            return 0.0
    whole = b"from" in names and names & _OF_TRANSPORT and len(names & _OF_LETTERS) >= _ENOUGH
    return SURE if whole else 0.0


def read_letter(item: Item) -> Story | Rejection:
    """The Story in a letter, or why there is none. Spans point into the decoded text that `text_of` gives."""
    try:
        letter = letter_of(item.data)
    except RecursionError:
        return Rejection(item.source, "unreadable", TOO_NESTED)
    source = replace(item.source, encoding=letter.encoding)
    if letter.empty:
        return Rejection(source, "empty", "There is no text in this letter, only its header.")
    document = _document(letter)
    around = nobodys_words(document.text)
    outlined = outline(replace(document, text=_blanked(document.text, around)))
    segments = (*outlined.segments, *(Segment(start, end, "furniture") for start, end in around))
    told: Outline = replace(outlined, segments=tuple(sorted(segments, key=lambda one: one.start)))
    return assemble(document, told, letter.text, source, item.reader, admit=item.admit)


def _document(letter: Letter) -> Document:
    mended = repair(one_kind_of_newline(letter.text))
    marks = letter.marks
    if mended.repairs and marks:
        places = Places(mended.repairs)
        marks = tuple(map(places.mark, marks))
    return Document(mended.text, marks, letter.marked_up, mended.repairs, mended.offsets)


def _blanked(text: str, ranges: Sequence[Span]) -> str:
    """``text`` with blanks in place of ``ranges``; lines stay lines, so nothing moves."""
    pieces, done = [], 0
    for start, end in ranges:
        pieces += [text[done:start], re.sub(r"[^\n]", " ", text[start:end])]
        done = end
    return "".join([*pieces, text[done:]])


def text_of(data: bytes) -> str:
    """The text of a letter, as spans count in it: its header lines and its body, decoded."""
    try:
        return letter_of(data).text
    except RecursionError:
        return ""


MAIL = Reader("mail", "2", ("message",), detect, read_letter, text_of)
