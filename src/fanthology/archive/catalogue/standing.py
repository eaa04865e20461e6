"""What a reader never wants to be shown, wherever works are listed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """Numbers of tags, creators and works that are left out, the ratings that are, and the only languages that are not
    (any if there are none)."""

    tags: frozenset[int] = frozenset()
    creators: frozenset[int] = frozenset()
    works: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    ratings: frozenset[str] = frozenset()


NOTHING = Standing()
