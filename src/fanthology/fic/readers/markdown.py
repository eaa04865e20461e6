"""Reads Markdown with YAML front matter, as Hugo, Jekyll, Obsidian and their like keep it; and ``.md`` files without.

The front matter becomes a header of labelled lines, the text is rendered as CommonMark, and the page that the two make
is read as any page is (`fic.readers.html`). Spans point into the character data of that page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape
from typing import Any, NamedTuple

import yaml
from markdown_it import MarkdownIt

from fanthology.fic.readers.html import read_html
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.reader import Item, Reader
from fanthology.fic.story import Rejection, Story
from fanthology.fic.text.decoding.decode import decode
from fanthology.fic.text.markup.flatten import character_data
from fanthology.fic.text.newlines import one_kind_of_newline
from fanthology.fic.text.outlining.labels import field_named

_WITH_FRONT_MATTER, _BY_NAME = 0.97, 0.7
_ENDINGS = (".md", ".markdown", ".mkd", ".mdown")
_LONGEST_FRONT_MATTER = 65_536
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n((?:(?!---|\.\.\.)[^\n]*\n)*)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_KEY = re.compile(r"^([A-Za-z][\w /'-]{0,30}):(?:[ \t\n]|$)", re.MULTILINE)
_MARKS = re.compile(
    r"^(?:#{1,6} \S|[*_-]{3,}[ \t]*$|> \S|\[[^\]\n]+\]\()|\*\*\S|(?<![\w*])\*\S[^*\n]*\*|\\$", re.MULTILINE
)
_LOOKED_AT = 8192
# What programs that publish Markdown call what stories call otherwise.
_NAMES = {
    "authors": "author",
    "creator": "author",
    "creators": "author",
    "date": "published",
    "lastmod": "updated",
    "last modified at": "updated",
    "modified": "updated",
    "excerpt": "summary",
    "lang": "language",
    "chapters": "length",
}
_PEOPLE = frozenset(("creator", "coauthor", "translator", "artist"))
_RENDERER = MarkdownIt("commonmark").enable(["strikethrough", "table"])


class _Loader(yaml.BaseLoader):
    """YAML with nothing but texts, lists and mappings. An alias could make a small file huge, so there is none."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


class _File(NamedTuple):
    """A file taken apart: the front matter, None if there is none that can be read, and the text."""

    facts: Mapping[str, Any] | None
    body: str


def detect(look: Look) -> float:
    """Front matter with a title, or two labels that stories have; or the name, and marks that go with it.

    >>> detect(Look(b"---\\ntitle: Tea\\nauthor: Dodo\\n---\\nTea.\\n", "tea"))
    0.97
    >>> detect(Look(b"---\\n\\nTea.\\n---\\n", "a"))
    0.0
    """
    if look.data[:3] != b"---" and look.ending not in _ENDINGS:
        return 0.0
    head = one_kind_of_newline(look.head.decode("utf-8", "replace")).replace(" \n", "\n")
    front = _FRONT.match(head)
    if front:
        known = {field for key in _KEY.findall(front[1]) if (field := _field(key))}
        if "title" in known or len(known) > 1:
            return _WITH_FRONT_MATTER
    return _BY_NAME if look.ending in _ENDINGS and (front or _MARKS.search(head[:_LOOKED_AT])) else 0.0


def read_markdown(item: Item) -> Story | Rejection:
    """The Story of a Markdown file, or why there is none."""
    decoded = decode(item.data)
    outcome = read_html(replace(item, data=_page(decoded.text).encode("utf-8", "replace")))
    return replace(outcome, source=replace(item.source, encoding=decoded.encoding))


def _page(text: str) -> str:
    facts, body = _taken_apart(text)
    told = "".join(f"<p>{escape(line)}</p>\n" for line in _header(facts or {}))
    rest = "".join(f"<p>{escape(line)}</p>\n" for line in _unknown(facts or {}))
    around = f"<nav>{rest}</nav>\n" if rest else ""
    return f'<!DOCTYPE html><meta charset="utf-8">\n<body>{around}{told}{_RENDERER.render(body)}</body>'


def _taken_apart(text: str) -> _File:
    text = one_kind_of_newline(text).replace(" \n---", "\n---") if "\r" in text else text
    front = _FRONT.match(text)
    if front is None or len(front[1]) > _LONGEST_FRONT_MATTER:
        return _File(None, text)
    try:
        facts = yaml.load(front[1], _Loader)  # noqa: S506  # a BaseLoader makes nothing but texts
    except (yaml.YAMLError, RecursionError, ValueError):
        facts = None
    if not isinstance(facts, Mapping):
        # lines that are no YAML are kept as the lines they are
        return _File(None, front[1].replace("\n", "\\\n") + "\n" + text[front.end() :])
    return _File(facts, text[front.end() :])


def _field(key: str) -> str | None:
    return field_named(_label(key))


def _label(key: str) -> str:
    name = " ".join(re.sub(r"[_-]", " ", str(key)).lower().split())
    return _NAMES.get(name, name)


def _header(facts: Mapping[str, Any]) -> Iterator[str]:
    """The labelled lines that front matter stands for."""
    for key, value in facts.items():
        field = _field(key)
        words = [one for one in _words(value, field) if one]
        if field and words:
            yield f"{_label(key).capitalize()}: {(' and ' if field in _PEOPLE else '; ').join(words)}"


def _unknown(facts: Mapping[str, Any]) -> Iterator[str]:
    """What says nothing about a story that we know of."""
    for key, value in facts.items():
        if _field(key) is None:
            yield f"{key}: {'; '.join(_words(value, None))}"


def _words(value: Any, field: str | None) -> Iterator[str]:
    """The texts in a value, each on one line; of a mapping that names someone, the name."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, Mapping):
        named = value.get("name") or value.get("title")
        for one in [named] if field and isinstance(named, str) else value.values():
            yield from _words(one, field)
    elif isinstance(value, list):
        for one in value:
            yield from _words(one, field)


def text_of(data: bytes) -> str:
    """The character data of the page that a file makes."""
    return character_data(_page(decode(data).text))


MARKDOWN = Reader("markdown", "1", ("markdown",), detect, read_markdown, text_of)
