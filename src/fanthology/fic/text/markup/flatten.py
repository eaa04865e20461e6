"""A page's character data, and what its mark-up said about it.

The character data of a page is the text that spans point into (`character_data`). It is made so:

- comments, scripts, styles, templates, form controls, embedded objects and the head are left out, but the title of the
  page is its first line;
- block elements stand apart by a blank line, ``<br>`` is a line end and several of them a blank line (so paragraphs
  that are parted by ``<br><br>`` are paragraphs); items of a list and rows of a table have lines of their own, and the
  cells of a row are parted by tabs;
- white space is collapsed as a browser does it, except inside ``<pre>``; no-break spaces are kept;
- a rule or an image is no text: it is an empty Mark at the place where the next text begins; an image after the last
  text of a division (``HOLDERS``), where that text ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fanthology.fic.story import Span
from fanthology.fic.text.document import Mark
from fanthology.fic.text.markup.html import SCHEMES, shallow
from fanthology.fic.text.markup.tags import (
    AUTHOR_NAMES,
    BREAKS_BEFORE,
    CELLS,
    FURNITURE,
    FURNITURE_NAMES,
    FURNITURE_ROLES,
    HEADINGS,
    HIDDEN,
    HOLDERS,
    LEFT_OUT,
    MARKED,
    ROLES,
    STYLES,
    TITLE_NAMES,
)

_BLANKS = re.compile("[ \t\n\r\f]+")
_SPACE = " \t\n\r\f"
_MOST_BREAKS = 4
_PLACE = ""  # the name of a mark that only says where an element's text is
_SCHEME = re.compile(r"([^/?#:]*):")
_UNSEEN = re.compile(r"[\x00-\x20\x7f]")  # browsers look past these when they read a scheme
_FRAMES = re.compile(r"</?(?:frameset|noframes)\b[^<>]*>|<frame\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Flat:
    """A page without its mark-up: the text, the marks in document order, the ranges whose part in the page is known
    (``roles``: see `fic.text.markup.tags.ROLES`), the range of its title, and what its head says."""

    text: str
    marks: tuple[Mark, ...] = ()
    roles: tuple[Mark, ...] = ()
    title: Span | None = None
    language: str | None = None
    canonical: str | None = None
    frames: bool = False

    def role(self, name: str) -> list[Span]:
        """The ranges of everything that plays a part, in document order."""
        return [(mark.start, mark.end) for mark in self.roles if mark.tag == name]


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
    tree, frames = parsed(html)
    return flatten_tree(tree, frames)


def parsed(html: str) -> tuple[LexborHTMLParser, bool]:
    """The tree of a page, and whether it had frames."""
    unframed, frames = _FRAMES.subn("", html)
    return LexborHTMLParser(shallow(unframed) or " "), frames > 0


def flatten_tree(tree: LexborHTMLParser, frames: bool = False, places: dict[int, Span] | None = None) -> Flat:
    """The same for a tree. ``places``, if given, is filled with the range of each element that has text, by the
    ``mem_id`` of its node: for readers that know where in a page a thing stands."""
    writer = _Writer(places is not None)
    title = tree.css_first("head > title")
    if title is not None and (words := _BLANKS.sub(" ", title.text()).strip()):
        writer.write(words)
        title_span = (0, writer.length)
        writer.part(2)
    else:
        title_span = None
    if tree.root is not None:
        _walk(tree.root, writer)
    marks, roles = writer.finish()
    if places is not None:
        places.update(writer.places())
    text, language = "".join(writer.pieces), _attribute(tree, "html", "lang")
    return Flat(text, marks, roles, title_span, language, _canonical(tree), frames)


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

    def __init__(self, placing: bool = False) -> None:
        self._placing = placing
        self._nodes: dict[int, int] = {}
        self.pieces: list[str] = []
        self.length = 0
        self._breaks = 0
        self._space = self._tab = False
        self._preformatted = 0
        self._cell = -1  # how many pieces there were before the cell that was opened last
        self._held = ""  # white space inside preformatted text that is dropped if the line ends with it
        self._open: list[tuple[str, list[int], int]] = []
        self._marks: list[list[int | None]] = []
        self._named: list[tuple[str, tuple[tuple[str, str], ...]]] = []
        self._waiting: list[int] = []

    def text(self, text: str) -> None:
        """Text of the page, white space collapsed unless it is preformatted."""
        if self._preformatted:
            self._write_preformatted(text)
            return
        plain = text.isprintable() and "  " not in text  # no white space in it but single blanks
        words = text if plain else _BLANKS.sub(" ", text)
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
        elif tag in CELLS and self.length:
            if self._cell_has_lines():
                self.part(2)
            self._tab = node.prev is not None
            self._cell = len(self.pieces)
        self._preformatted += tag in ("pre", "xmp", "listing")
        begun: list[int] = []
        if self._placing:
            self._nodes[node.mem_id] = len(self._marks)
            begun.append(len(self._marks))
            self._waiting.append(len(self._marks))
            self._marks.append([None, None])
            self._named.append((_PLACE, ()))
        for name, kept in _marks_of(tag, attributes):
            begun.append(len(self._marks))
            self._waiting.append(len(self._marks))
            self._marks.append([None, None])
            self._named.append((name, kept))
        self._open.append((tag, begun, self.length))

    def _cell_has_lines(self) -> bool:
        """True if the cell before this one holds several lines: the table lays out a page, it has no rows of values."""
        return self._cell >= 0 and any("\n" in piece for piece in self.pieces[self._cell + 1 :])

    def close(self, tag: str) -> None:
        """The element that was opened last, if it is this one, ends."""
        if not self._open or self._open[-1][0] != tag:
            return
        _, begun, length = self._open.pop()
        for mark in begun:
            if self._marks[mark][0] is not None:
                self._marks[mark][1] = self.length
        if tag in HOLDERS and self.length > length:
            self._settle_images()
        if tag in BREAKS_BEFORE:
            self.part(BREAKS_BEFORE[tag])
            self._held = ""
        self._preformatted -= tag in ("pre", "xmp", "listing")

    def _settle_images(self) -> None:
        """Images after the last text of a division stand at its end, not where the next division begins."""
        for mark in self._waiting:
            if self._named[mark][0] == "img":
                self._marks[mark][0] = self.length
        self._waiting = [mark for mark in self._waiting if self._named[mark][0] != "img"]

    def places(self) -> Iterator[tuple[int, Span]]:
        """The range of each element that has text."""
        for node, mark in self._nodes.items():
            start, end = self._marks[mark]
            if start is not None and end is not None and start < end:
                yield node, (start, end)

    def finish(self) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
        """All marks, and the roles. Empty elements leave no mark unless they show something; nor does a
        heading that holds paragraphs: it was never closed."""
        text = "".join(self.pieces)
        marks: list[Mark] = []
        roles: list[Mark] = []
        for (start, end), (name, attrs) in zip(self._marks, self._named, strict=True):
            if name == _PLACE:
                continue
            if name in ("hr", "img"):
                at = self.length if start is None else start
                marks.append(Mark(at, at, name, attrs))
            elif start is not None and end is not None and start < end:
                if name in ROLES:
                    roles.append(Mark(start, end, name))
                elif name not in HEADINGS or "\n\n" not in text[start:end]:
                    marks.append(Mark(start, end, name, attrs))
        return tuple(marks), tuple(roles)


def _marks_of(tag: str, attributes: dict[str, str | None]) -> Sequence[tuple[str, tuple[tuple[str, str], ...]]]:
    """The marks that an element makes: its own, and those that its attributes stand for."""
    return _marks_with(tag, attributes) if attributes else _marks_without(tag)


@lru_cache(maxsize=512)  # of the names that a hostile page makes up, only the latest
def _marks_without(tag: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    return tuple(_marks_with(tag, {}))


def _marks_with(tag: str, attributes: dict[str, str | None]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    found: list[tuple[str, tuple[tuple[str, str], ...]]] = [(role, ()) for role in _roles_of(tag, attributes)]
    if tag in MARKED:
        name = MARKED[tag]
        kept = _kept(name, attributes)
        if kept or name not in ("a", "img"):
            found.append((name, kept))
    if (attributes.get("align") or "").lower() == "center" and tag != "table":
        found.append(("center", ()))
    if style := attributes.get("style"):
        found += [(name, ()) for pattern, name in STYLES if pattern.search(style) and MARKED.get(tag) != name]
    return found


def _roles_of(tag: str, attributes: dict[str, str | None]) -> Iterator[str]:
    """The parts that an element says it plays, by its tag, its role, its class or its id."""
    if tag in ("html", "body"):
        return
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
    role = attributes.get("role")
    hidden = "hidden" in attributes or HIDDEN.search(attributes.get("style") or "")
    if tag in FURNITURE or role in FURNITURE_ROLES or hidden or not FURNITURE_NAMES.isdisjoint(names):
        yield "furniture"
    if tag == "form":
        yield "form"
    if tag in ("main", "article") or role == "main":
        yield "main"
    if tag == "a" and attributes.get("href"):
        yield "link"
        if "author" in (attributes.get("rel") or "").lower().split():
            yield "author"
    if not AUTHOR_NAMES.isdisjoint(names):
        yield "author"
    if not TITLE_NAMES.isdisjoint(names):
        yield "title"


def _kept(name: str, attributes: dict[str, str | None]) -> tuple[tuple[str, str], ...]:
    if name == "a":
        href = (attributes.get("href") or "").strip()
        scheme = href.partition(":")[0].lower()
        return (("href", href),) if scheme in SCHEMES and ":" in href else ()
    if name == "img":
        src = attributes.get("src") or ""
        shown = (("src", src), ("alt", attributes.get("alt") or "")) if _is_picture(src) else ()
        return tuple((key, value) for key, value in shown if value)
    if name == "span":
        return tuple((key, value) for key in ("lang",) if (value := attributes.get(key)))
    return ()


def _is_picture(src: str) -> bool:
    """True for an address that a picture may be fetched from: of the web, or beside the page."""
    scheme = _SCHEME.match(_UNSEEN.sub("", src))
    return bool(src.strip()) and (scheme is None or scheme[1].lower() in ("http", "https"))


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str | None:
    node = tree.css_first(selector)
    return (node.attributes.get(name) or None) if node is not None else None


def _canonical(tree: LexborHTMLParser) -> str | None:
    href = _attribute(tree, "link[rel=canonical]", "href")
    return href if href and href.startswith(("https://", "http://")) else None
