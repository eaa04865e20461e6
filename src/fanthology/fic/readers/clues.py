"""What the mark-up of a page says about its story before a word of it is read: hints for `outline`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fanthology.fic.readers.headings import chapter_headings, contents
from fanthology.fic.readers.labelled import Captioned, bare_captions, captioned, claim_pairs
from fanthology.fic.readers.naming import claim_names
from fanthology.fic.story import Evidence, Span, Story
from fanthology.fic.text.document import ChapterOutline, Outline, Segment
from fanthology.fic.text.markup.flatten import Flat
from fanthology.fic.text.outlining.claims import Claims
from fanthology.fic.text.outlining.hints import Hints
from fanthology.fic.text.outlining.lines import Lines

_GAP = re.compile(r"\n\s*\n")
_MOST_NOTES = 20  # whose places are looked for
_PROSE = 200  # characters: a line as long as that is no part of a heading


@dataclass(frozen=True, slots=True)
class Clues:
    """Hints, the ranges that they were taken from, and the notes that belong to chapters or stand behind the story."""

    hints: Hints
    segments: tuple[Segment, ...] = ()
    notes: tuple[Captioned, ...] = ()


def clues(flat: Flat, names: Sequence[str]) -> Clues:
    """What lists of labels, headings and captions say; ``flat`` has blanks in place of its furniture, and ``names`` are
    those in the page's title.

    Whatever is used is in the segments, as whole lines; the rest is left to be read as text.
    """
    lines, claims = Lines(flat.text), Claims()
    noted: list[str] = []
    claim_pairs(flat, lines, claims, noted)
    headings = chapter_headings(flat, lines)
    claim_names(flat, lines, claims, headings[0][0] if headings else len(flat.text), names)
    for at in contents(flat, lines, headings):
        lines.paint(at, at + 1, "furniture")
    later = _claim_captions(flat, lines, claims, noted, headings[0][0] if headings else None)
    for at in bare_captions(lines):
        lines.paint(at, at + 1, "heading")
    hints = Hints(tuple(claims.found), tuple(noted), tuple(headings))
    return Clues(hints, tuple(_segments(lines)), tuple(later))


def _segments(lines: Lines) -> Iterator[Segment]:
    """What was painted, line by line: furniture, which is blank here, may lie between two lines of one kind."""
    for at, kind in enumerate(lines.kinds):
        if kind != "body" and lines.bare[at]:
            yield Segment(*lines.span(at, at + 1), kind)


def _claim_captions(
    flat: Flat, lines: Lines, claims: Claims, noted: list[str], first_chapter: int | None
) -> list[Captioned]:
    """Claims what stands in captioned quotations before the story; gives those inside it and after it."""
    later: list[Captioned] = []
    found = captioned(flat, lines)
    for one in found:
        lines.paint(lines.at(one.label[0]), lines.at(one.value[1] - 1) + 1, "note")
    prose = _told(flat, lines) if first_chapter is None else first_chapter
    for one in found:
        text = paragraphs(flat.text, one.value)
        if one.at_end or one.label[0] > prose:
            later.append(one)
        elif one.summary:
            claims.add("summary", text, text, one.value, "summary-caption", 1.0)
        else:
            noted.append(text)
    return later


def _told(flat: Flat, lines: Lines) -> int:
    """Where the prose begins: at the first long line that nothing else was made of."""
    long = (at for at in range(lines.count) if lines.kinds[at] == "body" and len(lines.bare[at]) >= _PROSE)
    return next((lines.starts[at] for at in long), len(flat.text))


def paragraphs(text: str, span: Span) -> str:
    """The text of a range with a blank line between its paragraphs, as the fields of a Story have it.

    >>> paragraphs("One\\ntwo\\n\\n\\nthree", (0, 15))
    'One two\\n\\nthree'
    """
    return "\n\n".join(" ".join(piece.split()) for piece in _GAP.split(text[slice(*span)]) if piece.strip())


def with_notes(outline: Outline, text: str, found: Clues) -> Outline:
    """The outline with the captioned notes in their chapters, or behind the story when they are in none."""
    chapters, stated = list(outline.chapters), outline.stated
    for one in found.notes:
        words = paragraphs(text, one.value)
        at = _chapter_of(chapters, [start for start, _ in found.hints.headings], one.label[0])
        if at is None or (one.whose != "chapter" and one.label[0] > chapters[-1].body[-1][0]):
            written = " ".join(words.split())
            stated = replace(
                stated,
                notes_after=_joined(stated.notes_after, words),
                evidence=(*stated.evidence, Evidence("notes_after", written, one.value, "notes-caption", 0.9)),
            )
        else:
            chapters[at] = _noted(chapters[at], one, words)
    return replace(outline, chapters=tuple(chapters), stated=_with_evidence(stated, text, found))


def _chapter_of(chapters: list[ChapterOutline], headings: list[int], position: int) -> int | None:
    """The chapter under whose heading a position is."""
    nth = bisect_right(headings, position)
    if nth == 0:
        return None
    start, end = headings[nth - 1], headings[nth] if nth < len(headings) else None
    at = bisect_right(chapters, start, key=lambda chapter: chapter.body[0][0])
    return at if at < len(chapters) and (end is None or chapters[at].body[0][0] < end) else None


def _noted(chapter: ChapterOutline, one: Captioned, words: str) -> ChapterOutline:
    if one.summary:
        return replace(chapter, summary=_joined(chapter.summary, words))
    if one.at_end or one.label[0] > chapter.body[0][0]:
        return replace(chapter, notes_after=_joined(chapter.notes_after, words))
    return replace(chapter, notes_before=_joined(chapter.notes_before, words))


def _joined(one: str | None, other: str) -> str:
    return f"{one}\n\n{other}" if one else other


def _with_evidence(stated: Story, text: str, found: Clues) -> Story:
    """Evidence for the notes before the story, which `outline` was given without their place."""
    if any(one.field == "notes_before" for one in stated.evidence):
        return stated
    notes = [" ".join(note.split()) for note in found.hints.notes[:_MOST_NOTES]]
    written = [(one, " ".join(text[one.start : one.end].split())) for one in found.segments if one.kind == "note"]
    places = [
        Evidence("notes_before", words, (one.start, one.end), "notes-caption", 0.9)
        for one, words in written
        if any(words in note or note in words for note in notes)
    ]
    return replace(stated, evidence=(*stated.evidence, *places))
