"""Which signs the fonts that come with typst can draw: what is drawn with them must not lose a letter unseen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

# what needs no glyph: joiners, direction marks, variation selectors, soft hyphens, controls
_UNSEEN = frozenset(("Cf", "Cc", "Zl", "Zp", "Zs"))
_SELECTORS = frozenset((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))


def undrawn(text: str, fonts: str = "all") -> set[str]:
    """The signs of a text that none of the fonts has: "all" of them, or the "serif" alone.

    >>> sorted(undrawn("Les Misérables, Άλις, 雨")), undrawn("Mina\\u200d")
    (['雨'], set())
    """
    drawn = _drawn()[fonts]
    return {sign for sign in set(text) if ord(sign) not in drawn and not _needs_no_glyph(sign)}


def scripts_of(signs: Iterable[str]) -> list[str]:
    """What scripts signs belong to, as Unicode's names of them begin.

    >>> scripts_of("雨ع")
    ['Arabic', 'Cjk']
    """
    return sorted({unicodedata.name(sign, "unnamed").split()[0].split("-")[0].capitalize() for sign in signs})


def _needs_no_glyph(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN or ord(sign) in _SELECTORS


@cache
def _drawn() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    name = ""
    for line in resources.files("fanthology.fic.writers").joinpath("glyphs.txt").read_text("ascii").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            found[name] = set()
        elif not line.startswith("#"):
            for part in line.split():
                first, _, last = part.partition("-")
                found[name].update(range(int(first, 16), int(last or first, 16) + 1))
    return {name: frozenset(signs) for name, signs in found.items()}
