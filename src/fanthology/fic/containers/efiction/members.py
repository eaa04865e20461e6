"""An eFiction dump as a container: a member for each story, each page, each piece of news, and one for all the rest."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator

from fanthology.fic.containers.container import Found, Member, Opened, Refused, Tally, Used
from fanthology.fic.containers.efiction.records import (
    Archive,
    is_of_story,
    member_bytes,
    member_name,
)
from fanthology.fic.containers.efiction.shelf import Record, Shelf
from fanthology.fic.containers.efiction.sql import Cut, rows
from fanthology.fic.containers.efiction.tables import COLUMNS, kind_of

_MOST_NAMED = 20


def members(opened: Opened) -> Iterator[Found]:
    """Everything in a dump. A dump may hold several archives, told apart by the prefix of their tables."""
    shelves: dict[str, Shelf] = {}
    cuts: list[Cut] = []
    for row in rows(opened.file):
        if isinstance(row, Cut):
            cuts.append(row)
        elif known := kind_of(row.table):
            shelves.setdefault(known[0], Shelf()).add(known[1], row)
    stem = posixpath.splitext(posixpath.basename(opened.name))[0]
    for prefix, shelf in sorted(shelves.items()):
        archive = Archive(shelf, f"{stem} {prefix}".strip(" _"), opened.neighbour)
        yield from _of_archive(archive, f"{prefix.rstrip('_')}/" if len(shelves) > 1 else "")
        shelf.close()
    for cut in cuts:
        where = f" (in the table {cut.table})" if cut.table else ""
        yield Refused("", "unreadable", f"Not all of this dump could be read: {cut.message}{where}.")


def _of_archive(archive: Archive, folder: str) -> Iterator[Found]:
    given: Counter[str] = Counter()
    remarks: list[str] = []
    for row in archive.shelf.all("stories"):
        yield _story(archive, row, folder, given)
    for sid in archive.shelf.strangers("chapters", "stories"):
        remarks.append(f"Chapters of the story {sid or 'without a number'} are there, but not what it is called.")
        yield _story(archive, {"sid": sid}, folder, given)
        given["stories"] -= 1
    for page in archive.pages():
        kind = "news" if page["kind"] == "news" else "pages"
        given["messages" if kind == "pages" else kind] += 1
        given["comments"] += len(page["comments"])
        yield Member(f"{folder}{member_name(kind, None, page['title'])}", member_bytes(page))
    rest = archive.rest()
    for kind in ("reviews", "comments", "messages"):
        given[kind] += len(rest[kind])
    if any(rest[kind] for kind in COLUMNS if kind in rest):
        yield Member(f"{folder}what else is in the database.json", member_bytes(rest))
    yield from map(Used, dict.fromkeys(archive.used))
    yield _tally(archive, given, rest, remarks)


def _story(archive: Archive, row: Record, folder: str, given: Counter[str]) -> Member:
    record = archive.story(row)
    given["stories"] += 1
    given["chapters"] += len(record["chapters"])
    given["reviews"] += len(record["reviews"])
    given["coauthors"] += len(archive.shelf.of("coauthors", row.get("sid") or ""))
    given["inseries"] += len(record["series"])
    return Member(f"{folder}{member_name('stories', row.get('sid'), row.get('title'))}", member_bytes(record))


def _tally(archive: Archive, given: Counter[str], rest: Record, remarks: list[str]) -> Tally:
    counts = archive.shelf.counts
    for kind in COLUMNS:
        if kind in rest and kind not in ("reviews", "comments", "messages"):
            given[kind] = len(rest[kind])
    for kind in ("coauthors", "inseries"):
        lost = list(archive.shelf.strangers(kind, "stories"))
        given[kind] = counts[kind] if not lost else given[kind]
        if lost:
            remarks.append(f"Entries in “{kind}” name stories that are not in the dump: {_named(lost)}.")
    if lost_reviews := [one.get("item") or "?" for one in rest["reviews"] if is_of_story(one)]:
        words = "a review belongs" if len(lost_reviews) == 1 else f"{len(lost_reviews):,} reviews belong"
        remarks.append(
            f"{words[0].upper()}{words[1:]} to stories that are not in the dump "
            f"({_named(dict.fromkeys(lost_reviews))}); kept under “what else is in the database”."
        )
    if archive.without_text:
        remarks.append(f"No text was found for the chapters {_named(archive.without_text)}.")
    return Tally({kind: (counts[kind], given[kind]) for kind in COLUMNS if counts[kind]}, tuple(remarks))


def _named(keys: Iterable[str]) -> str:
    listed = list(keys)
    more = f" and {len(listed) - _MOST_NAMED:,} more" if len(listed) > _MOST_NAMED else ""
    return ", ".join(listed[:_MOST_NAMED]) + more
