"""Languages in a file: their tags, and which way they are read."""

from __future__ import annotations

import re

UNKNOWN_LANGUAGE = "und"

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?")
_RIGHT_TO_LEFT = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))
# Hebrew to Arabic Extended, and their presentation forms
_RIGHT_TO_LEFT_SCRIPT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def language_tag(language: str | None) -> str:
    """A BCP 47 tag of the usual shape, or "und": BCP 47's own word for a language nobody stated.

    >>> language_tag("pt-BR"), language_tag(None), language_tag("Englisch")
    ('pt-BR', 'und', 'und')
    """
    return language if language and _TAG.fullmatch(language) else UNKNOWN_LANGUAGE


def reads_right_to_left(tag: str) -> bool:
    """Whether a language is written from right to left, unless its tag names another script.

    >>> reads_right_to_left("fa-IR"), reads_right_to_left("az-Latn")
    (True, False)
    """
    language, *rest = tag.lower().split("-")
    return language in _RIGHT_TO_LEFT and "latn" not in rest


def right_to_left_script(text: str) -> bool:
    """Whether any letter of a text belongs to a script that is written from right to left.

    >>> right_to_left_script("Ali Baba"), right_to_left_script("علي بابا")
    (False, True)
    """
    return _RIGHT_TO_LEFT_SCRIPT.search(text) is not None
