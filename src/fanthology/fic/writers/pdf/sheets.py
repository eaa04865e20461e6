"""All that the template of a PDF is told, as plain values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from fanthology.fic.writers.book import Book
from fanthology.fic.writers.choices import Choices
from fanthology.fic.writers.epub.titlepage import FACTS, TEXTS, WARNED, byline, link_words, missing_words
from fanthology.fic.writers.glyphs import scripts_of, undrawn
from fanthology.fic.writers.machine_fonts import drawn_here
from fanthology.fic.writers.naming import chapter_heading
from fanthology.fic.writers.pdf.leaves import leaves, texts_of
from fanthology.fic.writers.pdf.wrapping import breakable
from fanthology.fic.writers.tongue import UNKNOWN_LANGUAGE, language_tag, reads_right_to_left
from fanthology.fic.writers.xhtml import legal

_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")


def sheets(title: str, books: Sequence[Book], choices: Choices) -> dict[str, Any]:
    """What ``book.typ`` lays out."""
    parts = [_part(book, choices) for book in books]
    languages = {book.language for book in books}
    told: dict[str, Any] = {
        "title": _line(title) or "Untitled",
        "creators": list(dict.fromkeys(name for part in parts for name in part["creators"])),
        "paper": choices.paper,
        "facing": choices.facing,
        "timestamp": _timestamp(books),
        **_language(languages.pop() if len(languages) == 1 else None),
        "parts": parts,
    }
    signs = set().union(*map(set, texts_of(told)))
    # the fonts of the machine are looked for only where its own lack a letter: they differ from machine to machine
    written = "".join(signs)
    told["system_fonts"] = bool(undrawn(written, "serif"))
    told["unset"] = unset_words(undrawn(written) - drawn_here(undrawn(written)))
    return told


def _part(book: Book, choices: Choices) -> dict[str, Any]:
    facts = _facts(book)
    first = [row for row in facts if row[0] in WARNED] if book.warnings_first else []
    texts = [[name, _paragraphs(text(book))] for name, text in TEXTS]
    return {
        "title": _line(book.title) or "Untitled",
        "creators": [_line(one.name) for one in book.creators if one.role in ("author", "coauthor")],
        "byline": [_line(line) for line in byline(book)],
        "fandoms": [_line(one) for one in book.fandoms],
        "first": first,
        "facts": [row for row in facts if row not in first],
        "links": [_line(link_words(link)) for link in book.links],
        "missing": _line(missing_words(book.missing)),
        "texts": [row for row in texts if row[1]],
        "afterword": _paragraphs(book.notes_after),
        "chapters": [_chapter(book, position) for position in range(1, len(book.chapters) + 1)],
        **_language(book.language),
    }


def _chapter(book: Book, position: int) -> dict[str, Any]:
    chapter = book.chapters[position - 1]
    before = [["Summary", _paragraphs(chapter.summary)], ["Notes", _paragraphs(chapter.notes_before)]]
    return {
        "heading": _line(chapter_heading(chapter, position, book.chapters, book.title)) or "Untitled",
        "before": [row for row in before if row[1]],
        "blocks": leaves(chapter.blocks),
        "after": _paragraphs(chapter.notes_after),
    }


def _facts(book: Book) -> list[list[Any]]:
    rows: list[tuple[str, Callable[[Book], tuple[str, ...]]]] = [*FACTS]
    found = ([label, [line for value in values(book) if (line := _line(value))]] for label, values in rows)
    return [row for row in found if row[1]]


def _language(language: str | None) -> dict[str, Any]:
    """Empty for a language that nobody stated: then no word is hyphenated."""
    tag = language_tag(language)
    if tag == UNKNOWN_LANGUAGE:
        return {"lang": "", "region": "", "dir": "ltr"}
    first, *rest = tag.split("-")
    region = next((one.lower() for one in rest if len(one) == 2), "")
    return {"lang": first.lower(), "region": region, "dir": "rtl" if reads_right_to_left(tag) else "ltr"}


def _timestamp(books: Sequence[Book]) -> int:
    days = [day for book in books for day in (book.updated, book.published) if day and _DAY.fullmatch(day)]
    try:
        return int(datetime.fromisoformat(max(days)).replace(tzinfo=UTC).timestamp())
    except ValueError:
        return int(_UNDATED.timestamp())


def _paragraphs(text: str | None) -> list[list[str]]:
    """Plain text as paragraphs of lines."""
    parts = (part.strip() for part in _PARAGRAPHS.split(legal(text or "").replace("\r\n", "\n")))
    return [[breakable(line.strip()) for line in part.split("\n")] for part in parts if part]


def _line(text: str) -> str:
    return breakable(" ".join(legal(text).split()))


def unset_words(signs: set[str]) -> str:
    """The sentence about signs that no font here could draw; empty if there are none."""
    if not signs:
        return ""
    return (
        f"{len(signs):,} letters or signs ({', '.join(scripts_of(signs))}) could not be drawn here and are empty boxes."
    )
