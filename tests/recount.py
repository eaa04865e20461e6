"""Counts a Story again from its source, without anything of the reader's: is all of it accounted for?

This is the test's own account. It shares no code with `fanthology.fic`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from xml.parsers import expat

from fanthology.fic.story import Repair, Story

KINDS = {"header", "note", "heading", "body", "scene-break", "furniture"}


def recount(story: Story, decoded: str) -> None:
    """Asserts everything that must hold of any Story."""
    _ledger_is_whole(story, decoded)
    _repairs_are_true(story, decoded)
    _words_are_kept(story, decoded)
    _blocks_are_sound(story, decoded)


def _ledger_is_whole(story: Story, decoded: str) -> None:
    claimed = [False] * len(decoded)
    by_kind = dict.fromkeys(KINDS, 0)
    for (_, before, _), (after, _, _) in pairwise(story.ledger.segments):
        assert before <= after, "segments are sorted and disjoint"
    for start, end, kind in story.ledger.segments:
        assert 0 <= start < end <= len(decoded)
        for position in range(start, end):
            claimed[position] = True
            by_kind[kind] += not decoded[position].isspace()
    left = [at for at, character in enumerate(decoded) if not character.isspace() and not claimed[at]]
    assert not left, f"in no segment: {decoded[left[0] : left[0] + 40]!r}"
    characters = sum(not character.isspace() for character in decoded)
    assert story.ledger.characters == story.ledger.accounted == characters
    assert {**dict.fromkeys(KINDS, 0), **story.ledger.by_kind} == by_kind


def _repairs_are_true(story: Story, decoded: str) -> None:
    for before, after in pairwise(story.repairs):
        assert before.span[1] <= after.span[0], f"{before} and {after}"
    for repair in story.repairs:
        assert decoded[slice(*repair.span)] == repair.was, repair
        assert repair.was != repair.now, repair


def _words_are_kept(story: Story, decoded: str) -> None:
    source_words: list[str] = []
    for start, end, kind in story.ledger.segments:
        if kind == "body":
            source_words += mended(decoded, start, end, story.repairs).split()
    block_words: list[str] = []
    for chapter in story.chapters:
        for block in chapter.blocks:
            if block.kind != "scene-break":
                block_words += text_of(block.html).split()
    for at, (expected, found) in enumerate(zip(source_words, block_words, strict=False)):
        assert expected == found, (source_words[max(0, at - 5) : at + 5], block_words[max(0, at - 5) : at + 5])
    assert len(source_words) == len(block_words), (source_words[-8:], block_words[-8:])


def _blocks_are_sound(story: Story, decoded: str) -> None:
    ids = [block.id for chapter in story.chapters for block in chapter.blocks]
    assert len(ids) == len(set(ids)), "ids are unique"
    for chapter in story.chapters:
        scenes = [block.scene for block in chapter.blocks]
        assert scenes == sorted(scenes)
        assert chapter.scenes == max(scenes, default=1)
        told = {block.scene for block in chapter.blocks if block.kind != "scene-break"}
        assert not told or told == set(range(1, chapter.scenes + 1)), "every scene has prose"
        for block in chapter.blocks:
            assert block.span is None or 0 <= block.span[0] <= block.span[1] <= len(decoded)
            assert block.kind == "scene-break" or block.kind == "image" or text_of(block.html).strip()


def mended(decoded: str, start: int, end: int, repairs: Iterable[Repair]) -> str:
    """A stretch of the source with the repairs in it carried out."""
    pieces: list[str] = []
    at = start
    for repair in repairs:
        first, last = repair.span
        if last < start or first > end or (first == last == end and end < len(decoded)):
            continue
        assert start <= first <= last <= end or last <= start or first >= end, f"{repair} crosses {start}-{end}"
        if start <= first and last <= end:
            pieces += decoded[at:first], repair.now
            at = last
    return "".join((*pieces, decoded[at:end]))


def text_of(html: str) -> str:
    """The text of a block; fails unless it is one well-formed element."""
    pieces: list[str] = []
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = pieces.append
    parser.Parse(html, True)
    return "".join(pieces)
