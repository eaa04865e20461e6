"""What a page of these sites is when there is no story on it: a profile, a list, reviews, an error."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from fanthology.fic.readers.pages import Pages

_LEAD = 6_000
_OTHERWISE = "This is a page of FanFiction.net or FictionPress, but there is no story on it."


def why_no_story(pages: Pages) -> str:
    """Why there is no story on a page, in plain words.

    >>> why_no_story(Pages(["<p>Story Not Found</p><p>Unable to locate story. Code 1.</p>"]))
    'This is the page of a story that is no longer there.'
    """
    words = pages.document.text[:_LEAD]
    return next((because for pattern, because in _gates() if pattern.search(words)), _OTHERWISE)


@cache
def _gates() -> list[tuple[re.Pattern[str], str]]:
    table = tomllib.loads(files("fanthology.fic.readers.ffn").joinpath("data/gates.toml").read_text(encoding="utf-8"))
    return [(re.compile("|".join(f"(?:{sign})" for sign in one["signs"])), one["because"]) for one in table["gate"]]
