"""Mailboxes: letters one after another, each under a line that begins with ``From`` (mboxo, mboxrd, and what mail
programs, list archives and Usenet archives made of them).

Such a line counts only where it has the form of one (a time, or the number that Usenet archives put) and a header
follows: people begin lines of prose with that word. In the letters ``>From`` stands for ``From``, once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from fanthology.fic.containers.container import Container, Found, Member, Opened, Refused
from fanthology.fic.containers.directory import too_large

_AT_ONCE = 1024 * 1024
_ONE_ITEM = 2 * 1024 * 1024
"""A file up to this size is looked at whole: it may be one letter, or the posts of one story."""
_TIME = (
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? {1,2}(?:\d{1,2} |)(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
    rb"[^\n]{0,60}\d{4}[^\n]{0,40}"
)
_ENVELOPE = re.compile(rb"From (?:-?\d{5,25}|[^\n]{1,400}?(?:" + _TIME + rb"))\r?\n(?:>From [^\n]{1,400}\n)?"
                       rb"[A-Za-z][A-Za-z0-9-]{0,60}:[ \t\r\n]")  # fmt: skip
_FROM = b"\nFrom "
_LONGEST_ENVELOPE = 1_000
_HEADER = 4_000
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_SUBJECT = re.compile(rb"^Subject:[ \t]*([^\r\n]{0,300})", re.MULTILINE | re.IGNORECASE)
_SENDER = re.compile(rb"^From:[ \t]*([^\r\n]{0,300})", re.MULTILINE | re.IGNORECASE)
_CODED = re.compile(rb"^Content-(?:Transfer-Encoding:[ \t]*(?:base64|quoted)|Type:[ \t]*multipart)", re.M | re.I)
_NUMBERED = re.compile(rb"\d|\b(?:part|pt|chapter|ch|prologue|epilogue)\b")
_PARTS = re.compile(rb"\b(?:part|pt|chapter|chap|ch|prologue|epilogue|repost|new)\b|[^a-z\x80-\xff]+")


def detect(head: bytes, name: str) -> bool:
    """True if the file begins with the line that begins a letter in a mailbox, and a header.

    >>> detect(b"From mina@whitby.example Tue Mar  3 12:00:00 1998\\nSubject: Moor\\n", "lists")
    True
    >>> detect(b"From Tuesday to March 1998\\nit rained.", "lists.mbox")
    False
    """
    return _ENVELOPE.match(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")) is not None


def members(opened: Opened) -> Iterator[Found]:
    """The letters of a mailbox, called ``00001.eml`` and so on."""
    opened.file.seek(0)
    most = opened.limits.member
    for number, letter in enumerate(letters(opened.file, most), start=1):
        name = f"{number:05}.eml"
        if letter is None:
            yield Refused(name, "too-large", too_large(most))
        else:
            yield Member(name, letter)


def letters(file: BinaryIO, most: int) -> Iterator[bytes | None]:
    """The letters, without the line above each and with ``>From`` as it was; None for one of more than ``most`` bytes.

    No more than one letter and a piece of the next is in memory.
    """
    held = bytearray()
    at = 0  # from where the next line of that form is looked for
    skipping = False
    while piece := file.read(_AT_ONCE):
        held += piece
        sure = len(held) - _LONGEST_ENVELOPE  # what may be such a line behind that is looked at with what follows it
        start = 0
        while (found := _envelope(held, at, sure)) is not None:
            yield None if skipping or found - start > most else _letter(held[start:found])
            start, at, skipping = found, found + 1, False
        at = max(at, sure - len(_FROM))
        if skipping or len(held) - start > most:
            skipping, start = True, max(start, at)
        del held[:start]
        at -= start
    start = 0
    while (found := _envelope(held, at, len(held))) is not None:
        yield None if skipping else _letter(held[start:found])
        start, at, skipping = found, found + 1, False
    if held:
        yield None if skipping or len(held) - start > most else _letter(held[start:])


def _envelope(held: bytearray, at: int, end: int) -> int | None:
    """Where the next line that begins a letter begins, before a place; None if there is none."""
    while 0 <= (found := held.find(_FROM, at)) < end - 1:
        if _ENVELOPE.match(held, found + 1):
            return found + 1
        at = found + 1
    return None


def _letter(raw: bytearray) -> bytes:
    """A letter without the line above it and the blank line that parts it from the next."""
    text = bytes(raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    text = text[text.find(b"\n") + 1 :]
    for blank in (b"\r\n\r\n", b"\n\n"):
        if text.endswith(blank):
            text = text[: -len(blank) // 2]
            break
    return _QUOTED.sub(rb"\1", text) if b">From " in text else text


def is_item(opened: Opened) -> bool:
    """True for one letter, and for posts by one person under one subject but for its part number: they were saved
    together because they are one story, and are read as one. Not if they have to be decoded one by one."""
    opened.file.seek(0)
    data = opened.file.read(_ONE_ITEM + 1)
    if len(data) > _ONE_ITEM:
        return False
    starts = [0]
    held = bytearray(data)
    while (found := _envelope(held, starts[-1] + 1 if len(starts) > 1 else 0, len(held))) is not None:
        starts.append(found)
    if len(starts) == 1:
        return True
    if _CODED.search(data):
        return False
    heads = [data[start : start + _HEADER] for start in starts]
    subjects = [_said(_SUBJECT, head) for head in heads]
    if sum(1 for subject in subjects if _NUMBERED.search(subject)) < len(subjects) - 1:
        return False
    return len({(_said(_SENDER, head), _PARTS.sub(b"", said)) for head, said in zip(heads, subjects, strict=True)}) == 1


def _said(pattern: re.Pattern[bytes], head: bytes) -> bytes:
    match = pattern.search(head)
    return match[1].strip().lower() if match else b""


MBOX = Container("mbox", detect, members, is_item=is_item)
