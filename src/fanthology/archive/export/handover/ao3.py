"""Bodies of requests to AO3's API for importing works, and the pages of chapters that it fetches.

The API takes no text: it takes addresses, and AO3 reads each chapter from there. The pages hold nothing but the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from fanthology.fic.errors import FanthologyError
from fanthology.fic.writers.xhtml import escape

from ..folder import Done, Folder
from ..snapshot import one_state
from .choosing import require_named
from .handed import Handed, HandedChapter
from .handing import Asked, Tell, handed_works
from .report import REPORT, Report

KIND = "ao3-api"
BATCH = 25
"""Works in one request. AO3 takes more of an archivist, but it fetches every chapter while the request waits."""


class Destination(NamedTuple):
    """Where AO3 will find the pages of the chapters, whose archivist's account imports, and into which collections."""

    address: str
    archivist: str
    collections: str = ""


def export_requests(path: Path, asked: Asked, to: Destination, tell: Tell) -> tuple[Done, Report]:
    """Write the requests. Raises FanthologyError for a folder or an address that cannot be used, and for works that are
    not there."""
    base = _base(to.address)
    report = Report()
    with Folder(path, KIND) as folder:
        with one_state():
            require_named(asked.choice)
            works = handed_works(folder, asked, report, by_api=True, tell=tell)
            for number, batch in enumerate(_batches(_with_pages(folder, works, base)), 1):
                folder.put(f"requests/{number:05}.json", _body(batch, to))
        folder.put(REPORT, report.text(_opening(to)).encode("utf-8", "replace"))
        return folder.finish(works=report.over), report


def _base(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise FanthologyError(
            f"{address} is no address that AO3 could read from, such as https://example.org/handover/."
        )
    return address.rstrip("/") + "/"


def _with_pages(folder: Folder, works: Iterable[Handed], base: str) -> Iterator[dict[str, Any]]:
    for work in works:
        names = [f"chapters/{work.public_id[:2]}/{work.public_id}/{one.position}.html" for one in work.chapters]
        for name, chapter in zip(names, work.chapters, strict=True):
            folder.put(name, _page(chapter, work.book.language))
        yield request_work(work, [base + name for name in names])


def request_work(work: Handed, addresses: list[str]) -> dict[str, Any]:
    """A work in the words of the API. What is not stated is left out, so that AO3 enters what it has for that."""
    first, second = (*work.authors[:2], None, None)[:2]
    told = {
        "id": work.public_id,
        "title": work.title,
        "external_author_name": first and first.name,
        "external_author_email": first and first.contact,
        "external_coauthor_name": second and second.name,
        "external_coauthor_email": second and second.contact,
        "fandoms": ", ".join(work.fandoms),
        "rating": work.rating,
        "warnings": ", ".join(work.warnings),
        "categories": ", ".join(work.categories),
        "relationships": ", ".join(work.relationships),
        "characters": ", ".join(work.characters),
        "additional_tags": ", ".join(work.additional_tags),
        "language_code": work.language_code,
        "summary": work.summary,
        "notes": work.notes,
        "chapter_urls": addresses,
    }
    return {name: value for name, value in told.items() if value}


def _body(works: list[dict[str, Any]], to: Destination) -> bytes:
    told: dict[str, Any] = {
        "archivist": to.archivist,
        "send_claim_emails": False,
        "detect_tags": False,
        "override_tags": True,
        "encoding": "UTF-8",
    }
    if to.collections:
        told["collection_names"] = to.collections
    return (json.dumps({**told, "works": works}, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _page(chapter: HandedChapter, language: str | None) -> bytes:
    lang = f' lang="{escape(language)}"' if language else ""
    title = escape(chapter.title).strip() or "Untitled"
    parts = (_noted(chapter.notes_before), chapter.html, _noted(chapter.notes_after))
    body = "\n".join(part for part in parts if part)
    page = (
        f'<!doctype html>\n<html{lang}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="robots" content="noindex, nofollow">\n<title>{title}</title>\n</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )
    return page.encode("utf-8", "replace")


def _noted(notes: str) -> str:
    return f"<blockquote><p>Notes:</p>{notes}</blockquote>" if notes else ""


def _batches(works: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    left = iter(works)
    while batch := list(islice(left, BATCH)):
        yield batch


def _opening(to: Destination) -> str:
    return (
        "Hand-over to AO3 by its API. The folder chapters has to lie at\n"
        f"{_base(to.address)} when the files in requests are sent, and can go when all are answered."
    )
