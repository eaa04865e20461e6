"""The Story in a record of an eFiction archive."""

from __future__ import annotations

from dataclasses import replace

from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.efiction.mapping import category_fields, class_field, day
from fanthology.fic.readers.efiction.record import ChapterPages, Record, RecordPages, marked_up, pages_of, unslashed
from fanthology.fic.readers.pages import Pages
from fanthology.fic.readers.reader import Item
from fanthology.fic.story import Creator, Identity, Missing, Rejection, Review, SeriesPlace, Span, Story
from fanthology.fic.text.outlining.ratings import rating_of

HELD = "not validated by the archive it comes from"
_UNVALIDATED = ("0",)


def read_story(record: Record, item: Item) -> Story | Rejection:
    """The Story of a record. Without any text it is a Rejection."""
    made = pages_of(record)
    pages = Pages(made.pages)
    draft = Draft(pages)
    _state_head(draft, record)
    _state_people(draft, record)
    _state_tags(draft, record)
    for number, chapter in enumerate(made.chapters, start=1):
        _state_chapter(draft, chapter, number, len(made.chapters))
    if made.first_review is not None:
        draft.paint((pages.page_spans[made.first_review][0], len(pages.document.text)), "note")
    found = draft.finish(item)
    if isinstance(found, Rejection):
        listed = "the text of none of its chapters" if record["chapters"] else "no chapter of it"
        return Rejection(item.source, "empty", f"The archive lists this story, but there is {listed}.")
    return replace(found, missing=tuple(_missing(made)), reviews=tuple(_reviews(record, made)), held=_held(record))


def _state_head(draft: Draft, record: Record) -> None:
    pages, story = draft.pages, record["story"]
    draft.state("identity", Identity("efiction", f"{record['site']}:{story.get('sid')}"), None, "efiction-sid")
    for name, field in (("title", "title"), ("summary", "summary"), ("storynotes", "notes_before")):
        node = pages.first(f".{name}", 0)
        draft.state(field, pages.paragraphs(node), pages.span(node), f"efiction-{name}")
    rating = pages.first(".rating", 0)
    written = pages.text(rating)
    draft.state(
        "rating", rating_of(written) if written else None, pages.span(rating), "efiction-rating", written=written
    )
    for name, field in (("date", "published"), ("updated", "updated")):
        node = pages.first(f".{name}", 0)
        draft.state(field, day(story.get(name)), pages.span(node), f"efiction-{name}", written=pages.text(node))
    completed = (story.get("completed") or "").strip()
    if completed:
        status = "complete" if completed in ("1", "y", "Y") else "in-progress"
        draft.state("status", status, pages.span(pages.first(".completed", 0)), "efiction-completed", written=completed)
    draft.paint(pages.page_spans[0], "header")


def _state_people(draft: Draft, record: Record) -> None:
    pages, site = draft.pages, record["site"]
    spans = pages.spans(".creator", 0)
    named = [one for one in record["authors"] if (one.get("penname") or one.get("name") or "").strip()]
    for number, (row, span) in enumerate(zip(named, spans, strict=False)):
        uid = row.get("uid")
        identity = (Identity("efiction-user", f"{site}:{uid}"),) if uid else ()
        creator = Creator(pages.text(span), "author" if number == 0 else "coauthor", _contact(row), identity)
        draft.state("creators", creator, span, "efiction-author")
    for row, span in zip(
        [one for one in record["series"] if one.get("title")], pages.spans(".series", 0), strict=False
    ):
        position = row.get("inorder")
        place = SeriesPlace(
            pages.text(span),
            int(position) if position and position.isdecimal() and int(position) else None,
            (Identity("efiction-series", f"{site}:{row.get('seriesid')}"),),
        )
        draft.state("series", place, span, "efiction-series")


def _contact(row: Record) -> str | None:
    """How to reach somebody: for the keeper only."""
    name, mail = (row.get("realname") or "").strip(), (row.get("email") or "").strip()
    return (f"{name} <{mail}>" if name and name != row.get("penname") else mail) if mail else name or None


def _state_tags(draft: Draft, record: Record) -> None:
    pages = draft.pages
    for span in pages.spans(".category", 0):
        for field, value in category_fields(pages.text(span).split(" > ")):
            draft.state(field, value, span, "efiction-category", written=pages.text(span))
    for span in pages.spans(".character", 0):
        draft.state("characters", pages.text(span), span, "efiction-character")
    kinds = [row.get("classtype") for row in record["classes"]]
    kinds += ["genres"] * len(record["genres"]) + ["warnings"] * len(record["warnings"])
    for kind, span in zip(kinds, pages.spans(".class", 0), strict=False):
        draft.state(class_field(kind), pages.text(span), span, "efiction-class")
    for span in pages.spans(".challenge", 0):
        draft.state("freeforms", pages.text(span), span, "efiction-challenge")


def _state_chapter(draft: Draft, chapter: ChapterPages, number: int, of: int) -> None:
    pages = draft.pages
    for page, kind in ((chapter.heading, "heading"), (chapter.notes, "note"), (chapter.endnotes, "note")):
        if page is not None:
            draft.paint(pages.page_spans[page], "heading" if kind == "heading" else "note")
    body = _page(pages, chapter.text)
    if body is None:
        return
    order = chapter.row.get("inorder") or ""
    draft.chapter(
        [body],
        number=(int(order) if order.isdecimal() and int(order) else number) if of > 1 else None,
        title=pages.text(_page(pages, chapter.heading)) or None,
        notes_before=pages.paragraphs(_page(pages, chapter.notes)) or None,
        notes_after=pages.paragraphs(_page(pages, chapter.endnotes)) or None,
    )


def _page(pages: Pages, number: int | None) -> Span | None:
    span = pages.page_spans[number] if number is not None else None
    return span if span and pages.document.text[slice(*span)].strip() else None


def _missing(made: RecordPages) -> list[Missing]:
    """The chapters that the archive lists and whose text is nowhere."""
    found = []
    for number, chapter in enumerate(made.chapters, start=1):
        if chapter.text is None:
            order = chapter.row.get("inorder") or ""
            title = " ".join(unslashed(chapter.row.get("title") or "").split()) or None
            found.append(Missing("chapter", int(order) if order.isdecimal() else number, title))
    return found


def _reviews(record: Record, made: RecordPages) -> list[Review]:
    """The reviews in their order; the number of a chapter is its place in the archive."""
    numbers = {chapter.row.get("chapid"): place for place, chapter in enumerate(made.chapters, start=1)}
    found = []
    for row in record["reviews"]:
        text = Pages([marked_up(row.get("review")) or ""])
        rating = row.get("rating")
        found.append(
            Review(
                text=text.paragraphs((0, len(text.document.text))),
                author=" ".join(unslashed(row.get("reviewer") or "").split()) or None,
                date=day(row.get("date")),
                chapter=numbers.get(row.get("chapid")),
                rating=rating if rating and rating not in ("0", "-1") else None,
            )
        )
    return found


def _held(record: Record) -> str | None:
    """Why the archive did not show the story, or a chapter of it, to everyone."""
    rows = [record["story"], *record["chapters"]]
    return HELD if any((row.get("validated") or "1") in _UNVALIDATED for row in rows) else None
