"""What FanFicFare says of a story in its title page: one label after another, whatever the file around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Final

from selectolax.lexbor import LexborNode

from fanthology.fic.readers.ao3.languages import language_of
from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.fanficfare.sites import creator_identity, series_identity, story_identity
from fanthology.fic.readers.pages import Pages
from fanthology.fic.story import Creator, SeriesPlace, Span
from fanthology.fic.text.outlining.ratings import rating_of

LISTS: Final = {
    "category": "fandoms", "fandoms": "fandoms", "fandom": "fandoms", "genre": "freeforms", "genres": "freeforms",
    "additional tags": "freeforms", "freeform tags": "freeforms", "freeformtags": "freeforms", "tags": "freeforms",
    "extra tags": "freeforms", "characters": "characters", "relationships": "relationships", "ships": "relationships",
    "pairings": "relationships", "warnings": "warnings", "archive warnings": "warnings", "ao3 categories": "categories",
    "ao3categories": "categories", "collections": "collections",
}  # fmt: skip
"""Labels whose values are names parted by commas, and the field each is."""

_OTHERS = (
    "title author authors series status published updated packaged rating chapters words publisher language summary"
    " collections comments reviews kudos hits bookmarks favs follows likes views site"
)
KNOWN: Final = frozenset(
    (
        *_OTHERS.split(),
        *LISTS,
        "series url",
        "story url",
        "author url",
        "reading language",
        "site abbrev",
        "last updated",
    )
)
"""Labels of a title page; anything else with a colon behind it is text."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLACE = re.compile(r"(.+?)\s*\[(\d{1,5})\]")
_COMMA = re.compile(r",\s+")
_NAMES_AND = re.compile(r"\s*(?:,| & | and )\s*")


def labelled(pages: Pages, page: int) -> Iterator[tuple[str, Span]]:
    """Each known label of the title page, folded, with the range of what stands behind it."""
    nodes = [node for node in pages.css("b, strong", page) if _label(pages, node)]
    ends = [pages.span(node) for node in nodes[1:]]
    stop = _end_of_labels(pages, page)
    for at, node in enumerate(nodes):
        start = pages.span(node)
        following = ends[at] if at < len(ends) else None
        last = min(following[0] if following else stop, stop)
        if start and start[1] < last:
            yield _label(pages, node), (start[1], last)


def _label(pages: Pages, node: LexborNode) -> str:
    text = pages.text(node).strip()
    name = text.rstrip(": ").casefold()
    return name if text.endswith(":") and name in KNOWN else ""


def _end_of_labels(pages: Pages, page: int) -> int:
    """Where the title page ends: at the table of contents or the first chapter, if they are on the same page."""
    starts = [span[0] for span in pages.spans("a[name=TOCTOP], a[name^=section]", page)]
    return min([*starts, pages.page_spans[page][1]])


def state_title_page(draft: Draft, page: int, subjects: Collection[str] = ()) -> None:
    """State all that the title page says. ``subjects`` are names that are known to belong together, commas and all."""
    pages = draft.pages
    _state_heading(draft, page)
    for label, span in labelled(pages, page):
        text = pages.text(span)
        draft.paint(span, "header")
        if label in LISTS and LISTS[label] != "collections":
            for name in names_in(text, subjects):
                draft.state(LISTS[label], name, span, f"fanficfare-{label.replace(' ', '-')}")
        elif label in _STATED:
            _STATED[label](draft, text, span)
    status, expected = draft.stated("status"), draft.stated("chapters_expected")
    if status != "complete" and expected is not None:
        draft.forget("chapters_expected")
    draft.paint((pages.page_spans[page][0], _end_of_labels(pages, page)), "header")


def names_in(text: str, together: Collection[str] = ()) -> list[str]:
    """The names in a list with commas; one of ``together`` stays whole.

    >>> names_in("Fog, Rain, or Snow, Tea", ["Rain, or Snow"])
    ['Fog', 'Rain, or Snow', 'Tea']
    """
    pieces = _COMMA.split(text)
    found: list[str] = []
    while pieces:
        size = next((n for n in range(len(pieces), 1, -1) if ", ".join(pieces[:n]) in together), 1)
        found.append(", ".join(pieces[:size]))
        pieces = pieces[size:]
    return [name for name in found if name]


def _state_heading(draft: Draft, page: int) -> None:
    """``Title by Author``: the first link is the story, those of class authorlink are people."""
    pages = draft.pages
    heading = pages.first("h1, h3", page)
    if heading is None:
        return
    links = heading.css("a")
    people = [link for link in links if "authorlink" in (link.attributes.get("class") or "")]
    story = next((link for link in links if link not in people), None)
    whole = pages.text(heading)
    title = pages.text(story) if story is not None else whole.rpartition(" by ")[0] or whole
    draft.state("title", title, pages.span(story if story is not None else heading), "fanficfare-title")
    if story is not None:
        draft.state("identity", story_identity(story.attributes.get("href") or ""), None, "fanficfare-story-url")
    for person in people:
        identity = creator_identity(person.attributes.get("href") or "")
        draft.state(
            "creators", Creator(pages.text(person), "author", None, identity), pages.span(person), "fanficfare-author"
        )
    if not people and " by " in whole:
        for name in _NAMES_AND.split(whole.rpartition(" by ")[2]):
            draft.state("creators", Creator(name), pages.span(heading), "fanficfare-author")
    draft.paint(pages.span(heading), "header")


def stated_date(text: str) -> str | None:
    """The day of a date as FanFicFare writes it.

    >>> stated_date("1975-03-15 10:00:00"), stated_date("soon")
    ('1975-03-15', None)
    """
    found = _DAY.match(text)
    return found[0] if found else None


def _series(draft: Draft, text: str, span: Span) -> None:
    found = _PLACE.fullmatch(text)
    name, position = (found[1], int(found[2])) if found else (text, None)
    link = next((node for node in draft.pages.css("a.serieslink") if draft.pages.text(node) == text), None)
    identity = series_identity((link.attributes.get("href") or "") if link is not None else "")
    draft.state("series", SeriesPlace(name, position, identity), span, "fanficfare-series", written=text)


def _status(draft: Draft, text: str, span: Span) -> None:
    status = "complete" if text.casefold().startswith("complete") else "in-progress"
    draft.state("status", status, span, "fanficfare-status", written=text)


def _rating(draft: Draft, text: str, span: Span) -> None:
    draft.state("rating", rating_of(text), span, "fanficfare-rating", written=text)


def _dated(field: str) -> Callable[[Draft, str, Span], None]:
    def state(draft: Draft, text: str, span: Span) -> None:
        draft.state(field, stated_date(text), span, f"fanficfare-{field}", written=text)

    return state


def _language(draft: Draft, text: str, span: Span) -> None:
    draft.state("language", language_of(text), span, "fanficfare-language", written=text)


def _summary(draft: Draft, text: str, span: Span) -> None:
    draft.state("summary", draft.pages.paragraphs(span), span, "fanficfare-summary")


def _chapters(draft: Draft, text: str, span: Span) -> None:
    number = text.replace(",", "")
    draft.state(
        "chapters_expected", int(number) if number.isdecimal() else None, span, "fanficfare-chapters", written=text
    )


_STATED: Final[dict[str, Callable[[Draft, str, Span], None]]] = {
    "series": _series, "status": _status, "rating": _rating, "published": _dated("published"),
    "updated": _dated("updated"), "language": _language, "summary": _summary, "chapters": _chapters,
}  # fmt: skip
