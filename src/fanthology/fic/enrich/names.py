"""Words of a text that look like names: what a story talks of, whether any fandom knows it or not."""

from __future__ import annotations

import re
from collections import Counter

from fanthology.fic.enrich.naming import is_common
from fanthology.fic.enrich.wordlists import words_of

_CAPITAL = re.compile(r"\b[A-Z][\w'’-]*\w")
# inside a sentence a capital is no sign of its beginning
_INSIDE = re.compile(r"(?<=[\w,;—-] )[A-Z][\w'’-]*\w")
_NO_NAMES = words_of("no_names")
_EVERYDAY = words_of("given_names")
_MOST = 24


def leading_names(text: str) -> Counter[str]:
    """The names that stand most often in a text, with how often.

    >>> leading_names("He saw Alice. Then Alice saw him, and Alice ran.")
    Counter({'Alice': 3})
    """
    everywhere, inside = Counter(_CAPITAL.findall(text)), Counter(_INSIDE.findall(text))
    bare, bare_inside = _bare(everywhere), _bare(inside)
    found = Counter({word: bare_inside[word] if is_common(word) else bare[word] for word in bare if _may_name(word)})
    most = found.most_common(_MOST)
    return Counter({name: count for name, count in most if count > 1 or (count and not is_common(name))})


def _may_name(word: str) -> bool:
    return word not in _NO_NAMES and not (word.isupper() and len(word) > 1) and not word.startswith("I'")


def _bare(counted: Counter[str]) -> Counter[str]:
    """The same without possessives."""
    bare: Counter[str] = Counter()
    for word, count in counted.items():
        bare[straight(word).removesuffix("'s")] += count
    return bare


def straight(word: str) -> str:
    """A word with its curly apostrophe made straight."""
    return word.replace("’", "'")


def is_everyday(name: str) -> bool:
    """True for a name that people of every kind of story bear.

    >>> is_everyday("Jack"), is_everyday("Spock")
    (True, False)
    """
    return name in _EVERYDAY
