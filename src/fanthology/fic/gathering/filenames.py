"""Files that are numbered in one folder: ``Ch 3 - The Lamp.txt``, ``lamp-1.txt``, ``dreams02.html``, ``01.txt``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from fanthology.fic.gathering.belong import makers, part_of, title_key
from fanthology.fic.story import Part, Story
from fanthology.fic.text.folding import fold

_ENDINGS = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{1,7})$")
_CHAPTER = re.compile(
    r"(?P<stem>.*?)[\s._-]*(?<![^\W\d_])(?:chapters?|chap|ch|parts?|pt)[\s._#-]*(?P<number>\d{1,3})(?!\d)(?P<rest>.*)",
    re.IGNORECASE,
)
_AT_END = re.compile(r"(?P<stem>.*?)[\s._#(-]*(?<!\d)(?P<number>\d{1,3})(?:\s*(?:of|-|_)\s*\d{1,3})?[)\s]*")
_BARE = re.compile(r"\W*(?P<number>\d{1,3})\W*")


@dataclass(frozen=True, slots=True)
class Numbered:
    """What the name of a file says: of which files it is one, and the how manieth."""

    group: str
    number: int


def numbered(path: str) -> Numbered | None:
    """What the name of a file says of its place among others; None if it says nothing.

    A number before words of another kind ("01 The Lamp.txt") is none: a list of stories is numbered so, too.

    >>> numbered("a/My Story/Ch 3 - The Lamp.txt"), numbered("a/lamp02.txt")
    (Numbered(group='a/My Story/', number=3), Numbered(group='a/lamp', number=2))
    >>> numbered("a/01.txt"), numbered("a/01 The Lamp.txt"), numbered("a/summer1998.txt")
    (Numbered(group='a/', number=1), None, None)
    """
    folder, slash, name = path.replace("\\", "/").rpartition("/")
    name = _ENDINGS.sub("", name)
    match = _CHAPTER.fullmatch(name) or _BARE.fullmatch(name) or _AT_END.fullmatch(name)
    if match is None:
        return None
    stem = match.groupdict().get("stem") or ""
    return Numbered(f"{folder}{slash}{fold(stem) if stem.strip(' ._-') else ''}", int(match["number"]))


def one_story(stories: Iterable[Story]) -> bool:
    """Whether nothing in items that are numbered together says that they are apart: no two titles, no two makers, and
    none that says itself which part it is. Where every title is stated, `belong.belongs` knows better.

    >>> from fanthology.fic.story import SourceInfo
    >>> source = SourceInfo("a", "text", "0" * 64, 1)
    >>> one_story([Story(source, title="The Lamp"), Story(source)]), one_story([Story(source, title="Fog")] * 2)
    (True, False)
    """
    some = list(stories)
    titles = {key for story in some if (key := title_key(story))}
    names = [whose for story in some if (whose := makers(story))]
    untitled = any(story.title is None for story in some)
    return len(titles) < 2 and untitled and all(one & other for one in names for other in names)


def told_apart(stories: Iterable[Story], paths: Iterable[str]) -> list[Story]:
    """Items that are parts of one story, with the numbers of their files where no item has one of its own and the names
    agree; else as they are."""
    some, names = list(stories), [numbered(path) for path in paths]
    known = [name for name in names if name]
    numbers = {name.number for name in known}
    alone = any(part_of(story) for story in some)
    if alone or len(known) < len(some) or len(numbers) < len(some) or len({name.group for name in known}) > 1:
        return some
    return [replace(story, part=Part(name.number)) for story, name in zip(some, known, strict=True)]
