"""A story's record from an eFiction archive as pages of HTML: its text has places, and its mark-up is read as any.

The text that spans point into is the character data of these pages, a blank line between two: first what the archive
says of the story, a line for each thing; then for each chapter its heading, the note before it, its text and the note
behind it; last the reviews. Each is a page of its own, so that mark-up which somebody never closed ends with it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

Record: TypeAlias = dict[str, Any]

STORY: Final = "fanthology.efiction-story/1"
PAGE: Final = "fanthology.efiction-page/1"
REST: Final = "fanthology.efiction-rest/1"

_MARKED = re.compile(r"<(?:br|p|div)\b", re.IGNORECASE)
_ANY_MARK = re.compile(r"</?[a-z][a-z0-9]*\b[^<>]*>", re.IGNORECASE)
_SLASHED = re.compile(r"\\(['\"\\])")
_GAP = re.compile(r"\n[ \t]*\n\s*")


@dataclass(slots=True)
class ChapterPages:
    """The numbers of a chapter's pages; None for those it does not have."""

    row: Record
    heading: int | None = None
    notes: int | None = None
    text: int | None = None
    endnotes: int | None = None


@dataclass(slots=True)
class RecordPages:
    """The pages of a record: what each is, in order."""

    pages: list[str] = field(default_factory=list)
    chapters: list[ChapterPages] = field(default_factory=list)
    first_review: int | None = None

    def add(self, page: str | None) -> int | None:
        """The number of a page, if there is anything on it."""
        if not page:
            return None
        self.pages.append(page)
        return len(self.pages) - 1


def loaded(data: bytes) -> Record:
    """The record of a member. Raises ValueError for what is none."""
    record = json.loads(data)
    if not isinstance(record, dict):
        raise ValueError("no record")
    return record


def pages_of(record: Record) -> RecordPages:
    """The pages of a story's record."""
    made = RecordPages()
    made.add(_head(record))
    for row in record["chapters"]:
        chapter = ChapterPages(row)
        chapter.heading = made.add(_paragraph("heading", row.get("title")))
        chapter.notes = made.add(marked_up(row.get("notes")))
        chapter.text = made.add(marked_up(row.get("storytext")))
        chapter.endnotes = made.add(marked_up(row.get("endnotes")))
        made.chapters.append(chapter)
    for row in record["reviews"]:
        number = made.add(_review(row))
        made.first_review = number if made.first_review is None else made.first_review
    return made


def marked_up(text: str | None) -> str | None:
    """A text of the database as HTML. Line ends are meant where the author wrote no <br> and no <p>; quotation marks
    that the site wrote with slashes lose them.

    >>> marked_up("It\\\\'s late.\\n\\nGo &amp; sleep,\\nsaid Alice.")
    "<p>It's late.</p><p>Go &amp; sleep,<br>said Alice.</p>"
    """
    if not (text or "").strip():
        return None
    words = unslashed(text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if _MARKED.search(words):
        return words
    words = words if _ANY_MARK.search(words) or "&" in words else html.escape(words, quote=False)
    return "".join(f"<p>{part}</p>" for part in _GAP.sub("\0", words).replace("\n", "<br>").split("\0"))


def unslashed(text: str) -> str:
    r"""``text`` as it was typed: some sites keep a slash before every quotation mark.

    >>> unslashed(r"Don\'t say \"never\""), unslashed(r"C:\temp") == r"C:\temp"
    ('Don\'t say "never"', True)
    """
    return _SLASHED.sub(r"\1", text) if "\\'" in text or '\\"' in text else text


def _head(record: Record) -> str:
    story = record["story"]
    lines = [_paragraph("title", story.get("title"))]
    lines += [_paragraph("creator", one.get("penname") or one.get("name")) for one in record["authors"]]
    lines += [_paragraph("rating", (record["rating"] or {}).get("rating") or story.get("rid"))]
    for name, values in tag_lines(record):
        lines += [_paragraph(name, value) for value in values]
    lines += [_paragraph("series", one.get("title")) for one in record["series"]]
    lines += [_paragraph(name, story.get(name)) for name in ("date", "updated", "completed", "validated")]
    for name in ("summary", "storynotes"):
        if words := marked_up(story.get(name)):
            lines.append(f'<div class="{name}">{words}</div>')
    return "".join(filter(None, lines))


def tag_lines(record: Record) -> Iterator[tuple[str, list[str]]]:
    """The kinds of tags of a story, each with what is said."""
    yield "category", [" > ".join(_said(one, "category") for one in path) for path in record["categories"]]
    yield "character", [_said(one, "charname") for one in record["characters"]]
    yield "class", [_said(one, "class_name") for one in record["classes"]]
    yield "class", [_said(one, "genre") for one in record["genres"]]
    yield "class", [_said(one, "warning") for one in record["warnings"]]
    yield "challenge", [_said(one, "title") for one in record["challenges"]]


def _said(row: Record, column: str) -> str:
    """What a row says; a word that the story itself has in place of a number stands for its row."""
    return unslashed(str(row.get(column) or row.get("name") or f"(number {row.get('missing')})")).strip()


def _review(row: Record) -> str:
    who = html.escape(" ".join(filter(None, (row.get("reviewer"), row.get("date")))), quote=False)
    return f"<p>{who}</p>{marked_up(row.get('review')) or ''}"


def _paragraph(name: str, text: str | None) -> str | None:
    words = " ".join(unslashed(text or "").split())
    return f'<p class="{name}">{words if "&" in words or "<" in words else html.escape(words)}</p>' if words else None
