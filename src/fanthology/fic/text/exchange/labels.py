"""The labelled lines at the head of a text file of ours, and over its chapters."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from fanthology.fic.text.exchange import values

FIRST_LINE = "[Fanthology text 1]"
CHAPTER_RULE = "=" * 60
NOTE_RULE = "-" * 60
_LABELLED = re.compile(r"([A-Z][A-Za-z -]{1,24}):[ ]?(.*)")
_NUMBERED = re.compile(r"Chapter (-?\d{1,9})(?:: (.*))?")


class _Form(NamedTuple):
    write: Callable[[Any], str]
    read: Callable[[str], Any]


_TEXT = _Form(values.text_value, values.read_text)
_LIST = _Form(values.list_value, values.read_list)
_JSON = _Form(values.quoted, values.read_json)
_STATUS = _Form(lambda value: str(value), lambda written: written.strip())

ROLES = {
    "Author": "author",
    "Co-author": "coauthor",
    "Translator": "translator",
    "Beta": "beta",
    "Artist": "artist",
}
LABELS: dict[str, tuple[str, _Form]] = {
    "Title": ("title", _TEXT),
    "Posted by": ("posted_by", _TEXT),
    "Written for": ("gift_to", _LIST),
    "Fandom": ("fandoms", _LIST),
    "Rating": ("rating", _TEXT),
    "Warnings": ("warnings", _LIST),
    "Category": ("categories", _LIST),
    "Relationships": ("relationships", _LIST),
    "Characters": ("characters", _LIST),
    "Tags": ("freeforms", _LIST),
    "Language": ("language", _TEXT),
    "Published": ("published", _TEXT),
    "Updated": ("updated", _TEXT),
    "Status": ("status", _STATUS),
    "Chapters": ("chapters_expected", _JSON),
    "Summary": ("summary", _TEXT),
    "Disclaimer": ("disclaimer", _TEXT),
    "Archiving": ("permission", _TEXT),
    "Notes": ("notes_before", _TEXT),
    "End notes": ("notes_after", _TEXT),
    "Held": ("held", _TEXT),
    "Identity": ("identity", _JSON),
    "Part": ("part", _JSON),
    "Links": ("links", _JSON),
    "Missing": ("missing", _JSON),
    "Pictures": ("assets", _JSON),
    "Reviews": ("reviews", _JSON),
    "Source": ("source_url", _TEXT),
}
_BEFORE = ("summary", "published", "source_url", "notes_before")
_LABEL_OF = {name: label for label, (name, _) in LABELS.items()}
_ROLE_LABELS = {role: label for label, role in ROLES.items()}


class Line(NamedTuple):
    """A labelled value as a file has it, and where the value stands."""

    label: str
    value: str
    start: int
    end: int


def header(facts: dict[str, Any]) -> str:
    """The lines of a story's facts.

    >>> print(header({"title": "Flight", "creators": [{"name": "Mina", "role": "author"}]}), end="")
    Title: Flight
    Author: Mina
    """
    return "".join(_written(facts))


def _written(facts: dict[str, Any]) -> Iterator[str]:
    for label, (name, form) in LABELS.items():
        if name in facts:
            yield f"{label}: {form.write(facts[name])}\n"
        if name == "title":
            for one in facts.get("creators", ()):
                yield f"{_ROLE_LABELS[one.get('role', 'author')]}: {values.person_value(one)}\n"
            for one in facts.get("series", ()):
                yield f"Series: {values.place_value(one)}\n"


def read_header(lines: list[Line]) -> dict[str, Any]:
    """The facts that lines state. Labels that are not ours state nothing. Raises FactsError."""
    facts: dict[str, Any] = {}
    for label, value, _, _ in lines:
        if label in ROLES:
            facts.setdefault("creators", []).append({**values.read_person(value), "role": ROLES[label]})
        elif label == "Series":
            facts.setdefault("series", []).append(values.read_place(value))
        elif label in LABELS:
            name, form = LABELS[label]
            facts[name] = form.read(value)
    return facts


def chapter_head(facts: dict[str, Any]) -> str:
    """What stands over a chapter: its number and title, and the lines of what is said of it.

    >>> print(chapter_head({"number": 2, "title": "Run Away"}).splitlines()[1])
    Chapter 2: Run Away
    """
    title = values.text_value(facts["title"]) if "title" in facts else None
    if title and ("\n" in title or (_NUMBERED.fullmatch(title) and "number" not in facts)):
        title = values.quoted(facts["title"])
    number = f"Chapter {facts['number']}" if "number" in facts else None
    told = "".join(f"{_LABEL_OF[name]}: {_TEXT.write(facts[name])}\n" for name in _BEFORE if name in facts)
    words = ": ".join(part for part in (number, title) if part is not None)
    return f"{CHAPTER_RULE}\n{words}\n{told + NOTE_RULE if told else ''}\n"


def chapter_foot(facts: dict[str, Any]) -> str:
    """What stands under a chapter, if anything is said there."""
    notes = facts.get("notes_after")
    return "" if notes is None else f"{NOTE_RULE}\nEnd notes: {_TEXT.write(notes)}\n\n"


def read_chapter_title(written: str) -> dict[str, Any]:
    """The number and title in the heading of a chapter."""
    match = _NUMBERED.fullmatch(written)
    facts: dict[str, Any] = {"number": json.loads(match[1].lstrip("0") or "0")} if match else {}
    title = match[2] if match else written or None
    return facts if title is None else {**facts, "title": values.read_text(title)}


def labelled(text: str, start: int, end: int) -> list[Line]:
    """The labelled lines between two positions, each with the lines that are set in under it.

    >>> labelled("Title: Flight\\nNotes: a\\n\\n    b\\n", 0, 30)[1]
    Line(label='Notes', value='a\\n\\n    b', start=21, end=29)
    """
    found: list[Line] = []
    at = start
    for raw in text[start:end].split("\n"):
        line = raw.rstrip("\r")
        match = _LABELLED.fullmatch(line)
        if match:
            found.append(Line(match[1], match[2], at + match.start(2), at + len(line)))
        elif found and line.startswith(values.INDENT):
            last = found[-1]
            found[-1] = last._replace(value=text[last.start : at + len(line)].replace("\r", ""), end=at + len(line))
        at += len(raw) + 1
    return found
