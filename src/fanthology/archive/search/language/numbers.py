"""Numbers as AO3 writes them: ``>10k``, ``5,000-20,000``, ``10k+``, ``[1000 TO 5000]``."""

from __future__ import annotations

import re
from typing import TypeAlias

Between: TypeAlias = tuple[int | None, int | None]
"""From and to, both included; None is open."""

_N = r"\d[\d,]*(?:\.\d+)?\s?[km]?(?!\w|\.\d)"
NUMBER = re.compile(
    rf"(?:(?P<op><=|>=|<|>|≤|≥)\s*)?(?P<low>{_N})(?:\s*(?:-|–|\.\.+|to\s)\s*(?P<high>{_N})|(?P<more>\s?(?:\+|\.\.+)))?"
    rf"|(?:\.\.+|<|up to)\s*(?P<most>{_N})"
    rf"|[\[{{]\s*(?P<from>\*|{_N})\s+TO\s+(?P<to>\*|{_N})\s*[\]}}]",
    re.IGNORECASE,
)
_TIMES = {"k": 1_000, "m": 1_000_000}
_HIGHEST = 2**31


def between(found: re.Match[str]) -> Between:
    """What a match of `NUMBER` means.

    >>> [between(NUMBER.match(text)) for text in (">10k", "5,000-20,000", "1.5k+", "[* TO 300]", "<300")]
    [(10001, None), (5000, 20000), (1500, None), (None, 300), (None, 299)]
    """
    if found["from"]:
        return _end(found["from"]), _end(found["to"])
    if found["most"]:
        return None, _number(found["most"])
    low = _number(found["low"])
    if found["op"]:
        return _compared(found["op"], low)
    if found["high"]:
        return _ordered(low, _number(found["high"]))
    return low, None if found["more"] else low


def _compared(sign: str, number: int) -> Between:
    return {
        "<": (None, number - 1),
        "<=": (None, number),
        "≤": (None, number),
        ">": (number + 1, None),
        ">=": (number, None),
        "≥": (number, None),
    }[sign]


def _ordered(one: int, other: int) -> Between:
    return min(one, other), max(one, other)


def _end(written: str) -> int | None:
    return None if written == "*" else _number(written)


def _number(written: str) -> int:
    digits = written.replace(",", "").strip().lower()
    times = _TIMES.get(digits[-1], 1)
    return min(_HIGHEST, round(float(digits.rstrip("km ")) * times))
