"""Which letters the fonts of this machine have, read from their own tables: what typst can fall back on."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import typst

_WINDOWS, _UNICODE = 3, 0


def drawn_here(signs: set[str]) -> set[str]:
    """Those of some signs that a font of this machine has."""
    if not signs:
        return set()
    return {sign for sign in signs if any(first <= ord(sign) <= last for first, last in _ranges())}


@cache
def _ranges() -> tuple[tuple[int, int], ...]:
    fonts = {
        (font.path, font.index)
        for font in typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
        if font.path
    }
    return tuple(sorted({span for path, index in fonts for span in _of_font(Path(path), index)}))


def _of_font(path: Path, index: int) -> list[tuple[int, int]]:
    """The ranges of a font; none of one that cannot be read, so that its letters count as not there."""
    try:
        return list(_mapped(path.read_bytes(), index))
    except (OSError, struct.error, IndexError):
        return []


def _mapped(data: bytes, index: int) -> Iterator[tuple[int, int]]:
    """The ranges of the table "cmap", formats 4 and 12, as the OpenType specification describes them."""
    start = struct.unpack_from(">I", data, 12 + 4 * index)[0] if data[:4] == b"ttcf" else 0
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for number in range(tables):
        tag, _, place, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if tag == b"cmap":
            (kinds,) = struct.unpack_from(">H", data, place + 2)
            for kind in range(kinds):
                platform, _, offset = struct.unpack_from(">HHI", data, place + 4 + 8 * kind)
                if platform in (_WINDOWS, _UNICODE):
                    yield from _subtable(data, place + offset)


def _subtable(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    (form,) = struct.unpack_from(">H", data, at)
    if form == 4:
        count = struct.unpack_from(">H", data, at + 6)[0] // 2
        ends = struct.unpack_from(f">{count}H", data, at + 14)
        starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
        yield from ((first, last) for first, last in zip(starts, ends, strict=True) if last != 0xFFFF)
    elif form == 12:
        (count,) = struct.unpack_from(">I", data, at + 12)
        for number in range(count):
            first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * number)
            yield first, last
