"""What the environment says, in the words of the manual: a wrong word stops the program with a sentence."""

from __future__ import annotations

import os

from fanthology.fic.errors import FanthologyError


def choice(name: str, words: tuple[str, ...]) -> str:
    """The variable's value, one of ``words``; the first if it is not set. Raises FanthologyError for another."""
    value = os.environ.get(name, "").strip().casefold() or words[0]
    if value not in words:
        raise FanthologyError(f"{name} is “{value}”. It can be: {', '.join(words)}.")
    return value


def number(name: str, otherwise: int, most: int, least: int = 0) -> int:
    """The variable's value, a whole number; ``otherwise`` if it is not set. Raises FanthologyError else."""
    value = os.environ.get(name, "").strip()
    if not value:
        return otherwise
    if not (value.isascii() and value.isdecimal() and len(value) < 10 and least <= int(value) <= most):
        raise FanthologyError(f"{name} is “{value}”. It has to be a whole number from {least} to {most:,}.")
    return int(value)
