"""Chapters as FanFicFare writes them: a title, perhaps notes before and behind, and the text."""

from __future__ import annotations

import re
from typing import Any

from fanthology.fic.readers.draft import Draft
from fanthology.fic.story import Span
from fanthology.fic.text.outlining.parts import heading_of

_NUMBERED = re.compile(r"(\d{1,4})\s*[.:)-]\s+(.+)")


def state_chapter(draft: Draft, heading: Span | None, body: Span, inside: Span, source_url: str | None = None) -> None:
    """State one chapter: its heading, its text in ``body``, and the notes that lie ``inside`` the same range."""
    pages = draft.pages
    told: dict[str, Any] = dict(zip(("number", "title"), named(pages.text(heading)), strict=True))
    draft.paint(heading, "heading")
    notes = {"notes_before": ".fff_head_notes", "notes_after": ".fff_foot_notes"}
    taken: list[Span] = []
    for field, selector in notes.items():
        spans = [span for span in pages.spans(selector) if inside[0] <= span[0] and span[1] <= inside[1]]
        taken += spans
        told[field] = "\n\n".join(pages.paragraphs(span) for span in spans) or None
    for span in taken:
        draft.paint(span, "note")
    draft.chapter(without(body, taken, pages.document.text), source_url=source_url, **told)


def named(text: str) -> tuple[int | None, str | None]:
    """A chapter's number and title, as far as its heading says them.

    >>> named("Chapter 2: The Owl"), named("3. Rain"), named("Prologue")
    ((2, 'The Owl'), (3, 'Rain'), (None, 'Prologue'))
    """
    if found := _NUMBERED.fullmatch(text):
        return int(found[1]), found[2]
    heading = heading_of(text)
    if heading is not None and heading.kind == "chapter" and heading.number is not None:
        return heading.number, heading.title or None
    return None, text or None


def without(body: Span, taken: list[Span], text: str) -> list[Span]:
    """The parts of a range between others, those that are blank left out."""
    edges = [body[0], *(edge for span in sorted(taken) for edge in span), body[1]]
    spans = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return [span for span in spans if span[0] < span[1] and text[slice(*span)].strip()]
