"""The cover of a book, drawn from its title, creators and fandom: a picture where the letters of it are known.

A PNG is what every device shows on its shelf. Its fonts know Latin, Greek, Cyrillic and Hebrew letters; a title in
another script has an SVG, which the device draws with its own fonts; or for devices that draw none, a PNG with the
fonts of this machine, if they have the letters.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

import typst

from fanthology.fic.writers.book import Book
from fanthology.fic.writers.cover.svg import drawn_svg
from fanthology.fic.writers.glyphs import undrawn
from fanthology.fic.writers.machine_fonts import drawn_here
from fanthology.fic.writers.xhtml import legal

__all__ = ("Cover", "draw_cover")

# a ground and what stands on it, each pair with a contrast of more than 7 to 1
_COLOURS = (
    ("#1f3a4d", "#f7efe0"), ("#5b1f2e", "#f9eee3"), ("#22402f", "#f3efdc"), ("#3b2a52", "#f4ecf5"),
    ("#4a3413", "#faf0dc"), ("#17424a", "#eef5ee"), ("#2b2f3a", "#f2ede4"), ("#611f4b", "#faedf3"),
)  # fmt: skip
_LONGEST_TITLE = 150
_LONGEST_LINE = 60
_MOST_CREATORS = 3
# where a word that is too long for a line may be broken
_LONG_WORD = re.compile(r"\S{16}(?=\S{8})")


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture: the name of its file in a book, its media type, and its bytes."""

    name: str
    media_type: str
    data: bytes


def draw_cover(book: Book, with_machine_fonts: bool = False) -> Cover:
    """The cover of a book; the same words give the same bytes, on every machine unless its own fonts may be used.

    >>> draw_cover(Book("Flight", "urn:x")).media_type, draw_cover(Book("雨", "urn:x")).media_type
    ('image/png', 'image/svg+xml')
    """
    title = cut(book.title, _LONGEST_TITLE) or "Untitled"
    names = [name for one in book.creators if one.role in ("author", "coauthor") and (name := _line(one.name))]
    creator = cut(", ".join(names[:_MOST_CREATORS]), _LONGEST_LINE) + (
        " and others" if len(names) > _MOST_CREATORS else ""
    )
    fandom = cut(next(filter(None, map(_line, book.fandoms)), ""), _LONGEST_LINE)
    ground, ink = _COLOURS[hashlib.sha256((fandom or title).encode("utf-8", "replace")).digest()[0] % len(_COLOURS)]
    words = {"title": _LONG_WORD.sub("\\g<0>\u200b", title), "creator": creator, "fandom": fandom}
    drawn = _drawn({**words, "ground": ground, "ink": ink}, with_machine_fonts)
    if drawn is None:
        return Cover("cover.svg", "image/svg+xml", drawn_svg(title, creator, fandom, ground, ink).encode("utf-8"))
    return Cover("cover.png", "image/png", drawn)


def _drawn(told: dict[str, str], with_machine_fonts: bool) -> bytes | None:
    """The picture, or None if it would lack a letter."""
    written = told["title"] + told["creator"] + told["fandom"]
    missing = bool(undrawn(written, "serif"))
    if missing:
        if not with_machine_fonts or undrawn(written) - drawn_here(undrawn(written)):
            return None
        told = {**told, "fallback": "yes"}
    compiler = typst.Compiler(_template(), font_paths=_fonts(missing), ignore_system_fonts=not missing)
    drawn = compiler.compile(format="png", ppi=72, sys_inputs=told)
    if not isinstance(drawn, bytes):
        raise TypeError("a cover is one page")
    return drawn


def cut(text: str, longest: int) -> str:
    """A line of at most so many signs, cut between words where there are any, never within a letter.

    >>> cut("The Adventures of Sherlock Holmes", 20)
    'The Adventures of…'
    """
    line = _line(text)
    if len(line) <= longest:
        return line
    end = longest - 1
    while end and (unicodedata.combining(line[end]) or line[end] == "\u200d" or line[end - 1] == "\u200d"):
        end -= 1
    whole = line[:end]
    before, blank, _ = whole.rpartition(" ")
    return (before if blank and line[end] != " " and len(before) > longest // 2 else whole).rstrip(" ,;:") + "…"


def _line(text: str) -> str:
    return " ".join(legal(text).split())


@cache
def _template() -> bytes:
    return resources.files(__name__).joinpath("cover.typ").read_bytes()


@cache
def _fonts(with_machine_fonts: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=with_machine_fonts)
