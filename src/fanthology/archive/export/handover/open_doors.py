"""The tables that Open Doors works with when it moves an archive to AO3: as CSV files, and as SQL for MySQL.

They are those of its working database. Tags are rows of their own, which Open Doors' wranglers map to AO3's; what is
filled in on the way, such as ``imported``, is left as it begins. Bookmarks (``story_links``) lead to stories elsewhere:
an archive of texts has none, so that table is there and empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from importlib import resources
from itertools import count
from pathlib import Path
from typing import IO

from ..folder import Done, Folder
from ..snapshot import one_state
from .choosing import require_named
from .handed import Author, Handed, HandedChapter
from .handing import Asked, Tell, handed_works
from .report import REPORT, Report

KIND = "open-doors"
SQL = "open-doors.sql"
Value = str | int | None
_LONGEST_URL = 255
_LONGEST_IMPORT_NOTES = 1_024

TABLES: dict[str, tuple[str, ...]] = {
    "authors": ("id", "name", "email", "imported", "do_not_import", "to_delete"),
    "stories": (
        "id", "title", "summary", "notes", "date", "updated", "language_code", "url", "imported", "do_not_import",
        "import_notes",
    ),
    "chapters": ("id", "position", "title", "text", "date", "story_id", "notes", "url"),
    "item_authors": ("id", "author_id", "item_id", "item_type"),
    "tags": ("id", "original_tagid", "original_tag", "original_type"),
    "item_tags": ("id", "item_id", "item_type", "tag_id"),
    "story_links": ("id", "title", "summary", "notes", "date", "updated", "language_code", "url"),
}  # fmt: skip
"""The columns that are filled; those that Open Doors fills later have their defaults."""
_TYPES = {"additional_tags": "tags"}
_ESCAPED = str.maketrans({"\\": "\\\\", "'": "\\'", "\0": "\\0", "\n": "\\n", "\r": "\\r", "\x1a": "\\Z"})


def export_tables(path: Path, asked: Asked, tell: Tell) -> tuple[Done, Report]:
    """Write the tables. Raises FanthologyError for a folder that cannot be used, and for works that are not there."""
    report = Report()
    with Folder(path, KIND) as folder:
        with one_state(), ExitStack() as stack:
            require_named(asked.choice)
            tables = Tables(lambda name: stack.enter_context(folder.writing(name)))
            for work in handed_works(folder, asked, report, by_api=False, tell=tell):
                tables.add(work)
        folder.put(REPORT, report.text(_OPENING).encode("utf-8", "replace"))
        return folder.finish(works=report.over), report


class Tables:
    """The tables while they are filled: every row goes to its CSV file and to the SQL at once."""

    def __init__(self, opened: Callable[[str], IO[bytes]]) -> None:
        self._files = {name: opened(f"{name}.csv") for name in TABLES}
        self._sql = opened(SQL)
        self._sql.write(resources.files(__package__).joinpath("open-doors.sql").read_bytes())
        self._authors: set[int] = set()
        self._tags: dict[tuple[str, str], int] = {}
        self._next = {name: count(1) for name in ("chapters", "item_authors", "item_tags")}
        for name, columns in TABLES.items():
            self._files[name].write(_csv(columns))

    def add(self, work: Handed) -> None:
        """Add a work with its chapters, authors and tags."""
        self._row("stories", _story(work))
        for chapter in work.chapters:
            self._row("chapters", {"id": next(self._next["chapters"]), **_chapter(chapter, work)})
        for author in work.authors:
            self._add_author(author)
            number = next(self._next["item_authors"])
            self._row("item_authors", {"id": number, "author_id": author.pk, "item_id": work.pk, "item_type": "story"})
        for tag, field in work.tags:
            number, kind = next(self._next["item_tags"]), _TYPES.get(field, field)
            told: dict[str, Value] = {
                "id": number,
                "item_id": work.pk,
                "item_type": "story",
                "tag_id": self._tag(tag, kind),
            }
            self._row("item_tags", told)

    def _add_author(self, author: Author) -> None:
        if author.pk not in self._authors:
            self._authors.add(author.pk)
            flags = {"imported": 0, "do_not_import": 0, "to_delete": 0}
            self._row("authors", {"id": author.pk, "name": author.name, "email": author.contact, **flags})

    def _tag(self, name: str, kind: str) -> int:
        if (name, kind) not in self._tags:
            number = self._tags[name, kind] = len(self._tags) + 1
            own: dict[str, Value] = {
                "id": number,
                "original_tagid": number,
                "original_tag": name,
                "original_type": kind,
            }
            self._row("tags", own)
        return self._tags[name, kind]

    def _row(self, table: str, told: Mapping[str, Value]) -> None:
        values = [told[column] for column in TABLES[table]]
        self._files[table].write(_csv(values))
        self._sql.write(_insert(table, values))


def _story(work: Handed) -> dict[str, Value]:
    return {
        "id": work.pk,
        "title": work.title,
        "summary": work.summary,
        "notes": work.notes,
        "date": _datetime(work.published),
        "updated": _datetime(work.updated or work.published),
        "language_code": work.language_code or None,
        "url": work.url if len(work.url) <= _LONGEST_URL else None,  # it stands in the notes, too
        "imported": 0,
        "do_not_import": 0,
        "import_notes": _import_notes(work),
    }


def _import_notes(work: Handed) -> str:
    if not work.permission:
        return ""
    notes = f"Permission: {work.permission}"
    return notes if len(notes) <= _LONGEST_IMPORT_NOTES else "Its permission is longer than fits here: ask the archive."


def _chapter(chapter: HandedChapter, work: Handed) -> dict[str, Value]:
    return {
        "position": chapter.position,
        "title": chapter.title,
        "text": chapter.html,
        "date": _datetime(chapter.published or work.published),
        "story_id": work.pk,
        "notes": chapter.notes_before + chapter.notes_after,
        "url": None,
    }


def _datetime(day: str | None) -> str | None:
    return f"{day} 00:00:00" if day else None


def _csv(values: Iterable[Value]) -> bytes:
    row = io.StringIO()
    csv.writer(row).writerow("" if value is None else value for value in values)
    return row.getvalue().encode("utf-8", "replace")


def _insert(table: str, values: Iterable[Value]) -> bytes:
    columns = ", ".join(f"`{one}`" for one in TABLES[table])
    told = ", ".join(map(sql_value, values))
    row = f"INSERT INTO `{table}` ({columns}) VALUES ({told});\n"  # noqa: S608 - for a file, every value escaped
    return row.encode("utf-8", "replace")


def sql_value(value: Value) -> str:
    """A value as MySQL reads it.

    >>> sql_value("it's a \\\\"), sql_value(7), sql_value(None)
    ("'it\\\\'s a \\\\\\\\'", '7', 'NULL')
    """
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else f"'{value.translate(_ESCAPED)}'"


_OPENING = "Hand-over to AO3 by the tables of Open Doors: a CSV file for each, and all of them in open-doors.sql."
