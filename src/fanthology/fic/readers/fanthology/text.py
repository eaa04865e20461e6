"""Reads the text files that Fanthology writes. Their decoded text is the file's own."""

from __future__ import annotations

import re

from fanthology.fic.readers.fanthology.build import Found, FoundChapter, encoded_as, found_block, story_of
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Rejection, Story
from fanthology.fic.text.decoding.decode import decode
from fanthology.fic.text.exchange.facts import FactsError
from fanthology.fic.text.exchange.labels import (
    CHAPTER_RULE,
    FIRST_LINE,
    NOTE_RULE,
    labelled,
    read_chapter_title,
    read_header,
)
from fanthology.fic.text.exchange.stanzas import stanzas

_CHAPTER = re.compile(rf"^{CHAPTER_RULE}[ \t]*\r?\n([^\n]*)(?:\n|\Z)", re.MULTILINE)
_NOTES = re.compile(rf"^{NOTE_RULE}[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_NO_LABELS = re.compile(r"[ \t\r]*(?:\n|\Z)")


def detect(look: Look) -> float:
    """The first line says so.

    >>> detect(Look(b"[Fanthology text 1]\\nTitle: Tea\\n", "tea.txt")), detect(Look(b"Title: Tea\\n", "tea.txt"))
    (1.0, 0.0)
    """
    return SURE if look.head.startswith(FIRST_LINE.encode()) else 0.0


def read_text_file(item: Item) -> Story | Rejection:
    """The Story of a text file of ours, or why it cannot be read."""
    text = text_of(item.data)
    try:
        found = _found(text)
    except FactsError as error:
        return Rejection(item.source, "unreadable", f"It looks like a file that Fanthology wrote, but {error}.")
    return story_of(encoded_as(item, "utf-8"), found, "fanthology-label")


def _found(text: str) -> Found:
    heads = list(_CHAPTER.finditer(text))
    end = heads[0].start() if heads else len(text)
    found = Found(text, painted=[(0, end, "header")])
    found.facts = _labels(found, len(FIRST_LINE), end)
    for number, head in enumerate(heads):
        found.painted.append((head.start(), head.end(), "heading"))
        reach = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        _chapter(found, head[1].rstrip("\r"), head.end(), reach)
    return found


def _chapter(found: Found, title: str, start: int, end: int) -> None:
    text = found.text
    facts = read_chapter_title(title)
    if not _NO_LABELS.match(text, start) and (rule := _NOTES.search(text, start, end)):
        facts |= _labels(found, start, rule.start())
        found.painted.append((start, rule.end(), "note"))
        start = rule.end()
    if rule := _NOTES.search(text, start, end):
        facts |= _labels(found, rule.end(), end)
        found.painted.append((rule.start(), end, "note"))
        end = rule.start()
    chapter = FoundChapter(facts=facts)
    for kind, html, first, last, cuts in stanzas(text, start, end):
        chapter.blocks.append(found_block(html, (first, last), kind))
        for cut in cuts:
            found.cut(*cut)
    found.chapters.append(chapter)


def _labels(found: Found, start: int, end: int) -> dict[str, object]:
    lines = labelled(found.text, start, end)
    for line in lines:
        found.places.setdefault(" ".join(line.value.split()), (line.start, line.end))
    return read_header(lines)


def text_of(data: bytes) -> str:
    """The text of a file of ours."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(data).text


FANTHOLOGY_TEXT = Reader("fanthology-txt", "1", ("text",), detect, read_text_file, text_of)
