"""What the package file of an EPUB states of its story: Dublin Core with the refinements of EPUB 2, EPUB 3 and Calibre.

Nothing of it stands in the text of the book, so its evidence has no places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from fanthology.fic.readers.ao3.languages import language_of
from fanthology.fic.readers.ao3.sites import AO3_HOST, host_of, work_identity
from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.epub.package import Package
from fanthology.fic.readers.epub.xml import Element
from fanthology.fic.readers.pages import Pages
from fanthology.fic.story import RATINGS, Creator, Identity, Role, SeriesPlace
from fanthology.fic.text.outlining.dates import iso_date

ROLES: Final[dict[str, Role]] = {
    "": "author", "aut": "author", "cre": "author", "trl": "translator", "ill": "artist", "art": "artist",
    "cov": "artist", "bta": "beta",
}  # fmt: skip
"""Relator codes of the Library of Congress that are Roles here; anyone else is no creator of the story."""

WARNINGS: Final = frozenset(
    (
        "Creator Chose Not To Use Archive Warnings",
        "Choose Not To Use Archive Warnings",
        "No Archive Warnings Apply",
        "Graphic Depictions Of Violence",
        "Major Character Death",
        "Rape/Non-Con",
        "Underage",
        "Underage Sex",
    )
)
CATEGORIES: Final = frozenset(("F/F", "F/M", "Gen", "M/M", "Multi", "Other"))

_NOBODY = frozenset(("unknown", "unknown author", "[unknown]"))
_ISBN = re.compile(r"(?:urn:isbn:|isbn[:\s]*)?((?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx])", re.IGNORECASE)
_URL = re.compile(r"(?:url:|uri:|source:)?(https?://\S{3,2000})", re.IGNORECASE)
_FFN = re.compile(r"https?://(?:www\.|m\.)?fanfiction\.net/s/(\d{1,12})\b", re.IGNORECASE)
_NO_YEAR = re.compile(r"0\d{3}-")


def state_metadata(draft: Draft, book: Package) -> None:
    """State all that the package file says and a Story holds."""
    _title(draft, book)
    for name in ("creator", "contributor"):
        for one in _named(book, name):
            _credit(draft, book, one)
    for code in book.values("language"):
        if (language := language_of("", code)) and language != "und" and draft.stated("language") is None:
            draft.state("language", language, None, "epub-language", written=code)
    _dates(draft, book)
    for words in book.values("description")[:1]:
        pages = Pages([words])
        draft.state("summary", pages.paragraphs((0, len(pages.document.text))), None, "epub-description")
    for words in book.values("subject"):
        _subject(draft, words)
    _series(draft, book)
    for one in (*_named(book, "identifier"), *_named(book, "source")):
        _identifier(draft, one)


def _named(book: Package, name: str) -> list[Element]:
    return [one for one in book.metadata if one.name == name and one.words]


def _refinements(book: Package, one: Element) -> dict[str, str]:
    """What EPUB 3 says of an element in ``meta`` elements that refine it."""
    target = f"#{one.attributes.get('id', '')}"
    metas = (meta for meta in book.metadata if meta.name == "meta" and meta.attributes.get("refines") == target)
    return {meta.attributes.get("property", ""): meta.words for meta in metas} if target != "#" else {}


def _title(draft: Draft, book: Package) -> None:
    titles = _named(book, "title")
    main = [one for one in titles if _refinements(book, one).get("title-type") == "main"]
    for one in (main or titles)[:1]:
        draft.state("title", one.words, None, "epub-title")


def _credit(draft: Draft, book: Package, one: Element) -> None:
    code = one.attributes.get("role") or _refinements(book, one).get("role", "")
    role = ROLES.get(code.casefold().removeprefix("marc:"))
    helper = one.name == "contributor"
    if role is None or (helper and role == "author"):
        draft.keep(one.name, one.words, None, f"epub-{one.name}")
    elif one.words.casefold() not in _NOBODY:
        draft.state("creators", Creator(one.words, role), None, f"epub-{one.name}")


def _dates(draft: Draft, book: Package) -> None:
    for one in _named(book, "date"):
        event = one.attributes.get("event", "publication").casefold()
        field = {"publication": "published", "modification": "updated"}.get(event)
        if field and not _NO_YEAR.match(one.words) and draft.stated(field) is None:
            draft.state(field, iso_date(one.words[:10]), None, f"epub-{event}", written=one.words)


def _subject(draft: Draft, words: str) -> None:
    """A subject says not what it is of; only the standard names of AO3 can mean nothing else."""
    if words in RATINGS:
        draft.state("rating", words, None, "epub-subject-rating")
    elif words in WARNINGS:
        standard = words.replace("Choose Not", "Creator Chose Not")
        draft.state("warnings", standard, None, "epub-subject-warning", written=words)
    elif words in CATEGORIES:
        draft.state("categories", words, None, "epub-subject-category")
    else:
        draft.state("freeforms", words, None, "epub-subject")


def _series(draft: Draft, book: Package) -> None:
    metas = [one for one in book.metadata if one.name == "meta"]
    for one in metas:
        if one.attributes.get("property") == "belongs-to-collection":
            told = _refinements(book, one)
            if told.get("collection-type", "series") == "series":
                _place(draft, one.words, told.get("group-position"), "epub-collection")
    if draft.stated("series"):
        return
    plain = {one.attributes.get("name", ""): one.attributes.get("content", "") for one in metas}
    _place(draft, plain.get("calibre:series", ""), plain.get("calibre:series_index"), "epub-calibre-series")


def _place(draft: Draft, name: str, position: str | None, rule: str) -> None:
    whole = re.fullmatch(r"(\d{1,5})(?:\.0+)?", (position or "").strip())
    if name:
        written = f"{name} {position}" if position else name
        draft.state("series", SeriesPlace(name, int(whole[1]) if whole else None), None, rule, written=written)


def _identifier(draft: Draft, one: Element) -> None:
    words, scheme = one.words, one.attributes.get("scheme", "").casefold()
    if match := _URL.fullmatch(words):
        for identity in identities_of(match[1]):
            draft.state("identity", identity, None, "epub-identifier", written=words)
    elif (match := _ISBN.fullmatch(words)) and (scheme == "isbn" or "isbn" in words.casefold()):
        draft.state("identity", Identity("isbn", re.sub(r"\W", "", match[1])), None, "epub-identifier", written=words)


def identities_of(url: str) -> Iterator[Identity]:
    """The names of a story that an address gives: that of its site if it is a known one, and the address itself.

    >>> [one.scheme for one in identities_of("https://www.fanfiction.net/s/12/1/The-Lamp")]
    ['ffn', 'url']
    """
    if host_of(url) == AO3_HOST and (work := work_identity(url)):
        yield work
    if match := _FFN.match(url):
        yield Identity("ffn", match[1])
    yield Identity("url", url)
