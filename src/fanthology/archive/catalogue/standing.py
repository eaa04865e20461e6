"""What a reader never wants to see in a list. Kept by `archive.reading`, applied by whatever makes lists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows by their numbers. ``tags`` are canonical, and each stands for everything below it; ``works`` may be many:
    what was read is among them where the reader wants it hidden. ``languages`` are the only ones wanted, any if there
    are none; ``ratings`` are those not wanted.

    >>> bool(NOTHING), bool(Standing(ratings=frozenset({"Explicit"})))
    (False, True)
    """

    tags: frozenset[int] = frozenset()
    creators: frozenset[int] = frozenset()
    works: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    ratings: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return any((self.tags, self.creators, self.works, self.languages, self.ratings))


NOTHING = Standing()
