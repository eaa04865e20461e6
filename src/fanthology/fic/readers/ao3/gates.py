"""What a page of an otwarchive site is when there is no work on it: a list, a gate, an error."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from fanthology.fic.readers.pages import Pages

_LEAD = 3_000
_OTHERWISE = "This is a page of an archive, but there is no work on it."


def why_no_work(pages: Pages) -> str:
    """Why there is no story on a page, in plain words.

    >>> why_no_work(Pages(["<div id=main class='works-search region'><h2>Search Works</h2></div>"]))
    'This is a list that an archive made (works, tags, bookmarks or people), not a story.'
    """
    main = pages.first("#main")
    kind = (main.attributes.get("class") or "") if main is not None else ""
    words = pages.text(main)[:_LEAD] if main is not None else pages.document.text[:_LEAD]
    for pattern, because in _gates():
        if pattern.search(f"{kind}\n{words}"):
            return because
    return _OTHERWISE


@cache
def _gates() -> list[tuple[re.Pattern[str], str]]:
    table = tomllib.loads(files("fanthology.fic.readers.ao3").joinpath("data/gates.toml").read_text(encoding="utf-8"))
    return [
        (re.compile("|".join(f"(?:{sign})" for sign in gate["signs"]), re.IGNORECASE), gate["because"])
        for gate in table["gate"]
    ]
