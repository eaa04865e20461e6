"""The languages of AO3 to BCP 47: by the name that a page shows, or by the code that it marks the name with."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

_OWN_CODES = {
    "ptbr": "pt-BR", "ptpt": "pt-PT", "afr": "af", "amh": "am", "oji": "oj", "azj": "az", "bos": "bs", "cha": "ch",
    "fry": "fy", "hau": "ha", "kal": "kl", "kan": "kn", "kat": "ka", "cor": "kw", "khm": "km", "kir": "ky", "mon": "mn",
    "kaz": "kk", "slv": "sl", "tat": "tt", "mri": "mi", "tel": "te", "tir": "ti", "bod": "bo", "urd": "ur", "uig": "ug",
    "vol": "vo",
}  # fmt: skip
"""Codes of AO3 where BCP 47 has another: it wants the shortest that there is."""

_OWN_BY_TAG = {tag: code for code, tag in _OWN_CODES.items()} | {"pt-BR": "ptBR", "pt-PT": "ptPT"}
_TWO = frozenset(("pt",))
"""What AO3 parts in two languages, so that the tag alone does not say which."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def language_of(name: str, code: str | None = None) -> str | None:
    """The tag of a language that a page names, perhaps with a code; None if neither is known.

    >>> language_of("Português brasileiro"), language_of("english"), language_of("Frysk", "fry"), language_of("Elvish")
    ('pt-BR', 'en', 'fy', None)
    """
    known = _names().get(_folded(name))
    if known:
        return known
    code = (code or "").strip()
    own = _OWN_CODES.get(code.casefold().replace("-", ""))
    return own or (code if _TAG.fullmatch(code) else None)


def code_of(tag: str | None) -> str | None:
    """The code that AO3 has for a language, as `language_of` reads it; None for one that it has not.

    >>> code_of("en"), code_of("en-GB"), code_of("pt-BR"), code_of("fy"), code_of("pt"), code_of(None)
    ('en', 'en', 'ptBR', 'fry', None, None)
    """
    for one in (tag or "", (tag or "").split("-")[0]):
        if one in _names().values() and one not in _TWO:
            return _OWN_BY_TAG.get(one, one)
    return None


@cache
def _names() -> dict[str, str]:
    text = files("fanthology.fic.readers.ao3").joinpath("data/languages.txt").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {_folded(name): tag for tag, name in lines}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
