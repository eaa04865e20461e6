"""The pages and files of one work in an export: all that a guest may see of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.template.defaultfilters import truncatechars

from fanthology.archive.catalogue import gating, queries
from fanthology.archive.catalogue.models import Chapter, Link, TagKind, Work
from fanthology.archive.catalogue.tagged import tags_of
from fanthology.archive.catalogue.viewer import GUEST
from fanthology.archive.downloads.file import FORMATS, book_of
from fanthology.archive.downloads.names import file_name
from fanthology.archive.telling.contents import contents
from fanthology.archive.telling.headings import Heading, heading_of
from fanthology.archive.telling.links import WORDS, missing_sentence
from fanthology.archive.telling.robots import robots_of
from fanthology.archive.telling.warnings import gate_words, warned
from fanthology.fic.writers.book import Book, book_to_write
from fanthology.fic.writers.epub.pages import block_run
from fanthology.fic.writers.json import write_json
from fanthology.fic.writers.privacy import mask_addresses
from fanthology.fic.writers.tongue import UNKNOWN_LANGUAGE, language_tag, reads_right_to_left
from fanthology.fic.writers.xhtml import web_address

from .filters import led_out_sound
from .folder import Folder
from .lists import in_pages
from .names import chapter_page, question_page, reviews_page, story_file, work_folder, work_page
from .pages import page

_TAGS = (
    ("categories", "Categories"),
    ("relationships", "Relationships"),
    ("characters", "Characters"),
    ("freeforms", "Tags"),
    ("gift_to", "Written for"),
)
# A work's texts around the story: what the page calls each, and whether it is open at first.
_FOLDS = (
    ("notes_before", "Notes before the story", True),
    ("notes_after", "Notes after the story", False),
    ("disclaimer", "Disclaimer", False),
    ("permission", "Permission to archive", False),
)
_LONGEST_NEIGHBOUR = 60


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file to take away, beside a work's page."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A line under "Belongs with". With neither ``path`` nor ``address`` it leads nowhere."""

    words: str
    title: str
    creator: str
    path: str = ""
    address: str = ""


def put_work(folder: Folder, work: Work, formats: Sequence[str], common: dict[str, Any]) -> None:
    """Put a work's pages, its files of these formats and its Story JSON into an export. ``work`` is from
    `queries.credited_works`, seen as a guest; ``common`` is what every page's template is told."""
    book = book_to_write(book_of(work))
    chapters = list(queries.chapters(GUEST).filter(edition=work.edition_id))
    told = {**common, **_told(work, book)}
    files = _put_files(folder, work, book, formats)
    folder.put(story_file(work.public_id), write_json(book))
    _put_own_page(folder, work, book, chapters, {**told, "files": files})
    if chapters and told["gated"]:
        _put_question(folder, work, {**told, "files": files})
    _put_chapters(folder, work, book, chapters, told)
    _put_reviews(folder, work, told)


def _told(work: Work, book: Book) -> dict[str, Any]:
    """What every page of a work is told."""
    tag = language_tag(book.language)
    gate = gating.behind_gate(GUEST, work)
    return {
        "section": "works",
        "heading": book.title,
        "work": work,
        "book": book,
        "credits": work.credits.all(),
        "lang": "" if tag == UNKNOWN_LANGUAGE else tag,
        "dir": "rtl" if reads_right_to_left(tag) else "auto",
        "warned": warned(book.rating, book.warnings),
        "gated": gate is not None,
        "reason": gate_words(gate, work) if gate else "",
    }


def _put_files(folder: Folder, work: Work, book: Book, formats: Sequence[str]) -> list[ShownFile]:
    """In a folder of their own: a story may be called "index"."""
    shown = []
    for ending in formats:
        name = file_name(book.title, [one.name for one in book.creators], work.public_id, ending)
        folder.put(f"{work_folder(work.public_id)}/files/{name}", FORMATS[ending].of(book))
        shown.append(ShownFile(FORMATS[ending].label, f"files/{quote(name)}"))
    return shown


def _put_own_page(folder: Folder, work: Work, book: Book, chapters: list[Chapter], told: dict[str, Any]) -> None:
    missing = list(work.missing.order_by("number", "pk"))
    links = _links(work, chapters)
    named = {link.title.casefold() for link in links}
    path = work_page(work.public_id)
    context = told | {
        "robots": robots_of(work, text=False),
        "fandoms": tags_of(work)[TagKind.FANDOM],
        "tags": [(label, getattr(book, name)) for name, label in _TAGS if getattr(book, name)],
        "series": work.series_entries.all(),
        "contents": contents(chapters, missing),
        # a missing work that a link already names is left to the link
        "missing": [
            missing_sentence(one) for one in missing if not (one.what == "work" and one.title.casefold() in named)
        ],
        "links": links,
        "folds": [(label, text, is_open) for name, label, is_open in _FOLDS if (text := getattr(book, name))],
        "sources": list(filter(web_address, book.sources)),
        "reviews": queries.reviews(GUEST).filter(work=work).count(),
    }
    folder.put(path, page(path, "work", **context))


def _put_question(folder: Folder, work: Work, told: dict[str, Any]) -> None:
    path = question_page(work.public_id)
    folder.put(path, page(path, "question", **told, robots=robots_of(work, text=True)))


def _put_chapters(folder: Folder, work: Work, book: Book, chapters: list[Chapter], told: dict[str, Any]) -> None:
    numbered = any(one.number is not None for one in chapters)
    titles = [heading_of(one, alone=len(chapters) == 1, numbered=numbered) for one in chapters]
    neighbours = [None, *map(_neighbour, chapters, titles), None]
    robots = robots_of(work, text=True)
    for place, (row, text) in enumerate(zip(chapters, book.chapters, strict=True)):
        path = chapter_page(work.public_id, row.position)
        context = told | {
            "robots": robots,
            "position": row.position,
            "chapter": text,
            "title": titles[place],
            "html": led_out_sound(block_run(text.blocks)),
            "previous": neighbours[place],
            "next": neighbours[place + 2],
        }
        folder.put(path, page(path, "chapter", **context))


def _neighbour(chapter: Chapter, title: Heading) -> dict[str, object]:
    return {"position": chapter.position, "name": truncatechars(title.full, _LONGEST_NEIGHBOUR)}


def _put_reviews(folder: Folder, work: Work, told: dict[str, Any]) -> None:
    found = queries.reviews(GUEST).filter(work=work).order_by("position")
    if total := found.count():
        for path, pages, rows in in_pages(found, lambda number: reviews_page(work.public_id, number)):
            folder.put(path, page(path, "reviews", **told, pages=pages, reviews=rows, total=total))


def _links(work: Work, chapters: list[Chapter]) -> list[ShownLink]:
    return [_link(one, work, chapters) for one in queries.links_of(GUEST, work).order_by("pk")]


def _link(link: Link, work: Work, chapters: list[Chapter]) -> ShownLink:
    if link.kind == "see-chapter" and not link.title:
        here = next((one.position for one in chapters if link.chapter and one.number == link.chapter), None)
        name = f"chapter {link.chapter}" if link.chapter else "another chapter"
        return ShownLink("See", name, "", chapter_page(work.public_id, here) if here else "")
    seen = link.target if getattr(link, "target_seen", 0) else None
    words, creator = WORDS.get(link.kind, "See"), mask_addresses(link.creator)
    if seen:
        return ShownLink(words, seen.display_title, creator, work_page(seen.public_id))
    title = mask_addresses(link.title or link.url) or "a story without a name"
    return ShownLink(words, title, creator, address=web_address(link.url) or "")
