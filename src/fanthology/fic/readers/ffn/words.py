"""The words that FanFiction.net has for languages and genres."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


def language_of(name: str) -> str | None:
    """The tag of a language as the site names it; None if it is none.

    >>> language_of("English"), language_of("Romance")
    ('en', None)
    """
    return _languages().get(name.strip().casefold())


def genres_of(text: str) -> list[str]:
    """The genres that a text is made of; empty if it says anything else.

    >>> genres_of("Hurt/Comfort/Romance"), genres_of("Sherlock H./John W.")
    (['Hurt/Comfort', 'Romance'], [])
    """
    found = _genres().findall(text)
    return found if found and "/".join(found) == text.strip() else []


@cache
def _languages() -> dict[str, str]:
    lines = (line.split("\t") for line in _listed("languages.txt"))
    return {name.casefold(): tag for tag, name in lines}


@cache
def _genres() -> re.Pattern[str]:
    names = sorted(_listed("genres.txt"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def _listed(name: str) -> list[str]:
    text = files("fanthology.fic.readers.ffn").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
