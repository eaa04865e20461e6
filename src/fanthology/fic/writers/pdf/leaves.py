"""Blocks as plain nested lists that the template of the book lays out: words stay words, whatever they look like.

A node is a text, or ``[name, ...]``. Nothing of a story is ever typst's own language: it goes there as JSON.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias
from xml.parsers import expat

from fanthology.fic.story import Block
from fanthology.fic.writers.pdf.wrapping import breakable
from fanthology.fic.writers.soundness import is_sound
from fanthology.fic.writers.tongue import right_to_left_script
from fanthology.fic.writers.xhtml import as_plain, tame

Node: TypeAlias = Any
"""A text or a list of a name and more nodes, as JSON has it."""

_BLANKS = re.compile(r"[ \t\n\r\f]+")
_INLINE = {
    "em": "e", "cite": "e", "strong": "b", "u": "u", "s": "s", "small": "m", "code": "c", "sub": "sub", "sup": "sup",
    "q": "q",
}  # fmt: skip
_BLOCKS = {"blockquote": "quote", "ul": "list", "ol": "list", "li": "li", "dl": "div", "dt": "dt", "dd": "dd"}
_BLOCKS |= {"table": "table", "tr": "tr", "td": "td", "th": "th", "caption": "caption", "pre": "pre", "div": "div"}
_BLOCKS |= {"p": "p", "h3": "h", "h4": "h", "h5": "h", "h6": "h"}
_WHERE_BLANKS_COUNT = "pre"
_WITH_A_VALUE = ("a", "numbers")
# How much a node takes of the depth that typst allows, which is 64; every other takes 1. What takes nothing is part of
# the one around it.
_DEPTHS = {"table": 6, "break": 3, "h": 3}
_DEPTHS |= dict.fromkeys(("quote", "letter", "verse", "dd", "pre", "list", "numbers"), 4)
_DEPTHS |= dict.fromkeys(("", "br", "li", "tr", "td", "th", "caption"), 0)
_DEEPEST = 56
"""What is deeper is its mere words, on lines of their own. No paper is wide enough for it either."""
_RUNS_ON = frozenset((*_INLINE.values(), "a"))


def leaves(blocks: Iterable[Block]) -> list[Node]:
    """The nodes of a run of blocks; one that breaks the rules is its plain text.

    >>> leaves([Block("b", "paragraph", 1, None, "<p>“Quite <em>so</em>,” he said.</p>")])
    [['p', '“Quite ', ['e', 'so'], ',” he said.']]
    """
    tamed = [tame(block.html.strip()) for block in blocks]
    if not is_sound("".join(tamed)):
        tamed = [html if is_sound(html) else as_plain(html) for html in tamed]
    return _Leaves().of("".join(tamed))


def texts_of(node: Node) -> Iterable[str]:
    """Every text in a node or a structure of them."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for one in node.values():
            yield from texts_of(one)
    elif isinstance(node, list):
        for one in node:
            yield from texts_of(one)


def words_in(node: Node) -> Iterator[str]:
    """The words of a node alone, without the names of what they stand in.

    >>> "".join(words_in(["p", "Quite ", ["a", "https://example.org/", ["e", "so"]]]))
    'Quite so'
    """
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for one in node[2 if node[0] in _WITH_A_VALUE else 1 :]:
            yield from words_in(one)


class _Leaves:
    """One pass of expat over sound mark-up."""

    def __init__(self) -> None:
        self._open: list[list[Node]] = [["all"]]
        self._taken: list[int | None] = []  # of the depth, by each open element; None for one that is too deep
        self._raw = 0
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def of(self, markup: str) -> list[Node]:
        self._parser.Parse(f"<all>{markup}</all>".encode(), True)
        return [_led(node) for node in self._open[0][1:] if node and not (isinstance(node, str) and not node.strip())]

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "all":
            return
        if tag == _WHERE_BLANKS_COUNT:
            self._raw += 1
        node = _begun(tag, attributes)
        taken = self._depth_for(node)
        if taken is None and node[0] != "br":
            _end_line(tag, self._open[-1])
            node = [""]
        self._taken.append(taken)
        self._open.append(node)

    def _depth_for(self, node: Node) -> int | None:
        if self._taken and self._taken[-1] is None:
            return None
        taken = _DEPTHS.get(node[0], 1)
        return taken if sum(filter(None, self._taken)) + taken <= _DEEPEST else None

    def _end(self, tag: str) -> None:
        if tag == "all":
            return
        if tag == _WHERE_BLANKS_COUNT:
            self._raw -= 1
        node = self._open.pop()
        parent = self._open[-1]
        if node[0] == "":  # an element that only held its words
            parent.extend(node[1:])
            if self._taken[-1] is None:
                _end_line(tag, parent)
        else:
            parent.append(node)
        self._taken.pop()

    def _text(self, text: str) -> None:
        self._open[-1].append(breakable(text if self._raw else _BLANKS.sub(" ", text)))


def _end_line(tag: str, node: Node) -> None:
    """Keep what is to come off the line of the words that a node ends with, unless it goes on there."""
    if tag in _INLINE or tag in ("a", "span", "ruby", "rt", "rp", "abbr") or len(node) < 2:
        return
    last = node[-1]
    if last.strip() if isinstance(last, str) else last[0] in _RUNS_ON:
        node.append(["br"])


def _begun(tag: str, attributes: dict[str, str]) -> list[Node]:
    kind = attributes.get("class", "").split()
    if tag == "br":
        return ["br"]
    if tag == "hr" or "scene-break" in kind:
        return ["break"]
    if tag == "a":
        return ["a", attributes["href"]] if "href" in attributes else [""]
    if tag in _INLINE:
        return [_INLINE[tag]]
    if tag == "ol":
        start = attributes.get("start", "1")
        return ["numbers", int(start) if start.lstrip("-").isdigit() and not start.startswith("-") else 1]
    if tag in ("p", "div") and "verse" in kind:
        return ["verse"]
    if tag in ("p", "div") and "letter" in kind:
        return ["letter"]
    if "picture" in kind:
        return ["e"]
    return [_BLOCKS.get(tag, "")]


def _led(node: Node) -> Node:
    """The node, told which way it reads where its first letter says another way than letters here usually do."""
    text = "".join(words_in(node))
    if not right_to_left_script(text):
        return node
    first = next((way for sign in text if (way := unicodedata.bidirectional(sign)) in ("L", "R", "AL")), "L")
    return ["ltr" if first == "L" else "rtl", node]
