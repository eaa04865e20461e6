"""Blocks from marked-up text. Its mark-up says what is a paragraph, a list, an emphasis; its text is taken as it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fanthology.fic.story import BlockKind, Span
from fanthology.fic.text.document import Document, Mark
from fanthology.fic.text.typesetting.blocks import Edit, SetBlock, scene_break
from fanthology.fic.text.typesetting.inline import INLINE, InlineMarks, image, open_tag, set_inline, tag_of
from fanthology.fic.text.typesetting.layout import GAP, gap_of_scenes, gap_sizes
from fanthology.fic.text.typesetting.nesting import PARTS, STRUCTURES, TEXT, Element, fitted, nested
from fanthology.fic.text.typesetting.ornaments import breaks_between
from fanthology.fic.text.typesetting.scenes import inside, scene_breaks

_KINDS: dict[str, BlockKind] = {
    "blockquote": "quotation",
    "ul": "list",
    "ol": "list",
    "dl": "list",
    **dict.fromkeys(("h3", "h4", "h5", "h6"), "heading"),
}
_EDGED = frozenset(("p", "div", "center", "hr")) | STRUCTURES | PARTS


class MarkedProse:
    """Sets the prose of one marked-up Document, whose chapters' prose lies in ``spans``."""

    def __init__(self, document: Document, spans: Sequence[Span]) -> None:
        self._text = document.text
        self._inline = InlineMarks(document.marks)
        blocks = [mark for mark in document.marks if mark.tag not in INLINE and self._between_words(mark)]
        self._structures = nested(blocks)
        self._starts = [element.start for element in self._structures]
        voids = [mark for mark in document.marks if mark.tag in ("hr", "img")]
        self._voids = sorted(voids, key=lambda mark: mark.start)
        self._next_void = 0
        self._edges = sorted({edge for mark in blocks if tag_of(mark) in _EDGED for edge in (mark.start, mark.end)})
        breaks = scene_breaks(self._text, spans)
        self._ornaments = [cut for cut in breaks if cut[0] < cut[1]]
        self._openings = frozenset(start for start, end in breaks if start == end)
        drawn = inside(self._text, breaks, spans) or any(mark.tag == "hr" for mark in voids)
        self._scene_gap = None if drawn else gap_of_scenes(gap_sizes(self._text, spans), 1)

    def _between_words(self, mark: Mark) -> bool:
        """True if a mark parts no word, as every block element does; a page that lies is not believed."""
        text = self._text
        return all(
            edge in (0, len(text)) or text[edge - 1].isspace() or text[edge].isspace()
            for edge in (mark.start, mark.end)
        )

    def blocks(self, start: int, end: int) -> Iterator[SetBlock]:
        """The blocks between two positions, in order; nothing that is not blank is left out."""
        at = start
        first = bisect_left(self._starts, start)
        for element in self._structures[first : bisect_left(self._starts, end)]:
            whole = at <= element.start and element.end <= end
            if whole and not self._text[element.start : element.end].isspace():
                yield from self._flow(at, element.start)
                yield from self._voids_before(element.start)
                yield self._structure(element)
                self._pass_voids(element.end)
                at = element.end
        yield from self._flow(at, end)
        yield from self._voids_before(end)

    def _flow(self, start: int, end: int) -> Iterator[SetBlock]:
        """Paragraphs, parted by gaps and by the edges of their elements; rules and ornaments between them."""
        text, before = self._text, -1
        for first, last in self._parts(start, end):
            yield from self._voids_before(first)
            if self._is_drawn(first, last):
                yield scene_break(text, first, last)
            else:
                if first in self._openings:
                    yield scene_break(text, first, first)
                elif self._scene_gap and before >= 0 and text.count("\n", before, first) > self._scene_gap:
                    yield scene_break(text, before, before)
                marks = self._inline.between(first, last, images_from=first + 1)
                html, plain, edits = set_inline(text, first, last, marks)
                yield SetBlock("paragraph", first, last, f"<p>{html}</p>", plain, edits)
                self._pass_voids(last)
            before = last

    def _is_drawn(self, start: int, end: int) -> bool:
        """True for a scene break, or one of its rows."""
        index = bisect_right(self._ornaments, (start, len(self._text))) - 1
        return index >= 0 and end <= self._ornaments[index][1]

    def _parts(self, start: int, end: int) -> Iterator[Span]:
        """What stands between gaps, edges, rules and ornaments, without the blanks around it."""
        cuts = {start, end}
        cuts.update(match.start() for match in GAP.finditer(self._text, start, end))
        cuts.update(self._edges[bisect_left(self._edges, start) : bisect_left(self._edges, end)])
        cuts.update(edge for line in breaks_between(self._ornaments, start, end) for edge in line if edge < end)
        points = sorted(cuts)
        for first, last in pairwise(points):
            part = self._text[first:last]
            if part and not part.isspace():
                yield first + len(part) - len(part.lstrip()), first + len(part.rstrip())

    def _voids_before(self, position: int) -> Iterator[SetBlock]:
        """The rules and images up to a position: they stand between two paragraphs, or just before the second."""
        while self._next_void < len(self._voids) and self._voids[self._next_void].start <= position:
            mark = self._voids[self._next_void]
            self._next_void += 1
            if mark.tag == "hr":
                yield scene_break(self._text, mark.start, mark.start)
            else:
                yield SetBlock("image", mark.start, mark.start, f"<p>{image(mark)}</p>", "", [])

    def _pass_voids(self, position: int) -> None:
        """Leaves out those before a position: they are inside a block already."""
        while self._next_void < len(self._voids) and self._voids[self._next_void].start < position:
            self._next_void += 1

    def _structure(self, element: Element) -> SetBlock:
        plain: list[str] = []
        edits: list[Edit] = []
        html = self._element(element, plain, edits)
        kind = _KINDS.get(element.tag, "paragraph")
        return SetBlock(kind, element.start, element.end, html, "\n".join(plain), edits)

    def _element(self, element: Element, plain: list[str], edits: list[Edit]) -> str:
        """The html of an element with all that is in it; its text and edits are added to the lists."""
        inside: list[str] = []
        at = element.start
        for child in element.children:
            inside += self._text_in(element, at, child.start, plain, edits)
            if not self._text[child.start : child.end].isspace():
                made = self._element(child, plain, edits)
                inside.append(fitted(element.tag, child.tag, made) if made.startswith("<") else made)
            at = child.end
        inside += self._text_in(element, at, element.end, plain, edits)
        opening, inner = open_tag(element.tag, element.attrs), "\n".join(inside)
        return f"{opening}{inner}</{element.tag}>"

    def _text_in(self, element: Element, start: int, end: int, plain: list[str], edits: list[Edit]) -> Iterator[str]:
        """The text directly in an element: as it is where it may stand, else in paragraphs, items, cells."""
        verbatim = element.tag == "pre"
        spans = [(start, end)] if verbatim else self._parts(start, end)
        for first, last in spans:
            if not self._text[first:last].strip():
                continue
            marks = self._inline.between(first, last, images_from=first)
            html, text, made = set_inline(self._text, first, last, marks, verbatim=verbatim)
            plain.append(text)
            edits += made
            yield fitted(element.tag, TEXT, html)
