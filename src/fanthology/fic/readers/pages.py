"""The marked-up pages of one item as one Document, with the place of every element: for readers that know a format.

An item may have one page (a download in HTML) or many (the pages of an EPUB, in reading order). Their character data
stands one after another, a blank line between two pages; that is the text that spans of such an item point into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fanthology.fic.readers.places import Places
from fanthology.fic.story import Span
from fanthology.fic.text.decoding.repair import repair
from fanthology.fic.text.document import Document, Mark
from fanthology.fic.text.markup.flatten import flatten_tree, parsed

_BETWEEN = "\n\n"


class Pages:
    """Pages, parsed and mended. Positions are those of ``document.text``; ``decoded`` is the text before repair.

    >>> pages = Pages(["<h1>The Lamp</h1><p>It went out.</p>", "<p>Jane knew.</p>"])
    >>> heading = pages.first("h1")
    >>> pages.text(heading), pages.span(heading), pages.spans("p")
    ('The Lamp', (0, 8), [(10, 22), (24, 34)])
    """

    def __init__(self, pages: Sequence[str]) -> None:
        self.trees: list[LexborHTMLParser] = []
        self._spans: dict[int, Span] = {}  # nodes of all trees: while a tree lives, no other has its ids
        self.page_spans: list[Span] = []
        marks: list[Mark] = []
        texts: list[str] = []
        at = 0
        for html in pages:
            tree, frames = parsed(html)
            places: dict[int, Span] = {}
            flat = flatten_tree(tree, frames, places)
            self.trees.append(tree)
            self._spans.update({node: (start + at, end + at) for node, (start, end) in places.items()})
            self.page_spans.append((at, at + len(flat.text)))
            marks += (
                (Mark(one.start + at, one.end + at, one.tag, one.attrs) for one in flat.marks) if at else flat.marks
            )
            texts.append(flat.text)
            at += len(flat.text) + len(_BETWEEN)
        self.decoded = _BETWEEN.join(texts)
        self.document = self._mended(tuple(marks))

    def _mended(self, marks: tuple[Mark, ...]) -> Document:
        mended = repair(self.decoded)
        if not mended.repairs:
            return Document(self.decoded, marks, True)
        places = Places(mended.repairs)
        self._spans = {node: (places.of(start), places.of(end)) for node, (start, end) in self._spans.items()}
        self.page_spans = [(places.of(start), places.of(end)) for start, end in self.page_spans]
        return Document(mended.text, tuple(map(places.mark, marks)), True, mended.repairs, mended.offsets)

    def css(self, selector: str, page: int | None = None) -> Iterator[LexborNode]:
        """The elements that a selector finds, in reading order, on one page or on all."""
        trees = self.trees if page is None else [self.trees[page]]
        for tree in trees:
            yield from tree.css(selector)

    def first(self, selector: str, page: int | None = None) -> LexborNode | None:
        """The first of them, None if there is none."""
        return next(self.css(selector, page), None)

    def span(self, node: LexborNode | None) -> Span | None:
        """Where the text of an element stands; None for no element, or one without text of its own or below it."""
        return None if node is None else self._spans.get(node.mem_id)

    def spans(self, selector: str, page: int | None = None) -> list[Span]:
        """Where the texts of all elements that a selector finds stand; those without text are left out."""
        return [span for node in self.css(selector, page) if (span := self.span(node))]

    def text(self, where: LexborNode | Span | None) -> str:
        """The text of an element or of a range, on one line; empty where there is none."""
        span = where if isinstance(where, tuple) else self.span(where)
        return " ".join(self.document.text[slice(*span)].split()) if span else ""

    def paragraphs(self, where: LexborNode | Span | Iterable[LexborNode] | None) -> str:
        """The text of an element, a range, or several elements, with a blank line between paragraphs, as the notes and
        summary of a Story have it."""
        if where is None or isinstance(where, LexborNode | tuple):
            return self._paragraphs(where)
        return _BETWEEN.join(filter(None, map(self._paragraphs, where)))

    def _paragraphs(self, where: LexborNode | Span | None) -> str:
        span = where if isinstance(where, tuple) else self.span(where)
        if span is None:
            return ""
        pieces = self.document.text[slice(*span)].split(_BETWEEN)
        return _BETWEEN.join(words for piece in pieces if (words := " ".join(piece.split())))
