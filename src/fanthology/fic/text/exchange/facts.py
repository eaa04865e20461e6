"""The facts of a story as plain values, and back: what a file of ours says about a story beside its text.

The keys are the names of the fields of `fic.story.Story`; what has its default is left out. A file may come from
anywhere, so the way back checks the type of every value. Contacts are never written, and never believed.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from fanthology.fic.story import Chapter, Story

_NOT_FACTS = frozenset(("source", "reader", "chapters", "repairs", "evidence", "ledger"))
STORY_FACTS = tuple(one.name for one in fields(Story) if one.name not in _NOT_FACTS)
CHAPTER_FACTS = ("number", "title", "summary", "published", "source_url", "notes_before", "notes_after")
_HIGHEST = 10**9
_SURROGATE = re.compile("[\ud800-\udfff]")


class FactsError(Exception):
    """A value is not what it must be. The message names it, for people."""


def facts_of(value: Any, names: tuple[str, ...] = STORY_FACTS) -> dict[str, Any]:
    """The facts of a Story, of a Chapter, or of whatever has the same fields.

    >>> from fanthology.fic.story import SourceInfo
    >>> facts_of(Story(SourceInfo("a", "text", "0" * 64, 5), title="Flight", fandoms=("Dracula",)))
    {'title': 'Flight', 'fandoms': ['Dracula']}
    """
    found = {name: _plain(getattr(value, name)) for name in names}
    return {name: one for name, one in found.items() if one not in (None, []) and (name, one) != ("status", "unknown")}


def chapter_facts(chapter: Chapter) -> dict[str, Any]:
    """The facts of a chapter: all that stands around its text."""
    return facts_of(chapter, CHAPTER_FACTS)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    found: dict[str, Any] = {}
    for one in fields(value):
        inside = getattr(value, one.name)
        if one.name != "contact" and (one.default is MISSING or inside != one.default):
            found[one.name] = _plain(inside)
    return found


def story_fields(facts: object) -> dict[str, Any]:
    """The fields of a Story that facts state, checked. Keys that are no facts are passed over. Raises FactsError.

    >>> story_fields({"title": "Flight", "creators": [{"name": "Mina", "role": "author"}], "colour": 7})["creators"]
    (Creator(name='Mina', role='author', contact=None, identity=()),)
    """
    return _checked(Story, facts, STORY_FACTS)


def chapter_fields(facts: object) -> dict[str, Any]:
    """The same for a Chapter."""
    return _checked(Chapter, facts, CHAPTER_FACTS)


def _checked(kind: type, facts: object, names: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(facts, Mapping):
        raise FactsError("what should say something about the story is no list of names and values")
    hints = _hints(kind)
    return {name: _made(hints[name], facts[name], name) for name in names if facts.get(name) is not None}


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _made(hint: Any, value: Any, name: str) -> Any:
    """The value as its field wants it."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _made(next(one for one in inside if one is not type(None)), value, name)
    if origin is tuple and isinstance(value, list):
        return tuple(_made(inside[0], one, name) for one in value)
    if origin is Literal and isinstance(value, str) and value in inside:
        return value
    if hint is str and isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if hint is int and isinstance(value, int) and not isinstance(value, bool) and abs(value) < _HIGHEST:
        return value
    if is_dataclass(hint) and isinstance(value, Mapping):
        return _dataclass(hint, value, name)
    raise FactsError(f"its “{name}” is not what it should be")


def _dataclass(kind: Any, value: Mapping[str, Any], name: str) -> Any:
    hints = _hints(kind)
    told = {
        one.name: _made(hints[one.name], value[one.name], name)
        for one in fields(kind)
        if one.name in value and one.name != "contact"
    }
    if any(one.default is MISSING and one.name not in told for one in fields(kind)):
        raise FactsError(f"its “{name}” is not whole")
    return kind(**told)
