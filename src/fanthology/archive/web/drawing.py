"""A chapter's text as its page shows it: links led out of the site, and the reader's highlights drawn in."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from fanthology.archive.catalogue.models import Chapter, ChapterText
from fanthology.archive.reading.anchors import TextBlock, blocks_of
from fanthology.archive.reading.drawing import Span, drawn
from fanthology.archive.reading.highlights import spans_of
from fanthology.archive.reading.models import Highlight

from .outward import outward


def shown_blocks(chapter: Chapter) -> list[TextBlock]:
    """The blocks of a chapter as its page has them."""
    return blocks_of(outward(_html(chapter)))


def shown_text(chapter: Chapter, highlights: Iterable[Highlight] = ()) -> SafeString:
    """A chapter's text for its page. It was made safe when it came in: an allow-list of elements, everything else
    escaped."""
    html, mine = outward(_html(chapter)), [one for one in highlights if one.chapter == chapter.position]
    if mine and (blocks := blocks_of(html)):
        html = drawn(blocks, [span for one in mine for span in _named(one, spans_of(one, blocks))])
    return mark_safe(html)  # noqa: S308


def _named(one: Highlight, spans: list[Span]) -> list[Span]:
    if spans:
        told = "Your note on this passage" if one.note else "You highlighted this passage"
        spans[-1] = spans[-1]._replace(sign=reverse("note", args=[one.public_id]), told=told)
        spans[0] = spans[0]._replace(name=f"own-{one.public_id}")
    return spans


def _html(chapter: Chapter) -> str:
    text: ChapterText | None = getattr(chapter, "text", None)
    return text.html if text else ""
