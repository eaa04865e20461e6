"""What a work says of other works, and what of it is not here, in words."""

from __future__ import annotations

from fanthology.archive.catalogue.models import Missing

WORDS = {
    "follows": "Follows",
    "continued-in": "Continued in",
    "inspired-by": "Inspired by",
    "translation-of": "A translation of",
}


def missing_sentence(one: Missing) -> str:
    """What is not here, as a sentence.

    >>> missing_sentence(Missing(what="chapter", number=1))
    'Chapter 1 is missing.'
    """
    name = f"{one.what.capitalize()} {one.number}" if one.number is not None else f"A {one.what}"
    return f"{name}{f' (“{one.title}”)' if one.title else ''} is missing."
