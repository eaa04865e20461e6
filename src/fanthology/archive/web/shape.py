"""A story's shape, for its page: its chapters as a picture and in words, who is in it, where it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from fanthology.archive.catalogue.models import Chapter, Finding, Work
from fanthology.archive.telling.contents import Line
from fanthology.archive.telling.words import count, day

from .outward import outward_address
from .suggestions import ROLE_WORDS, likely

COLUMNS, WIDTH, HEIGHT = 60, 600.0, 90.0
"""How many columns there are at most, and the size of the picture in its own units."""
_LEAST, _MOST_LINES, _MOST_PEOPLE = 3.0, 24, 16
_SITES = {"ao3": "Archive of Our Own, work {}", "ffn": "FanFiction.net, story {}", "isbn": "A book, ISBN {}"}


@dataclass(frozen=True, slots=True)
class Column:
    """One chapter, or a run of some, as a bar; ``lines`` are where its scenes part. One that is missing is empty."""

    x: float
    width: float
    height: float
    lines: tuple[float, ...] = ()
    missing: bool = False

    @property
    def y(self) -> float:
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Shape:
    """The picture, and the same in words."""

    columns: tuple[Column, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who is in a story, by what was found in it: how sure, and what they do there."""

    name: str
    role: str
    likely: str


def shape_of(chapters: Sequence[Chapter], lines: Sequence[Line]) -> Shape | None:
    """The shape of a story of several chapters, given the list of them with its gaps; None for one of a single
    chapter."""
    if len(lines) < 2 or not chapters:
        return None
    return Shape(tuple(_columns(chapters, lines)), _told(chapters, lines))


def _columns(chapters: Sequence[Chapter], lines: Sequence[Line]) -> Iterator[Column]:
    by_position = {one.position: one for one in chapters}
    size = -(-len(lines) // COLUMNS)
    runs = [lines[at : at + size] for at in range(0, len(lines), size)]
    most = max(sum(line.words for line in run) for run in runs) or 1
    step = WIDTH / len(runs)
    for place, run in enumerate(runs):
        here = [by_position[line.position] for line in run if line.position]
        height = max(_LEAST, HEIGHT * sum(one.words for one in here) / most)
        scenes = min(sum(one.scenes for one in here), _MOST_LINES)
        parted = tuple(round(HEIGHT - height * at / scenes, 1) for at in range(1, scenes)) if here else ()
        x, width = round(place * step, 1), round(step * 0.84, 1)
        yield Column(x, width, round(height if here else HEIGHT / 3, 1), parted, missing=not here)


def _told(chapters: Sequence[Chapter], lines: Sequence[Line]) -> str:
    words, scenes = [one.words for one in chapters], sum(one.scenes for one in chapters)
    missing = sum(not line.position for line in lines)
    told = [f"{count(len(chapters))} chapter{'' if len(chapters) == 1 else 's'}"]
    told[0] += f" of {count(min(words))} to {count(max(words))} words" if min(words) < max(words) else ""
    told += [f"{count(scenes)} scenes"] if scenes > len(chapters) else []
    told += [f"{count(missing)} missing"] if missing else []
    dates = sorted(one.published for one in chapters if one.published)
    return "; ".join([*told, *([_between(dates[0], dates[-1])] if dates else [])]) + "."


def _between(first: date, last: date) -> str:
    return f"published on {day(first)}" if first == last else f"published from {day(first)} to {day(last)}"


def people_in(findings: Iterable[Finding]) -> list[Person]:
    """Who is in a story by what was found, those it is about first; what somebody refused is not told."""
    found = [one for one in findings if one.kind == "character" and one.state != Finding.State.REFUSED]
    order = list(ROLE_WORDS)
    found.sort(key=lambda one: order.index(one.role) if one.role in ROLE_WORDS else len(order))
    sure = (Finding.State.STATED, Finding.State.ACCEPTED)
    return [
        Person(one.name, ROLE_WORDS.get(one.role, ""), "" if one.state in sure else likely(one.confidence))
        for one in found[:_MOST_PEOPLE]
    ]


def came_from(work: Work) -> list[tuple[str, str]]:
    """Where a work was before, in words, each with an address if it had one. Names of messages are left out: they hold
    addresses of people."""
    told: list[tuple[str, str]] = []
    for one in work.identities.order_by("pk"):
        if one.scheme == "url":
            address = outward_address(one.value)
            told += [(urlsplit(address).netloc, address)] if address else []
        elif one.scheme in _SITES:
            told.append((_SITES[one.scheme].format(one.local), ""))
        elif one.scheme in ("efiction", "otwarchive") and ":" in one.value:
            told.append((f"{one.value.rpartition(':')[0]}, story {one.local}", ""))
        elif one.scheme == "message-id":
            told.append(("A message to a list or newsgroup", ""))
    return list(dict.fromkeys(told))
