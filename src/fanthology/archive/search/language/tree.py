"""What a query asks for, as a tree of frozen values. Knows neither the index nor the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

How: TypeAlias = Literal["words", "exact", "prefix", "near"]
"""``words``: whatever form they have; ``exact``: as they stand, side by side; ``prefix``: with anything in place of
each ``*``; ``near``: misspelt at most a little."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a phrase, in the field of that name or, if None, anywhere."""

    text: str
    field: str | None = None
    how: How = "words"


@dataclass(frozen=True, slots=True)
class Span:
    """A number or a day (as its ordinal) between two, both included; None is open."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Yes:
    """Whether something is so of a work, such as ``otp``."""

    field: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


Node: TypeAlias = Word | Span | Yes | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not understood: a sentence, and from where to where in the query as it was written."""

    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a query asks for; ``node`` is None if that is nothing."""

    node: Node | None = None
    problems: tuple[Problem, ...] = ()


def wanted_words(node: Node | None) -> Iterator[Word]:
    """The words that a work may have been found by: none of those that must not be there.

    >>> [word.text for word in wanted_words(AllOf((Word("rain"), Not(Word("snow")))))]
    ['rain']
    """
    if isinstance(node, Word):
        yield node
    elif isinstance(node, AllOf | AnyOf):
        for part in node.parts:
            yield from wanted_words(part)
