"""The elements of a page that hold others (lists, tables, quotations), as a forest made of their Marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from fanthology.fic.text.document import Mark
from fanthology.fic.text.typesetting.inline import tag_of

STRUCTURES = frozenset(("ul", "ol", "dl", "table", "blockquote", "pre", "h3", "h4", "h5", "h6"))
"""What becomes one block with all that is in it."""

PARTS = frozenset(("li", "dt", "dd", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"))
"""What a structure is made of."""

TEXT = "#text"

ALLOWED_INSIDE: dict[str, frozenset[str]] = {
    "ul": frozenset(("li",)),
    "ol": frozenset(("li",)),
    "dl": frozenset(("dt", "dd")),
    "table": frozenset(("caption", "thead", "tbody", "tfoot", "tr")),
    "thead": frozenset(("tr",)),
    "tbody": frozenset(("tr",)),
    "tfoot": frozenset(("tr",)),
    "tr": frozenset(("td", "th")),
    "blockquote": STRUCTURES | {"p"},
    "p": frozenset((TEXT,)),
    **dict.fromkeys(("li", "dd", "td", "th"), STRUCTURES | {TEXT}),
    **dict.fromkeys(("dt", "caption", "pre", "h3", "h4", "h5", "h6"), frozenset((TEXT,))),
}
"""What may stand directly in each element, by the content models of HTML."""

WRAPPERS: dict[str, str] = {
    "ul": "li",
    "ol": "li",
    "dl": "dd",
    "table": "tr",
    "thead": "tr",
    "tbody": "tr",
    "tfoot": "tr",
    "tr": "td",
    "blockquote": "p",
}
"""What is put around a thing that may not stand directly in an element."""

DEEPEST = 16  # elements inside one another; what is deeper is read as text of the last


@dataclass(slots=True)
class Element:
    """A structure or a part of one, and the elements in it, in order."""

    tag: str
    start: int
    end: int
    attrs: tuple[tuple[str, str], ...] = ()
    children: list[Element] = field(default_factory=list)


def fitted(parent: str, tag: str, html: str) -> str:
    """``html``, whose element is ``tag`` (or which is text), with what must be put around it to stand in ``parent``.

    >>> fitted("table", TEXT, "12")
    '<tr><td>12</td></tr>'
    """
    if tag in ALLOWED_INSIDE.get(parent, frozenset()) or parent not in WRAPPERS:
        return html
    wrapper = WRAPPERS[parent]
    inside = html if tag == wrapper else fitted(wrapper, tag, html)
    return f"<{wrapper}>{inside}</{wrapper}>"


def fits(parent: str, tag: str) -> bool:
    """True if an element may stand in ``parent``, itself or with what `fitted` puts around it."""
    if tag in ALLOWED_INSIDE.get(parent, frozenset()):
        return True
    wrapper = WRAPPERS.get(parent)
    return wrapper is not None and (wrapper == tag or fits(wrapper, tag))


def nested(marks: Iterable[Mark]) -> list[Element]:
    """The structures that stand in no other, with what they hold; marks that cross are cut where the outer ends.

    Marks of the same range come in the order of the page, the outer first.

    >>> found = nested([Mark(0, 9, "ul"), Mark(0, 4, "li"), Mark(5, 9, "li"), Mark(11, 15, "p")])
    >>> [(element.tag, [child.tag for child in element.children]) for element in found]
    [('ul', ['li', 'li'])]
    """
    holding = ((tag_of(mark), mark) for mark in marks if mark.end > mark.start)
    elements = [
        Element(tag, mark.start, mark.end, mark.attrs) for tag, mark in holding if tag in STRUCTURES or tag in PARTS
    ]
    elements.sort(key=lambda element: (element.start, -element.end))
    roots: list[Element] = []
    around: list[Element] = []
    for element in elements:
        while around and around[-1].end <= element.start:
            around.pop()
        if not around:
            if element.tag not in STRUCTURES:
                continue
            roots.append(element)
        elif len(around) >= DEEPEST or not fits(around[-1].tag, element.tag):
            continue
        else:
            element.end = min(element.end, around[-1].end)
            around[-1].children.append(element)
        around.append(element)
    return roots
