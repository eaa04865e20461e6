"""Puts a Story together from what the steps before it found, in positions of the source.

The ledger is whole by construction: the text is laid with tiles, each from where one thing begins to where the next
does; what no step claimed belongs to the prose around it, and is set with it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from fanthology.fic.story import (
    Chapter,
    Evidence,
    ReaderInfo,
    Rejection,
    SourceInfo,
    Span,
    Story,
)
from fanthology.fic.text.changes import changes
from fanthology.fic.text.document import ChapterOutline, Document, Outline, Segment
from fanthology.fic.text.ledger import Tile, build
from fanthology.fic.text.typesetting.typeset import Typeset, Typesetter


def assemble(
    document: Document,
    outline: Outline,
    decoded: str,
    source: SourceInfo,
    reader: ReaderInfo,
    *,
    admit: bool = False,
) -> Story | Rejection:
    """The Story that ``outline`` makes of ``document``, or a Rejection if it is no story and nobody admits it.

    ``decoded`` is the text before newlines were made one kind and before repair: what all spans point into.
    """
    if outline.not_a_story and not admit:
        return Rejection(source, "not-a-story", outline.not_a_story)
    segments = _settled(document, outline.segments)
    chapters = outline.chapters or (ChapterOutline(body=()),)
    bodies = _bodies(document.text, chapters, segments)
    setter = Typesetter(document, [span for body in bodies for span in body])
    pages = [setter.set(body) for body in bodies]
    repairs = changes(document, decoded, [edit for page in pages for edit in page.edits])
    breaks = [cut for page in pages for cut in page.breaks]
    tiles = _tiles(document, sorted([*segments, *breaks], key=lambda segment: segment.start))
    return replace(
        outline.stated,
        source=source,
        reader=reader,
        chapters=tuple(
            _chapter(chapter, page)
            for chapter, page in zip(chapters, pages, strict=True)
            if page.blocks or outline.chapters
        ),
        repairs=repairs,
        evidence=_mapped(document, outline.stated.evidence),
        ledger=build(decoded, tiles, document.repairs),
    )


def _settled(document: Document, segments: Sequence[Segment]) -> list[Segment]:
    """The segments, sorted, none inside another, none ending inside the replacement that a repair put in."""
    settled: list[Segment] = []
    at = 0
    for segment in sorted(segments, key=lambda segment: (segment.start, segment.end)):
        start = max(at, _outside_repairs(document, segment.start))
        end = _outside_repairs(document, segment.end)
        if start < end and not document.text[start:end].isspace():
            settled.append(Segment(start, end, segment.kind))
            at = end
    return settled


def _outside_repairs(document: Document, position: int) -> int:
    """The position, or the beginning of the replacement that it lies in."""
    offsets = document.offsets
    if not offsets.starts:
        return position
    while position > 0 and offsets.to_source(position) == offsets.to_source(position - 1):
        position -= 1
    return position


def _bodies(text: str, chapters: Sequence[ChapterOutline], segments: Sequence[Segment]) -> list[list[Span]]:
    """The prose of each chapter: all that is in no segment, parted where the next chapter's prose begins."""
    starts = [chapter.body[0][0] if chapter.body else None for chapter in chapters]
    known = sorted((start, index) for index, start in enumerate(starts) if start is not None)
    bodies: list[list[Span]] = [[] for _ in chapters]
    for free_start, free_end in _between(text, segments):
        at = free_start
        next_one = bisect_left(known, (free_start + 1,))
        owner = known[max(next_one - 1, 0)][1] if known else 0
        for start, index in known[next_one : bisect_left(known, (free_end,))]:
            _append(text, bodies[owner], at, start)
            at, owner = start, index
        _append(text, bodies[owner], at, free_end)
    return bodies


def _between(text: str, segments: Sequence[Segment]) -> list[Span]:
    edges = [0] + [edge for segment in segments for edge in (segment.start, segment.end)] + [len(text)]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _append(text: str, spans: list[Span], start: int, end: int) -> None:
    if start < end and not text[start:end].isspace():
        spans.append((start, end))


def _tiles(document: Document, segments: Sequence[Segment]) -> list[Tile]:
    """What begins where in the source: the segments, and the prose between them."""
    tiles: list[Tile] = []
    at = 0
    for segment in segments:
        if at < segment.start and not document.text[at : segment.start].isspace():
            tiles.append((at, "body"))
        tiles.append((segment.start, segment.kind))
        at = segment.end
    if not document.text[at:].isspace() or not tiles:
        tiles.append((at, "body"))
    to_source = document.offsets.to_source
    return [(to_source(start) if index else 0, kind) for index, (start, kind) in enumerate(tiles)]


def _chapter(outline: ChapterOutline, page: Typeset) -> Chapter:
    return Chapter(
        blocks=page.blocks,
        number=outline.number,
        title=outline.title,
        summary=outline.summary,
        published=outline.published,
        source_url=outline.source_url,
        words=page.words,
        scenes=page.scenes,
        notes_before=outline.notes_before,
        notes_after=outline.notes_after,
    )


def _mapped(document: Document, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence, its spans in the source."""
    if not document.offsets.starts:
        return tuple(evidence)
    return tuple(replace(one, span=document.offsets.span(*one.span)) if one.span else one for one in evidence)
