"""A cover as SVG, for letters that only the device has: the same layout, its lines broken here."""

from __future__ import annotations

import unicodedata

from fanthology.fic.writers.xhtml import escape

_WIDTH = 480
_SIZES = (104, 88, 76, 66, 56, 48, 40, 34, 28)
_HIGHEST = 480
_FONT = 'font-family="Georgia, \'Noto Serif\', serif" text-anchor="middle"'


def drawn_svg(title: str, creator: str, fandom: str, ground: str, ink: str) -> str:
    """The SVG of a cover of 600 by 900."""
    size, lines = next(
        ((size, lines) for size in _SIZES if _fits(size, lines := _lines(title, size))),
        (_SIZES[-1], _lines(title, _SIZES[-1])),
    )
    first = 450 - round(size * 0.6 * (len(lines) - 1)) + size // 3
    rows = [_row(line, first + round(size * 1.2) * number, size, "bold") for number, line in enumerate(lines)]
    rows += [_row(line, 95 + 40 * number, 34) for number, line in enumerate(_lines(fandom, 34)[:2])]
    names = _lines(creator, 40)[:2]
    rows += [_row(line, 830 - 48 * (len(names) - 1 - number), 40) for number, line in enumerate(names)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 900" width="600" height="900" role="img">\n'
        f"<title>{escape(title)}</title>\n"
        f'<rect width="600" height="900" fill="{ground}"/>\n'
        f'<rect x="24" y="24" width="552" height="852" fill="none" stroke="{ink}" stroke-width="2"/>\n'
        f'<g fill="{ink}" {_FONT}>\n{"".join(rows)}</g>\n</svg>\n'
    )


def _row(line: str, y: int, size: int, weight: str = "normal") -> str:
    return f'<text x="300" y="{y}" font-size="{size}" font-weight="{weight}">{escape(line)}</text>\n'


def _fits(size: int, lines: list[str]) -> bool:
    return len(lines) * size * 1.2 <= _HIGHEST


def _lines(text: str, size: int) -> list[str]:
    """A text broken where it may be: at blanks, and between signs of scripts that have none."""
    lines, line = [""], 0.0
    for word in _pieces(text):
        width = sum(_width(sign) for sign in word) * size
        if lines[-1] and line + width > _WIDTH:
            lines.append("")
            line = 0.0
        lines[-1] += word if lines[-1] else word.lstrip()
        line += width
    return [one.strip() for one in lines if one.strip()]


def _pieces(text: str) -> list[str]:
    pieces: list[str] = [""]
    for sign in text:
        joins = unicodedata.combining(sign) or sign == "\u200d" or pieces[-1].endswith("\u200d")
        if not joins and (sign == " " or _is_wide(sign) or len(pieces[-1]) > 24):
            pieces.append(sign)
        else:
            pieces[-1] += sign
    return pieces


def _width(sign: str) -> float:
    """How wide a sign is, as a part of its height; generous, as the font is not known."""
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Mn"):
        return 0.0
    return 1.0 if _is_wide(sign) else 0.3 if sign == " " else 0.6


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in ("W", "F")
