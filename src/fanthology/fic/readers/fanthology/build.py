"""A Story from a file of ours: its facts, its blocks and their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fanthology.fic.readers.reader import Item
from fanthology.fic.story import Block, BlockKind, Chapter, Evidence, Rejection, Repair, SegmentKind, Span, Story
from fanthology.fic.text.exchange.facts import FactsError, chapter_fields, story_fields
from fanthology.fic.text.exchange.kinds import kind_of, words_of
from fanthology.fic.text.ledger import Tile, build
from fanthology.fic.text.markup.html import sanitise
from fanthology.fic.text.typesetting.blocks import BlockIds
from fanthology.fic.text.words import count_words

_ID = re.compile(r"b[0-9a-f]{10}(?:-[1-9]\d{0,6})?")
_LONGEST_EVIDENCE = 500


@dataclass(frozen=True, slots=True)
class FoundBlock:
    """A block as a file has it. ``html`` is safe; ``name`` is the id that the file gives it, if any."""

    html: str
    span: Span
    kind: BlockKind
    name: str | None = None


def found_block(html: str, span: Span, kind: BlockKind | None = None, name: str | None = None) -> FoundBlock:
    """A block of any html; its kind is what the file says, else what its element says."""
    clean = safe(html)
    return FoundBlock(clean, span, kind or kind_of(clean), name)


@dataclass(slots=True)
class FoundChapter:
    """A chapter as a file has it."""

    blocks: list[FoundBlock] = field(default_factory=list)
    facts: object = field(default_factory=dict)


@dataclass(slots=True)
class Found:
    """A whole file: its decoded text, what it says, and what stands where (``painted``: all that is no prose)."""

    text: str
    facts: object = field(default_factory=dict)
    chapters: list[FoundChapter] = field(default_factory=list)
    painted: list[tuple[int, int, SegmentKind]] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    places: dict[str, Span] = field(default_factory=dict)
    """Where a value stands, by its words on one line."""

    def cut(self, start: int, end: int, now: str = "", rule: str = "typeset-mark") -> None:
        """A sign of the format in the prose, and what it means."""
        if self.text[start:end] != now:
            self.repairs.append(Repair((start, end), self.text[start:end], now, rule))


def story_of(item: Item, found: Found, rule: str) -> Story | Rejection:
    """The Story, or why the file is none. ``rule`` is the rule of its evidence."""
    source = item.source
    try:
        fields = story_fields(found.facts)
        told = [chapter_fields(one.facts) for one in found.chapters]
    except FactsError as error:
        return Rejection(source, "unreadable", f"It looks like a file that Fanthology wrote, but {error}.")
    ids = _Ids()
    chapters = tuple(_chapter(one, facts, ids) for one, facts in zip(found.chapters, told, strict=True))
    if not item.admit and not any(chapter.blocks for chapter in chapters):
        return Rejection(source, "empty", "It is set up like a story, but there is no text in it.")
    return Story(
        source=source,
        reader=item.reader,
        chapters=chapters,
        repairs=tuple(sorted(found.repairs, key=lambda one: one.span)),
        evidence=tuple(_evidence(fields, found, rule)),
        ledger=build(found.text, tiles(found)),
        **fields,
    )


class _Ids:
    """Ids of blocks: as the file has them, if they are of our shape and nobody has them yet; else from their words."""

    def __init__(self) -> None:
        self._made = BlockIds()
        self._taken: set[str] = set()

    def of(self, name: str | None, words: str) -> str:
        made = self._made.of(words)
        if name and _ID.fullmatch(name) and name not in self._taken:
            made = name
        while made in self._taken:
            made = self._made.of(words)
        self._taken.add(made)
        return made


def _chapter(found: FoundChapter, facts: dict[str, Any], ids: _Ids) -> Chapter:
    blocks: list[Block] = []
    texts: list[str] = []
    scene, written, broken = 1, False, False
    for one in found.blocks:
        words = words_of(one.html)
        if one.kind == "scene-break":
            broken = written
        else:
            scene, broken, written = scene + broken, False, True
            texts.append(words)
        blocks.append(Block(ids.of(one.name, words), one.kind, scene, one.span, one.html))
    return Chapter(tuple(blocks), words=count_words("\n".join(texts)), scenes=scene, **facts)


def safe(html: str) -> str:
    """One element that may be shown.

    >>> safe("<p>Tea<script>x()</script>"), safe("Tea"), safe("<p>a</p><p>b</p>")
    ('<p>Tea</p>', '<p>Tea</p>', '<div><p>a</p><p>b</p></div>')
    """
    # JSON can write half of a pair of surrogates; no text can hold it
    clean = sanitise(_HALF.sub("\ufffd", html)).strip("\n")
    opening = _OPENING.match(clean)
    if opening is None:
        return f"<p>{clean}</p>"
    return clean if _is_one(clean, opening[1]) else f"<div>{clean}</div>"


_HALF = re.compile("[\ud800-\udfff]")
_OPENING = re.compile(r"<(p|pre|div|blockquote|ul|ol|dl|table|h[3-6]|hr)\b")


def _is_one(clean: str, tag: str) -> bool:
    """True if the first element reaches to the end."""
    depth = 0
    for match in re.finditer(rf"<(/?){tag}\b[^<>]*?(/?)>", clean):
        depth += -1 if match[1] else 0 if match[2] else 1
        if depth == 0:
            return match.end() == len(clean)
    return False


def tiles(found: Found) -> list[Tile]:
    """What begins where: the prose, what is painted, and as furniture what is neither."""
    told: list[tuple[int, int, SegmentKind]] = [*found.painted]
    for chapter in found.chapters:
        for block in chapter.blocks:
            told.append((*block.span, "scene-break" if block.kind == "scene-break" else "body"))
    laid: list[Tile] = []
    at = 0
    for start, end, kind in sorted(told, key=lambda one: one[:2]):
        first = max(start, at)
        if first >= end or found.text[first:end].isspace():
            continue
        if at < first and not found.text[at:first].isspace():
            laid.append((at, "furniture"))
        laid.append((first, kind))
        at = end
    if not found.text[at:].isspace() or not laid:
        laid.append((at, "furniture"))
    return [(start if index else 0, kind) for index, (start, kind) in enumerate(laid)]


def _evidence(fields: dict[str, Any], found: Found, rule: str) -> Iterable[Evidence]:
    for name, value in fields.items():
        for one in value if isinstance(value, tuple) else (value,):
            words = " ".join(_words(one).split())
            yield Evidence(name, words[:_LONGEST_EVIDENCE], found.places.get(words), rule, 1.0)


def _words(value: Any) -> str:
    for name in ("name", "value", "title", "text", "number"):
        if (words := getattr(value, name, None)) is not None and not callable(words):
            return str(words)
    return str(value)


def encoded_as(item: Item, encoding: str) -> Item:
    """The item with its encoding known."""
    return replace(item, source=replace(item.source, encoding=encoding))


def paint(found: Found, spans: Sequence[Span | None], kind: SegmentKind) -> None:
    """Say what ranges are that are no prose."""
    found.painted += [(*span, kind) for span in spans if span]
