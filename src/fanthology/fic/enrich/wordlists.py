"""Lists of words, as data: files of words parted by blanks, with lines of remark that begin with ``#``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of one list.

    >>> "said" in words_of("speech_verbs")
    True
    """
    text = files("fanthology.fic.enrich").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
