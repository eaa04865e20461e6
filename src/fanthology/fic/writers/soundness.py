"""A check that blocks keep the rules of XHTML.

Blocks come from an allow-list and are well-formed already. This is the second lock: e-book programs refuse a whole
chapter for one stray tag, so a block that breaks the rules is written as its plain text instead.
"""

from __future__ import annotations

import re
from xml.parsers import expat

_PHRASING = frozenset(
    ("a", "abbr", "br", "cite", "code", "em", "q", "ruby", "s", "small", "span", "strong", "sub", "sup", "u")
)
_HEADINGS = frozenset(("h3", "h4", "h5", "h6"))
_FLOW = _PHRASING | _HEADINGS | {"blockquote", "div", "dl", "hr", "ol", "p", "pre", "table", "ul"}
_NOTHING: frozenset[str] = frozenset()

# The elements that may stand in each element. The blocks of a chapter stand in a "section".
_CONTENT: dict[str, frozenset[str]] = {
    **dict.fromkeys(_PHRASING | _HEADINGS | {"p", "pre", "rt"}, _PHRASING),
    **dict.fromkeys(("section", "blockquote", "div", "li", "dd", "td"), _FLOW),
    **dict.fromkeys(("dt", "th"), _FLOW - _HEADINGS),
    **dict.fromkeys(("ul", "ol"), frozenset(("li",))),
    **dict.fromkeys(("thead", "tbody", "tfoot"), frozenset(("tr",))),
    **dict.fromkeys(("br", "hr", "col", "rp"), _NOTHING),
    "caption": _FLOW - {"table"},
    "colgroup": frozenset(("col",)),
    "dl": frozenset(("dt", "dd")),
    "ruby": _PHRASING | {"rt", "rp"},
    "table": frozenset(("caption", "colgroup", "thead", "tbody", "tfoot", "tr")),
    "tr": frozenset(("td", "th")),
}
# The order of the children, each name followed by a space, where order matters.
_ORDER = {
    "dl": re.compile(r"(?:(?:dt )+(?:dd )+)*"),
    "ruby": re.compile(r"(?:(?:(?!r[tp] )\w+ )*(?:rt |rp rt rp ))+"),
    "table": re.compile(r"(?:caption )?(?:colgroup )*(?:thead )?(?:(?:tbody )*|(?:tr )+)(?:tfoot )?"),
}
# Elements between whose children only white space may stand.
_NO_TEXT = frozenset(("ul", "ol", "dl", "table", "colgroup", "thead", "tbody", "tfoot", "tr", "br", "hr", "col"))
_CELL = {"colspan": re.compile(r"[1-9]\d{0,2}"), "rowspan": re.compile(r"[1-9]\d{0,3}")}
_ANYWHERE = {
    "class": re.compile(r"[\w -]+"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?"),
    "title": re.compile(r"(?s).*"),
}
_ATTRIBUTES: dict[str, dict[str, re.Pattern[str]]] = {
    "a": {"href": re.compile(r"https?://\S+"), "data-href": re.compile(r"(?s).+")},
    "span": dict.fromkeys(("data-src", "data-alt"), re.compile(r"(?s).*")),
    "ol": {"start": re.compile(r"-?\d{1,6}"), "type": re.compile(r"[1aAiI]"), "reversed": re.compile(r"(?:reversed)?")},
    "td": _CELL,
    "th": _CELL,
}


def is_sound(markup: str) -> bool:
    """Whether a run of blocks is well-formed and keeps the content model of XHTML, as far as the allow-list reaches.

    Pictures are not sound: a book holds none (`xhtml.tame` replaces them first). Nor are ids: the writer sets them.

    >>> is_sound("<p>One</p><ul><li>two</li></ul>"), is_sound("<p>One</p><ul>two</ul>"), is_sound("<p>One")
    (True, False, False)
    """
    if "<!" in markup or "<?" in markup:
        return False
    try:
        _Check().parse("<section>" + markup + "</section>")
    except (expat.ExpatError, _UnsoundError, UnicodeEncodeError):
        return False
    return True


class _UnsoundError(Exception):
    """An element, attribute or text stands where it may not."""


class _Check:
    """One pass of expat that follows the open elements."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._children: list[list[str]] = [[]]
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def parse(self, markup: str) -> None:
        self._parser.Parse(markup.encode("utf-8"), True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._open and tag not in _CONTENT[self._open[-1]]:
            raise _UnsoundError
        if tag == "a" and "a" in self._open:
            raise _UnsoundError
        if attributes:
            _check_attributes(tag, attributes)
        if tag in _NO_TEXT:
            # text is watched for only where it matters: in most chapters never
            self._parser.CharacterDataHandler = self._text
        self._children[-1].append(tag)
        self._children.append([])
        self._open.append(tag)

    def _end(self, tag: str) -> None:
        children = self._children.pop()
        order = _ORDER.get(tag)
        if order and not order.fullmatch("".join(child + " " for child in children)):
            raise _UnsoundError
        self._open.pop()
        if tag in _NO_TEXT and not _NO_TEXT.intersection(self._open):
            self._parser.CharacterDataHandler = None

    def _text(self, text: str) -> None:
        if self._open[-1] in _NO_TEXT and text.strip():
            raise _UnsoundError


def _check_attributes(tag: str, attributes: dict[str, str]) -> None:
    own = _ATTRIBUTES.get(tag, {})
    for name, value in attributes.items():
        pattern = own.get(name) or _ANYWHERE.get(name)
        if pattern is None or not pattern.fullmatch(value):
            raise _UnsoundError
