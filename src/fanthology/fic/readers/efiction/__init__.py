"""Reads the members of an eFiction dump (`fic.containers.efiction`): stories, pages, news, and what else there is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from fanthology.fic.readers.efiction.mapping import day
from fanthology.fic.readers.efiction.record import PAGE, REST, STORY, Record, loaded, marked_up, pages_of
from fanthology.fic.readers.efiction.story import read_story
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.pages import Pages
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Outcome, Rejection, SitePage
from fanthology.fic.text.markup.html import sanitise

_SCHEMA = re.compile(rb'"schema":\s*"fanthology\.efiction-(?:story|page|rest)/1"')
_BROKEN = "This is a record of an eFiction archive, but it is damaged: {}."


def detect(look: Look) -> float:
    """Sure of a record that names its schema.

    >>> detect(Look(b'{"schema": "fanthology.efiction-story/1"}', "x"))
    1.0
    """
    return SURE if look.head[:1] == b"{" and _SCHEMA.search(look.data) else 0.0


def read_efiction(item: Item) -> Outcome:
    """A story, a page of the site, or a Rejection for what is neither: the lists and profiles of a database."""
    source = replace(item.source, encoding="utf-8")
    item = replace(item, source=source)
    try:
        record = loaded(item.data)
        if record.get("schema") == STORY:
            return read_story(record, item)
        if record.get("schema") == PAGE:
            return _read_page(record, item)
        if record.get("schema") == REST:
            return Rejection(source, "not-a-story", _said_of_rest(record))
    except (ValueError, RecursionError) as error:
        return Rejection(source, "unreadable", _BROKEN.format(error))
    except (KeyError, TypeError, AttributeError) as error:
        return Rejection(source, "unreadable", _BROKEN.format(f"it lacks what a record has ({error})"))
    return Rejection(source, "unreadable", _BROKEN.format("it does not say what it is"))


def _read_page(record: Record, item: Item) -> SitePage:
    remarks = "".join(
        f"<p><strong>{one.get('penname') or 'Somebody'}</strong></p>{marked_up(one.get('comment')) or ''}"
        for one in record["comments"]
    )
    text = sanitise((marked_up(record.get("text")) or "") + (f"<hr>{remarks}" if remarks else ""))
    kind: Literal["page", "news"] = "news" if record.get("kind") == "news" else "page"
    return SitePage(
        item.source, item.reader, record.get("title") or "Untitled page", text, kind, day(record.get("date")),
        record.get("author"),
    )  # fmt: skip


_COUNTED = (("authors", "profile"), ("reviews", "lost review"), ("comments", "comment"))


def _said_of_rest(record: Record) -> str:
    said = [
        f"{len(record[key]):,} {noun}{'' if len(record[key]) == 1 else 's'}" for key, noun in _COUNTED if record[key]
    ]
    listed = f" and {', '.join(said)}" if said else ""
    return f"This is what the database of {record['site']} holds besides stories: its lists of tags{listed}."


def text_of(data: bytes) -> str:
    """The character data of a story's pages, as spans count in it; of anything else the record as it is."""
    record = loaded(data)
    return Pages(pages_of(record).pages).decoded if record.get("schema") == STORY else data.decode("utf-8", "replace")


EFICTION = Reader("efiction", "1", ("efiction-story",), detect, read_efiction, text_of)
