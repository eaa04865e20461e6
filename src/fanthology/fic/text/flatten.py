"""A page's character data, and what its mark-up said about it.

The character data of a page is the text that spans point into (`character_data`). It is made so:

- comments, scripts, styles, templates, form controls, embedded objects and the head are left out, but the title of the
  page is its first line;
- block elements stand apart by a blank line, ``<br>`` is a line end and several of them a blank line (so paragraphs
  that are parted by ``<br><br>`` are paragraphs); items of a list and rows of a table have lines of their own, and the
  cells of a row are parted by tabs;
- white space is collapsed as a browser does it, except inside ``<pre>``; no-break spaces are kept;
- a rule or an image is no text: it is an empty Mark at the place where the next text begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fanthology.fic.story import Span
from fanthology.fic.text.document import Mark
from fanthology.fic.text.html import SCHEMES, shallow
from fanthology.fic.text.tags import (
    BREAKS_BEFORE,
    CELLS,
    FURNITURE,
    FURNITURE_CLASSES,
    FURNITURE_ROLES,
    HEADINGS,
    LEFT_OUT,
    MARKED,
    STYLES,
)

_BLANKS = re.compile("[ \t\n\r\f]+")
_SPACE = " \t\n\r\f"
_MOST_BREAKS = 4


@dataclass(frozen=True, slots=True)
class Flat:
    """A page without its mark-up: the text, the marks in document order, the ranges that the page itself calls
    navigation or footer, the range of its title, and what its head says."""

    text: str
    marks: tuple[Mark, ...] = ()
    furniture: tuple[Span, ...] = ()
    title: Span | None = None
    language: str | None = None
    canonical: str | None = None


def character_data(html: str) -> str:
    """The text of a page as every span of an HTML item means it.

    >>> character_data("<title>T</title><p>One<br>two</p><p>Three &amp;  <b>four</b></p><script>x</script>")
    'T\\n\\nOne\\ntwo\\n\\nThree & four'
    """
    return flatten(html).text


def flatten(html: str) -> Flat:
    """The character data of ``html`` with its marks.

    >>> flatten("<p>A <i>fine</i> day").marks
    (Mark(start=0, end=10, tag='p', attrs=()), Mark(start=2, end=6, tag='em', attrs=()))
    """
    tree = LexborHTMLParser(shallow(html) or " ")
    writer = _Writer()
    title = tree.css_first("head > title")
    if title is not None and (words := _BLANKS.sub(" ", title.text()).strip()):
        writer.write(words)
        title_span = (0, writer.length)
        writer.part(2)
    else:
        title_span = None
    if tree.root is not None:
        _walk(tree.root, writer)
    marks, furniture = writer.finish()
    return Flat(
        "".join(writer.pieces), marks, furniture, title_span, _attribute(tree, "html", "lang"), _canonical(tree)
    )


def _walk(root: LexborNode, writer: _Writer) -> None:
    """Visits every node in order, without recursion: pages may be nested deeper than Python's calls."""
    node: LexborNode | None = root
    depth = 0
    while node is not None:
        child = None if _left_out(node) else _enter(node, writer)
        if child is not None:
            node, depth = child, depth + 1
            continue
        if node.is_element_node:
            writer.close(node.tag or "")
        while depth and node is not None and node.next is None:
            node, depth = node.parent, depth - 1
            if node is not None:
                writer.close(node.tag or "")
        node = node.next if node is not None and depth else None


def _left_out(node: LexborNode) -> bool:
    return (node.tag or "") in LEFT_OUT or node.is_comment_node


def _enter(node: LexborNode, writer: _Writer) -> LexborNode | None:
    """Writes what the node begins with, and gives its first child."""
    if node.is_text_node:
        writer.text(node.text_content or "")
        return None
    tag = node.tag or ""
    if tag == "br":
        writer.line_end()
        return None
    writer.open(tag, node.attributes, node)
    return node.first_child


class _Writer:
    """Writes the character data and notes where each element's text begins and ends."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self._breaks = 0
        self._space = self._tab = False
        self._preformatted = 0
        self._held = ""  # white space inside preformatted text that is dropped if the line ends with it
        self._open: list[tuple[str, list[int]]] = []
        self._marks: list[list[int | None]] = []
        self._named: list[tuple[str, tuple[tuple[str, str], ...]]] = []
        self._waiting: list[int] = []

    def text(self, text: str) -> None:
        """Text of the page, white space collapsed unless it is preformatted."""
        if self._preformatted:
            self._write_preformatted(text)
            return
        words = _BLANKS.sub(" ", text)
        stripped = words.strip(" ")
        if not stripped:
            self._space = self._space or bool(words)
            return
        self._space = self._space or words[0] == " "
        self.write(stripped)
        self._space = words[-1] == " "

    def _write_preformatted(self, text: str) -> None:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for index, line in enumerate(lines):
            if index:
                self._breaks += 1
                self._held = ""
            if words := line.rstrip(_SPACE):
                self._space = False
                self.write(self._held + words)
                self._held = line[len(words) :]
            else:
                self._held += line

    def write(self, text: str) -> None:
        """``text`` as it is, after the line ends or the space that are due."""
        due = "\n" * self._breaks if self._breaks else "\t" if self._tab else " " if self._space else ""
        due = due if self.length else ""
        self.pieces += due, text
        start = self.length + len(due)
        for mark in self._waiting:
            self._marks[mark][0] = start
        self._waiting.clear()
        self.length = start + len(text)
        self._breaks = 0
        self._space = self._tab = False

    def part(self, breaks: int) -> None:
        """At least so many line ends before what comes next."""
        self._breaks = max(self._breaks, breaks)

    def line_end(self) -> None:
        """One more line end, up to a gap that is as large as any that means something."""
        self._breaks = min(self._breaks + 1, _MOST_BREAKS)

    def open(self, tag: str, attributes: dict[str, str | None], node: LexborNode) -> None:
        """An element begins."""
        if tag in BREAKS_BEFORE:
            self.part(BREAKS_BEFORE[tag])
            self._held = ""
        elif tag in CELLS and node.prev is not None and self.length:
            self._tab = True
        self._preformatted += tag in ("pre", "xmp", "listing")
        begun: list[int] = []
        for name, kept in _marks_of(tag, attributes):
            begun.append(len(self._marks))
            self._waiting.append(len(self._marks))
            self._marks.append([None, None])
            self._named.append((name, kept))
        self._open.append((tag, begun))

    def close(self, tag: str) -> None:
        """The element that was opened last, if it is this one, ends."""
        if not self._open or self._open[-1][0] != tag:
            return
        _, begun = self._open.pop()
        for mark in begun:
            if self._marks[mark][0] is not None:
                self._marks[mark][1] = self.length
        if tag in BREAKS_BEFORE:
            self.part(BREAKS_BEFORE[tag])
            self._held = ""
        self._preformatted -= tag in ("pre", "xmp", "listing")

    def finish(self) -> tuple[tuple[Mark, ...], tuple[Span, ...]]:
        """All marks, and the ranges of furniture. Empty elements leave no mark unless they show something; nor does a
        heading that holds paragraphs: it was never closed."""
        text = "".join(self.pieces)
        marks: list[Mark] = []
        furniture: list[Span] = []
        for (start, end), (name, attrs) in zip(self._marks, self._named, strict=True):
            if name in ("hr", "img"):
                at = self.length if start is None else start
                marks.append(Mark(at, at, name, attrs))
            elif start is not None and end is not None and start < end:
                if name == "furniture":
                    furniture.append((start, end))
                elif name not in HEADINGS or "\n\n" not in text[start:end]:
                    marks.append(Mark(start, end, name, attrs))
        return tuple(marks), tuple(furniture)


def _marks_of(tag: str, attributes: dict[str, str | None]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """The marks that an element makes: its own, and those that its attributes stand for."""
    found: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    classes = (attributes.get("class") or "").lower().split()
    if tag in FURNITURE or attributes.get("role") in FURNITURE_ROLES or not FURNITURE_CLASSES.isdisjoint(classes):
        found.append(("furniture", ()))
    if tag in MARKED:
        name = MARKED[tag]
        kept = _kept(name, attributes)
        if name != "a" or kept:
            found.append((name, kept))
    if (attributes.get("align") or "").lower() == "center" and tag != "table":
        found.append(("center", ()))
    if style := attributes.get("style"):
        found += [(name, ()) for pattern, name in STYLES if pattern.search(style) and MARKED.get(tag) != name]
    return found


def _kept(name: str, attributes: dict[str, str | None]) -> tuple[tuple[str, str], ...]:
    if name == "a":
        href = (attributes.get("href") or "").strip()
        scheme = href.partition(":")[0].lower()
        return (("href", href),) if scheme in SCHEMES and ":" in href else ()
    if name == "img":
        return tuple((key, value) for key in ("src", "alt") if (value := attributes.get(key)))
    if name == "span":
        return tuple((key, value) for key in ("lang",) if (value := attributes.get(key)))
    return ()


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str | None:
    node = tree.css_first(selector)
    return (node.attributes.get(name) or None) if node is not None else None


def _canonical(tree: LexborHTMLParser) -> str | None:
    href = _attribute(tree, "link[rel=canonical]", "href")
    return href if href and href.startswith(("https://", "http://")) else None
