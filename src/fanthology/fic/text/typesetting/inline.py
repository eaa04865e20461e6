"""The inside of a marked-up paragraph: text with its inline marks as properly nested elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from fanthology.fic.text.document import Mark
from fanthology.fic.text.markup.html import ALLOWED, SAME_AS
from fanthology.fic.text.typesetting.blocks import ILLEGAL, WHITE_CONTROLS, Edit, escaped, illegal_edits

INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "img",
    )
)
DEEPEST = 12  # inline elements inside one another; more are the work of a program that went wrong

_LINE_END = re.compile(r"[^\S\n]*\n\s*")
_BLANKS = re.compile("[ \t\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")


def tag_of(mark: Mark) -> str:
    """The allowed element that says what the marked one says."""
    return SAME_AS.get(mark.tag, mark.tag)


def open_tag(tag: str, attrs: Iterable[tuple[str, str]]) -> str:
    """The start of an element, with those of its attributes that a Block may have.

    >>> open_tag("a", [("href", "https://example.org/?a&b"), ("onclick", "x()")])
    '<a href="https://example.org/?a&amp;b">'
    """
    allowed = ALLOWED.get(tag, frozenset())
    written = "".join(f' {name}="{_attribute(value)}"' for name, value in dict(attrs).items() if name in allowed)
    return f"<{tag}{written}>"


def _attribute(value: str) -> str:
    return escaped(" ".join(ILLEGAL.sub("", value).split())).replace('"', "&quot;")


def image(mark: Mark) -> str:
    """The element of an image; XHTML wants a text in its place, if an empty one."""
    attrs = {"alt": "", **dict(mark.attrs)}
    return open_tag("img", attrs.items())[:-1] + "/>"


class InlineMarks:
    """The inline marks of a document, handed out stretch by stretch."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        usable = (mark for mark in marks if mark.tag in INLINE and tag_of(mark) in ALLOWED)
        self._marks = sorted(usable, key=lambda mark: (mark.start, -mark.end))
        self._next = 0
        self._reached = 0
        self._open: list[Mark] = []
        self._around: list[Mark] = []

    def between(self, start: int, end: int, images_from: int) -> list[Mark]:
        """The marks that touch a stretch, clipped to it, outer before inner; of the images those from a position on.

        It is quick when stretches are asked for in order.
        """
        if start < self._reached:
            self._next, self._open, self._around = 0, [], []
        self._reached = start
        self._open = [mark for mark in self._open if mark.end > start]
        images: list[Mark] = []
        while self._next < len(self._marks) and self._marks[self._next].start < end:
            mark = self._marks[self._next]
            self._next += 1
            if mark.tag == "img":
                images += [mark] if mark.start >= images_from else []
            elif mark.end > max(start, mark.start) and self._is_new(mark):
                self._open.append(mark)
                self._around.append(mark)
        clipped = [
            Mark(max(start, mark.start), min(end, mark.end), tag_of(mark), mark.attrs)
            for mark in self._open
            if mark.start < end
        ]
        return sorted([*clipped, *images], key=lambda mark: (mark.start, -mark.end))

    def _is_new(self, mark: Mark) -> bool:
        """False for emphasis inside the same emphasis, which means nothing."""
        self._around = [other for other in self._around if other.end > mark.start]
        if len(self._around) >= DEEPEST:
            return False
        return not any(
            tag_of(other) == tag_of(mark) and other.attrs == mark.attrs and other.end >= mark.end
            for other in self._around
        )


def set_inline(
    text: str, start: int, end: int, marks: Sequence[Mark], *, verbatim: bool = False
) -> tuple[str, str, list[Edit]]:
    """The html, the plain text and the edits of a stretch. Line ends become ``<br/>``, unless it is verbatim.

    >>> set_inline("so\\nbe it", 0, 8, [Mark(3, 8, "em")])[0]
    'so<br/>\\n<em>be it</em>'
    """
    html: list[str] = []
    plain: list[str] = []
    at = start
    stretch = text[start:end]
    if stretch.isprintable() and "  " not in stretch:  # nothing in it but letters, signs and single blanks
        if not marks:
            return escaped(stretch), stretch, []
        for position, markup in (*tags_of(marks), (end, "")):
            html += escaped(text[at:position]), markup
            at = max(at, position)
        return "".join(html), stretch, []
    for position, markup in (*tags_of(marks), (end, "")):
        if position > at:
            part = ILLEGAL.sub("", text[at:position])
            html.append(_flowing(part, verbatim))
            plain.append(part)
            at = position
        html.append(markup)
    return "".join(html).strip("\n"), "".join(plain), illegal_edits(text, start, end)


def _flowing(part: str, verbatim: bool) -> str:
    if verbatim:
        return escaped(part).translate(WHITE_CONTROLS)
    return _LINE_END.sub("<br/>\n", escaped(_BLANKS.sub(" ", part)))


def tags_of(marks: Sequence[Mark]) -> Iterator[tuple[int, str]]:
    """What is written where: starts and ends, always of the innermost element; one that crosses another is parted."""
    open_ones: list[Mark] = []
    for mark in marks:
        yield from _closed(open_ones, mark.start)
        if mark.start == mark.end:
            yield mark.start, image(mark)
        else:
            yield mark.start, open_tag(mark.tag, mark.attrs)
            open_ones.append(mark)
    if open_ones:
        yield from _closed(open_ones, max(mark.end for mark in open_ones))


def _closed(open_ones: list[Mark], until: int) -> Iterator[tuple[int, str]]:
    """Closes, innermost first, what ends up to a position, and opens again what lay inside and goes on."""
    while True:
        ending = [mark for mark in open_ones if mark.end <= until]
        if not ending:
            return
        first = min(ending, key=lambda mark: mark.end)
        index = open_ones.index(first)
        for mark in reversed(open_ones[index:]):
            yield first.end, f"</{mark.tag}>"
        reopened = [mark for mark in open_ones[index + 1 :] if mark.end > first.end]
        del open_ones[index:]
        for mark in reopened:
            yield first.end, open_tag(mark.tag, mark.attrs)
            open_ones.append(mark)
