"""Reads Story JSON: one record, as ``fanthology convert`` and ``fanthology read`` write it.

JSON is no text to read, so the decoded text is laid out from it: the values of the texts and lists that say something
about the story, a line each; then of each chapter its title, notes and blocks, parted by blank lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from fanthology.fic.readers.fanthology.build import Found, FoundChapter, encoded_as, found_block, story_of
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Rejection, SegmentKind, Story
from fanthology.fic.text.exchange.facts import STORY_FACTS
from fanthology.fic.text.exchange.kinds import BLOCK_KINDS, words_of

_MARK = re.compile(rb'\s*\{\s*"schema"\s*:\s*"fanthology\.story/1"')
_BETWEEN = "\n\n"
_AROUND: tuple[tuple[str, SegmentKind], ...] = (("title", "heading"), ("summary", "note"), ("notes_before", "note"))


def detect(look: Look) -> float:
    """A record begins with the name of its schema.

    >>> detect(Look(b'{"schema": "fanthology.story/1", "title": null}', "a.json"))
    1.0
    """
    return SURE if _MARK.match(look.head) else 0.0


def read_record(item: Item) -> Story | Rejection:
    """The Story of a record, or why it is none."""
    lines = [line for line in item.data.split(b"\n") if _MARK.match(line)]
    if len(lines) > 1:
        message = f"It holds {len(lines):,} stories, one a line. Put each line into a file of its own."
        return Rejection(item.source, "unsupported", message)
    record = _record(item.data)
    if record is None:
        return Rejection(item.source, "unreadable", "It begins like Story JSON, but it is damaged: it is no JSON.")
    fault = _fault(record)
    if fault:
        return Rejection(item.source, "unreadable", f"It begins like Story JSON, but {fault}.")
    return story_of(encoded_as(item, "utf-8"), _found(record), "fanthology-json")


def _record(data: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _fault(record: Mapping[str, Any]) -> str | None:
    """What keeps the chapters from being read, in words."""
    chapters = record.get("chapters")
    if not isinstance(chapters, list):
        return "it has no list of chapters"
    for chapter in chapters:
        blocks = chapter.get("blocks") if isinstance(chapter, dict) else None
        if not isinstance(blocks, list) or not all(_is_block(one) for one in blocks):
            return "a chapter of it has no list of blocks"
    return None


def _is_block(one: Any) -> bool:
    return isinstance(one, dict) and isinstance(one.get("html"), str) and one.get("kind") in BLOCK_KINDS


def _found(record: dict[str, Any]) -> Found:
    sheet = _Sheet()
    found = Found("", record)
    for words in _stated(record):
        sheet.add(words, "header")
    for told in record["chapters"]:
        for name, kind in _AROUND:
            sheet.add(_line(told.get(name)), kind)
        chapter = FoundChapter(facts=told)
        for block in told["blocks"]:
            made = found_block(block["html"], (0, 0), BLOCK_KINDS[block["kind"]], _line(block.get("id")))
            chapter.blocks.append(replace(made, span=sheet.add(words_of(made.html).strip("\n"), None)))
        sheet.add(_line(told.get("notes_after")), "note")
        found.chapters.append(chapter)
    found.text = _BETWEEN.join(sheet.pieces)
    found.painted = sheet.painted
    for start, end, _ in sheet.painted:
        found.places.setdefault(" ".join(found.text[start:end].split()), (start, end))
    return found


class _Sheet:
    """The text that a record is laid out as."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.painted: list[tuple[int, int, SegmentKind]] = []
        self._length = self._end = 0

    def add(self, words: str, kind: SegmentKind | None) -> tuple[int, int]:
        """Writes words, and gives their place."""
        if not words.strip():
            return self._end, self._end
        start = self._length
        end = start + len(words)
        self.pieces.append(words)
        self._end = end
        self._length = end + len(_BETWEEN)
        if kind:
            self.painted.append((start, end, kind))
        return start, end


def _stated(record: Mapping[str, Any]) -> Iterator[str]:
    """The words of the story's fields."""
    for name in STORY_FACTS:
        value = record.get(name)
        for one in value if isinstance(value, list) else [value]:
            yield _line(one.get("name") if isinstance(one, dict) else one)


def _line(value: Any) -> str:
    return value if isinstance(value, str) else ""


def text_of(data: bytes) -> str:
    """The text that a record is laid out as; of a damaged one, its bytes as text."""
    record = _record(data)
    if record is None or _fault(record):
        return data.decode("utf-8", "replace")
    return _found(record).text


FANTHOLOGY_JSON = Reader("fanthology-json", "1", ("story-json",), detect, read_record, text_of)
