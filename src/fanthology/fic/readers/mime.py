"""A letter's bytes to its text: the header lines that matter, decoded, and the text of every part that is one.

Rules: RFC 5322 (header), RFC 2047 (encoded words), RFC 2045 and 2046 (parts), RFC 3676 (format=flowed).
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import TypeAlias

from fanthology.fic.mailparts import is_item
from fanthology.fic.text.decoding.decode import decode, known_codec
from fanthology.fic.text.document import Mark
from fanthology.fic.text.markup.flatten import flatten

KEPT = frozenset((
    "from", "sender", "reply-to", "to", "cc", "newsgroups", "followup-to", "subject", "date", "message-id",
    "references", "in-reply-to", "organization", "organisation", "summary", "keywords", "resent-from", "mailing-list",
    "list-id", "archive-name",
))  # fmt: skip
"""The headers that say something of what is sent; those of the way it took stay in the original."""

_BEFORE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:(?:>?From |Article:? \d{1,9} of )[^\n]{1,500}\n)?(?:>From [^\n]{1,500}\n)?"
)
_ENCODED = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?\r\n]{0,500})\?=(?:\s+(?==\?))?")
_CODED = ("quoted-printable", "base64", "uuencode", "x-uuencode", "uue", "x-uue")
_WORDS = re.compile(r"\w+")
_TAGS = re.compile(r"<[^<>\n]{1,60}>")
_DEEPEST = 20
_STUB = 25  # words: a text beside a page that has far more says "this is a page" and no more
_STUB_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Letter:
    """The text of a letter, as spans count in it. Where nothing has to be decoded it is the letter as it stands, else
    the header lines that matter, a blank line, and the body.

    ``marks`` are those of a body that is a web page; ``encoding`` is the codec of the longest part; ``empty`` is True
    if there is nothing but a header.
    """

    text: str
    encoding: str
    empty: bool = False
    marks: tuple[Mark, ...] = ()
    marked_up: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    encoding: str
    marks: tuple[Mark, ...] = ()
    is_page: bool = False


_Parts: TypeAlias = list[Message]


def without_envelope(data: bytes) -> bytes:
    """A letter without the line that a mailbox or a news reader put above its header.

    >>> without_envelope(b"From mina Tue Mar  3 12:00:00 1998\\nSubject: x\\n")
    b'Subject: x\\n'
    """
    match = _BEFORE.match(data)
    return data[match.end() :] if match else data


def letter_of(data: bytes) -> Letter:
    """The letter that some bytes are. Never fails: what cannot be decoded as declared is decoded as it is.

    >>> letter_of(b"Subject: =?utf-8?q?The_Moor?=\\nX-Way: long\\n\\nIt rained.").text
    'Subject: The Moor\\n\\nIt rained.'
    >>> letter_of(b"Subject: The Moor\\nX-Way: long\\n\\nIt rained.").text
    'Subject: The Moor\\nX-Way: long\\n\\nIt rained.'
    """
    message = message_from_bytes(without_envelope(data), policy=compat32)
    if _is_plain(message):
        decoded = decode(data, _charset(message))
        return Letter(decoded.text, decoded.encoding, empty=not _content(message).strip())
    pieces = [piece for piece in _pieces(message, 0) if piece.text.strip()]
    header = header_lines(message)
    text, marks = header, []
    for piece in pieces:
        text += "\n\n" if text else ""
        marks += [replace(mark, start=mark.start + len(text), end=mark.end + len(text)) for mark in piece.marks]
        text += piece.text
    longest = max(pieces, key=lambda piece: len(piece.text), default=_Piece("", "utf-8"))
    pages = bool(pieces) and all(piece.is_page for piece in pieces)
    return Letter(text, longest.encoding, not pieces, tuple(marks) if pages else (), pages)


def _is_plain(message: Message) -> bool:
    """True for a letter of one plain text with nothing in it that has to be decoded."""
    return (
        not message.is_multipart()
        and message.get_content_type() == "text/plain"
        and str(message.get("content-transfer-encoding", "")).strip().lower() not in _CODED
        and str(message.get_param("format", "")).lower() != "flowed"
        and not any("=?" in value and decoded_header(value) != _one_line(value) for _, value in _fields(message))
    )


def header_lines(message: Message) -> str:
    """The header lines that matter, in the order of the letter, each unfolded into one line."""
    return "\n".join(f"{name}: {decoded_header(value)}" for name, value in _fields(message) if name.lower() in KEPT)


def _fields(message: Message) -> Iterator[tuple[str, str]]:
    for name, value in message.raw_items():
        yield name, _one_line(decode(str(value).encode("utf-8", "surrogateescape")).text)


def _one_line(text: str) -> str:
    return " ".join(part for line in re.split(r"[\r\n]+", text) if (part := line.strip()))


def decoded_header(value: str) -> str:
    """A header's value with its encoded words decoded; one that cannot be stays as it is.

    >>> decoded_header("Re: =?iso-8859-1?Q?na=EFve?= =?iso-8859-1?B?IG1vb3I=?= (1/2)"), decoded_header("=?x-none?q?a?=")
    ('Re: naïve moor (1/2)', '=?x-none?q?a?=')
    """
    pieces: list[str] = []
    held: tuple[str, bytes] = ("", b"")  # letters of several bytes may be cut between two encoded words
    at = 0
    for match in _ENCODED.finditer(value):
        data = _encoded_bytes(match[2], match[3])
        codec = known_codec(match[1]) if data is not None else None
        if match.start() > at or codec != held[0]:
            pieces += [_text(held), value[at : match.start()]]
            held = (codec or "", b"")
        if data is None or codec is None:
            pieces.append(match[0])
        else:
            held = (codec, held[1] + data)
        at = match.end()
    return _one_line("".join([*pieces, _text(held), value[at:]]))


def _encoded_bytes(kind: str, text: str) -> bytes | None:
    try:
        if kind in "bB":
            return binascii.a2b_base64(text + "=" * (-len(text) % 4)) or None
        return quopri.decodestring(text.encode("ascii"), header=True)
    except (binascii.Error, UnicodeEncodeError):
        return None


def _text(held: tuple[str, bytes]) -> str:
    codec, data = held
    return data.decode(codec, "replace") if codec else ""


def _pieces(part: Message, depth: int) -> Iterator[_Piece]:
    """The texts in a part of a letter, in order."""
    if depth > _DEEPEST or is_item(part):
        return
    kind = part.get_content_type()
    if part.is_multipart():
        children = _children(part)
        if kind == "multipart/alternative":
            children = _best(children, depth)
        for child in children:
            yield from _forwarded(child, depth) if kind == "message/rfc822" else _pieces(child, depth + 1)
        if (after := part.epilogue) and after.strip():
            yield _piece_of(after.encode("utf-8", "surrogateescape"), None)
    elif part.get_content_maintype() == "text":
        yield _leaf(part)


def _children(part: Message) -> _Parts:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _forwarded(message: Message, depth: int) -> Iterator[_Piece]:
    """A letter in a letter: its header stands above its text, as where people forward by hand."""
    header = header_lines(message)
    pieces = list(_pieces(message, depth + 1))
    if pieces and not pieces[0].is_page:
        pieces[0] = replace(pieces[0], text=f"{header}\n\n{pieces[0].text}")
    else:
        yield _Piece(header, "utf-8")
    yield from pieces


def _best(children: _Parts, depth: int) -> _Parts:
    """Of texts that say the same the plain one, unless it only says that there is a page."""
    plain = [child for child in children if child.get_content_type() == "text/plain"]
    others = [child for child in children if child.get_content_type() != "text/plain" and _words([child], depth)]
    if not plain:
        return others[-1:] or children[:1]
    few, many = _words(plain, depth), _words(others[-1:], depth)
    return others[-1:] if many and few < _STUB and few < _STUB_SHARE * many else plain


def _words(parts: _Parts, depth: int) -> int:
    return sum(len(_WORDS.findall(piece.text)) for part in parts for piece in _pieces(part, depth + 1))


def _leaf(part: Message) -> _Piece:
    piece = _piece_of(_content(part), _charset(part))
    kind = part.get_content_type()
    if kind == "text/html":
        flat = flatten(piece.text)
        return _Piece(flat.text, piece.encoding, flat.marks, is_page=True)
    if kind in ("text/enriched", "text/richtext"):
        return replace(piece, text=_TAGS.sub("", piece.text))
    if str(part.get_param("format", "")).lower() == "flowed":
        return replace(piece, text=unflowed(piece.text, str(part.get_param("delsp", "")).lower() == "yes"))
    return piece


def _content(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, ValueError, TypeError):
        return None


def _piece_of(data: bytes, declared: str | None) -> _Piece:
    decoded = decode(data, declared)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return _Piece(text, decoded.encoding)


def unflowed(text: str, joined: bool = False) -> str:
    """A text of format=flowed with the lines of each paragraph joined; ``joined`` if blanks at the breaks go.

    >>> unflowed("It was late \\nwhen the dog \\ncame.\\n> quoted \\n  set in\\n-- \\nMina")
    'It was late when the dog came.\\n> quoted \\n set in\\n-- \\nMina'
    """
    lines: list[str] = []
    flows = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        bare = line[1:] if line.startswith(" ") else line
        if flows and not quoted and bare != "-- ":
            before = lines[-1][:-1] if joined else lines[-1]
            lines[-1] = before + bare
        else:
            lines.append(bare)
        flows = bare.endswith(" ") and not quoted and bare != "-- "
    return "\n".join(lines)
