"""What of a story plain text can carry: the normal form that a text file keeps exactly.

Every kind of block survives, and emphasis, strong, underlined and struck text; the rest becomes words: a link its text,
a picture ``[Picture: ...]``, cells of a table are parted by `` | ``, notes above and below the line stand in it.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import replace

from fanthology.fic.story import Block, BlockKind, Chapter, Story
from fanthology.fic.text.exchange.kinds import words_of
from fanthology.fic.text.exchange.signs import SIGNS
from fanthology.fic.text.words import count_words
from fanthology.fic.writers.xhtml import tame

_TOKEN = re.compile(r"<br/?>\n?|<(/?)([a-z][a-z0-9]*)\b[^<>]*>|([^<]+)|<")
_BLANKS = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]")
_PARTS = frozenset(
    (
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "caption",
        "blockquote",
        "div",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "table",
        "pre",
    )
)
_CELLS = frozenset(("td", "th"))
_AROUND: dict[BlockKind, tuple[str, str]] = {
    "verse": ('<p class="verse">', "</p>"),
    "letter": ('<p class="letter">', "</p>"),
    "scene-break": ('<p class="scene-break">', "</p>"),
}


def as_plain(story: Story) -> Story:
    """The story as a text file keeps it."""
    return replace(story, chapters=tuple(plain_chapter(chapter) for chapter in story.chapters))


def plain_chapter(chapter: Chapter) -> Chapter:
    """A chapter as a text file keeps it."""
    blocks = tuple(plain_block(block) for block in chapter.blocks)
    prose = "\n".join(words_of(block.html) for block in blocks if block.kind != "scene-break")
    return replace(chapter, blocks=blocks, words=count_words(prose))


def plain_block(block: Block) -> Block:
    """A block as a text file keeps it.

    >>> plain_block(Block("b", "list", 1, None, "<ol><li><a>tea</a></li><li>H<sub>2</sub>O</li></ol>")).html
    '<ul><li>tea</li>\\n<li>H2O</li></ul>'
    """
    kind: BlockKind = "paragraph" if block.kind == "image" else block.kind
    if kind == "paragraph" and re.fullmatch(r"<pre>[^<]*</pre>", block.html):
        return replace(block, html=_by_hand(block.html))
    html = tame(block.html)
    if kind == "list":
        units = "\n".join(f"<li>{unit}</li>" for unit in _units(html, True))
        return replace(block, html=f"<ul>{units}</ul>")
    if kind == "quotation":
        units = "\n".join(f"<p>{unit}</p>" for unit in _units(html, True))
        return replace(block, html=f"<blockquote>{units}</blockquote>")
    inside = "".join(_units(html, False))
    if kind == "heading":
        level = re.match(r"<h([3-6])", html)
        around = (f"<h{level[1]}>", f"</h{level[1]}>") if level else ("<h3>", "</h3>")
    else:
        around = _AROUND.get(kind, ("<p>", "</p>"))
    return replace(block, kind=kind, html=around[0] + inside + around[1])


def _by_hand(html: str) -> str:
    text = _ILLEGAL.sub("", entities.unescape(html[5:-6])).replace("\r", "")
    lines = [line.rstrip() for line in re.split("[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text)]
    return f"<pre>{entities.escape(chr(10).join(lines), False)}</pre>"


def _units(html: str, parted: bool) -> list[str]:
    """The items or paragraphs of a block, or all of it as one, with only what has a sign."""
    units = _Units(parted)
    for match in _TOKEN.finditer(html):
        closing, tag, text = match[1], match[2], match[3]
        if text or match[0] == "<":
            units.text(text or match[0])
        elif tag is None:
            units.line_end()
        elif tag in SIGNS:
            units.emphasis(tag, bool(closing))
        elif tag in _PARTS:
            units.part()
        elif tag in _CELLS and not closing:
            units.cell()
    return units.done()


class _Units:
    def __init__(self, parted: bool) -> None:
        self._parted = parted
        self._units: list[str] = []
        self._pieces: list[str] = []
        self._open: list[str] = []
        self._due = ""
        self._written = False

    def text(self, text: str) -> None:
        words = _BLANKS.sub(" ", _ILLEGAL.sub("", entities.unescape(text)))
        if not self._written or self._due:
            words = words.lstrip(" ")
        if not words:
            return
        self._pieces += self._due, entities.escape(words, quote=False)
        self._due, self._written = "", True

    def line_end(self) -> None:
        if self._written:
            self._strip()
            self._due = self._due.replace(" | ", "") + "<br/>\n"

    def _strip(self) -> None:
        """Takes the blank at the end of a line away."""
        for index in range(len(self._pieces) - 1, -1, -1):
            if not self._pieces[index].startswith("<"):
                self._pieces[index] = self._pieces[index].rstrip(" ")
                return

    def cell(self) -> None:
        if self._written and not self._due:
            self._due = " | "

    def part(self) -> None:
        if self._parted:
            self._finish()
        elif self._written and "\n" not in self._due:
            self.line_end()

    def emphasis(self, tag: str, closing: bool) -> None:
        if not closing and tag not in self._open:
            self._open.append(tag)
            self._pieces += self._due, f"<{tag}>"
            self._due = ""
        elif closing and self._open and self._open[-1] == tag:
            self._open.pop()
            self._pieces.append(f"</{tag}>")

    def _finish(self) -> None:
        self._strip()
        still = [f"</{tag}>" for tag in reversed(self._open)]
        if self._written:
            self._units.append("".join([*self._pieces, *still]))
            self._pieces = [f"<{tag}>" for tag in self._open]
            self._due, self._written = "", False

    def done(self) -> list[str]:
        self._finish()
        return self._units or [""]
