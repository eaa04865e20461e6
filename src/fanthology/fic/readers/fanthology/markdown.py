"""Reads the Markdown that Fanthology writes. Its decoded text is the file's own.

The front matter is YAML in the form that our writer gives it: a name, and a value or a list of values in JSON.
"""

from __future__ import annotations

import re
from typing import Any

from fanthology.fic.readers.fanthology.build import Found, FoundChapter, encoded_as, found_block, story_of
from fanthology.fic.readers.fanthology.text import text_of
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Rejection, Story
from fanthology.fic.text.exchange.facts import FactsError
from fanthology.fic.text.exchange.markdown import stanzas
from fanthology.fic.text.exchange.values import read_json

_MARK = re.compile(rb'---[ \t]*\r?\nfanthology: "book/1"')
_END = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_ENTRY = re.compile(r"([a-z_]{1,30}):[ ]?(.*)")
_HEADING = re.compile(r"^##? [^\n]*$", re.MULTILINE)


def detect(look: Look) -> float:
    """The front matter begins with our own key.

    >>> detect(Look(b'---\\nfanthology: "book/1"\\n---\\n', "tea.md"))
    1.0
    >>> detect(Look(b"---\\ntitle: Tea\\n---\\n", "tea.md"))
    0.0
    """
    return SURE if _MARK.match(look.head) else 0.0


def read_own_markdown(item: Item) -> Story | Rejection:
    """The Story of a Markdown file of ours, or why it cannot be read."""
    try:
        found = _found(text_of(item.data))
    except FactsError as error:
        return Rejection(item.source, "unreadable", f"It looks like a file that Fanthology wrote, but {error}.")
    return story_of(encoded_as(item, "utf-8"), found, "fanthology-front-matter")


def _found(text: str) -> Found:
    end = _END.search(text, 4)
    if end is None:
        raise FactsError("its front matter has no end")
    found = Found(text, painted=[(0, end.end(), "header")])
    facts = _front_matter(found, text.index("\n") + 1, end.start())
    told = facts.pop("chapters", [])
    found.facts = facts
    heads = [one for one in _HEADING.finditer(text, end.end()) if text[one.start() - 2 : one.start()].endswith("\n")]
    found.painted += ((one.start(), one.end(), "heading") for one in heads)
    heads = [one for one in heads if one[0].startswith("## ")]
    for number, head in enumerate(heads):
        chapter = FoundChapter(facts=told[number] if isinstance(told, list) and number < len(told) else {})
        reach = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        for kind, html, first, last, cuts in stanzas(text, head.end(), reach):
            chapter.blocks.append(found_block(html, (first, last), kind))
            for cut in cuts:
                found.cut(*cut)
        found.chapters.append(chapter)
    return found


def _front_matter(found: Found, start: int, end: int) -> dict[str, Any]:
    """What it says. Raises FactsError."""
    facts: dict[str, Any] = {}
    several: list[Any] = []
    at = start
    for raw in found.text[start:end].split("\n"):
        line = raw.rstrip("\r")
        item = line.startswith("  - ")
        match = None if item else _ENTRY.fullmatch(line)
        written = line[4:] if item else match[2] if match else ""
        if written:
            value = read_json(written)
            if isinstance(value, str):
                begin = at + line.index(written)
                found.places.setdefault(" ".join(value.split()), (begin, begin + len(written)))
        if item:
            several.append(value)
        elif match:
            several = []
            facts[match[1]] = value if written else several
        elif line.strip():
            raise FactsError("its front matter is not as Fanthology writes it")
        at += len(raw) + 1
    return facts


FANTHOLOGY_MARKDOWN = Reader("fanthology-md", "1", ("markdown",), detect, read_own_markdown, text_of)
