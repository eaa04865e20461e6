"""Passages that a reader marked, and their notes on them: making, finding again, listing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, StrIndex

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import ChapterText, Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.fic.errors import FanthologyError

from .anchors import Anchor, TextBlock, anchor_at, blocks_of, number_of
from .drawing import Span
from .models import Highlight
from .owner import owned_by
from .refinding import Found, find_again

LONGEST, LONGEST_NOTE, MOST = 5_000, 10_000, 20_000
_DRAWN = 500
"""As many are drawn into one page."""


class Passage(NamedTuple):
    """A part of a chapter's text as a page says it: where it begins and ends, in characters of the blocks' texts.
    ``words`` are the passage itself; where they stand elsewhere in the block, they are right."""

    block: str
    start: int = 0
    end_block: str = ""
    end: int = 0
    words: str = ""


@transaction.atomic
def highlight(
    user_id: int | None, work: Work, chapter: int, blocks: Sequence[TextBlock], passage: Passage, note: str = ""
) -> Highlight:
    """Mark a passage of a chapter, which has these blocks. Raises FanthologyError for one that is not there, is empty
    or too long, and for too many."""
    if Highlight.objects.filter(**owned_by(user_id)).count() >= MOST:
        raise FanthologyError(f"There are {MOST:,} highlights already. Delete some that you need no more.")
    first, start, last, end = _found(blocks, passage)
    words = _between(blocks, first, start, last, end)
    if not words.strip():
        raise FanthologyError("There are no words in that passage. Select some.")
    if len(words) > LONGEST:
        raise FanthologyError(f"A highlight has at most {LONGEST:,} characters. Select a shorter passage.")
    return Highlight.objects.create(
        **owned_by(user_id),
        **asdict(anchor_at(blocks, first)),
        work=work,
        chapter=chapter,
        start=start,
        end_block=blocks[last].id,
        end=end,
        words=words,
        note=_note(note),
    )


def change_note(one: Highlight, note: str) -> None:
    """Write another note on a passage. Raises FanthologyError for one that is too long."""
    one.note = _note(note)
    one.save(update_fields=["note", "changed_at"])


def highlights_of(viewer: Viewer, text: str = "", work: str = "") -> QuerySet[Highlight]:
    """The viewer's highlights in the order of works, chapters and passages: in one work, by its public id; with every
    word of a text in the passage, the note or the title. Works that the viewer may not see any more are among them only
    if nothing is looked for: then it is for the page to say nothing of them but the note."""
    found = Highlight.objects.filter(**owned_by(viewer.user_id)) if viewer.is_registered else Highlight.objects.none()
    found = found.filter(work__public_id=work) if work else found
    for word in text.split():
        seen = Q(work__in=queries.works(viewer)) & (Q(words__icontains=word) | Q(work__display_title__icontains=word))
        found = found.filter(Q(note__icontains=word) | seen)
    return found.select_related("work").order_by("work__sort_title", "work", "chapter", "number", "start", "pk")


def highlights_in(viewer: Viewer, work: Work, chapter: int | None = None) -> list[Highlight]:
    """The viewer's highlights in a work, or in one chapter of it, as many as a page draws. One query."""
    if not viewer.is_registered:
        return []
    found = Highlight.objects.filter(**owned_by(viewer.user_id), work=work).order_by("pk")
    return list((found if chapter is None else found.filter(chapter=chapter))[:_DRAWN])


def lost_of(highlights: Collection[Highlight]) -> set[int]:
    """Which of these are in no chapter's text any more, by their numbers. A few queries; texts are only read for those
    whose ends are not where they were."""
    doubtful = Highlight.objects.filter(~_held("block") | ~_held("end_block"), pk__in=[one.pk for one in highlights])
    editions = {one.pk: (one.work.edition_id or 0, one.chapter) for one in doubtful.select_related("work")}
    wanted = [Q(chapter__edition=edition, chapter__position=position) for edition, position in set(editions.values())]
    found = ChapterText.objects.filter(reduce(or_, wanted)).select_related("chapter") if wanted else ()
    blocks = {(one.chapter.edition_id, one.chapter.position): blocks_of(one.html) for one in found}
    return {one.pk for one in highlights if one.pk in editions and not spans_of(one, blocks.get(editions[one.pk], []))}


def _held(end: str) -> Exists:
    """Whether some chapter has a block of that id."""
    as_id = Concat(Value('id="'), OuterRef(end), Value('"'), output_field=CharField())
    texts = ChapterText.objects.filter(chapter__edition__shown_by=OuterRef("work"))
    return Exists(texts.annotate(at=StrIndex("html", as_id)).filter(at__gt=0))


def spans_of(one: Highlight, blocks: Sequence[TextBlock]) -> list[Span]:
    """Where a highlight is now, a span for each block: what it was, the same words elsewhere, what is left between its
    ends, or what is most like it; none if that is not half of it."""
    found = _now(one, blocks)
    if found is None:
        return []
    first, start, last, end = found
    if first == last:
        return [Span(first, start, end)]
    middle = [Span(number, 0, len(blocks[number].text)) for number in range(first + 1, last)]
    return [Span(first, start, len(blocks[first].text)), *middle, Span(last, 0, end)]


def _now(one: Highlight, blocks: Sequence[TextBlock]) -> Found | None:
    first, last = number_of(blocks, one.block), number_of(blocks, one.end_block)
    between = None if first is None or last is None or last < first else Found(first, one.start, last, one.end)
    if between and _between(blocks, *between) == one.words:
        return between
    anchor = Anchor(one.block, one.number, one.quote, one.before, one.after)
    return find_again(one.words, anchor, one.start, blocks) or (between if first != last else None)


def _found(blocks: Sequence[TextBlock], passage: Passage) -> Found:
    first = number_of(blocks, passage.block)
    last = number_of(blocks, passage.end_block or passage.block)
    if first is None or last is None or last < first:
        raise FanthologyError("That passage is not in the text any more. Open the chapter again, and select it anew.")
    text = blocks[first].text
    if first == last and passage.words:
        at = _closest(text, passage.words, passage.start)
        if at is None:
            raise FanthologyError("Those words do not stand in that paragraph. Copy them as they are written there.")
        return Found(first, at, last, at + len(passage.words))
    end = passage.end if passage.end_block else len(text.rstrip())
    start, end = min(passage.start, len(text)), min(end, len(blocks[last].text))
    while first < last and not blocks[last].text[:end].strip():  # as three clicks on a paragraph select it
        last, end = last - 1, len(blocks[last - 1].text)
    while first < last and not blocks[first].text[start:].strip():
        first, start = first + 1, 0
    return Found(first, start, last, end)


def _closest(text: str, words: str, start: int) -> int | None:
    """Where in a text these words begin, as close to ``start`` as there are any."""
    after, before = text.find(words, start), text.rfind(words, 0, start + len(words))
    there = [at for at in (after, before) if at >= 0]
    return min(there, key=lambda at: abs(at - start), default=None)


def _between(blocks: Sequence[TextBlock], first: int, start: int, last: int, end: int) -> str:
    if first == last:
        return blocks[first].text[start:end]
    middle = [one.text for one in blocks[first + 1 : last]]
    return "\n".join(part.strip("\n") for part in (blocks[first].text[start:], *middle, blocks[last].text[:end]))


def _note(note: str) -> str:
    note = note.replace("\r\n", "\n").strip()
    if len(note) > LONGEST_NOTE:
        raise FanthologyError(f"A note has at most {LONGEST_NOTE:,} characters.")
    return note
