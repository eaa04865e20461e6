"""What is worth asking of the archive of `million`: tags by how many works bear them, words, a reader's dislikes."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from made_up import Language

_BORNE = """
SELECT coalesce(t.canonical_id, t.id) AS tag, t.kind, sum(n) AS works
FROM (SELECT tag_id, count(*) AS n FROM catalogue_tagging GROUP BY tag_id) JOIN catalogue_tag t ON t.id = tag_id
WHERE t.name NOT LIKE '%All Media Types'
GROUP BY tag ORDER BY works DESC, tag
"""
_UNWANTED = {"freeform": 100, "character": 50, "relationship": 30, "fandom": 20}
_RARE = 500
"""What somebody never wants is on fewer than one work of so many, or they would look for another archive."""
_PAIRS_OF_WORDS = ((10, 30), (5, 400), (20, 100), (60, 200), (150, 80))


@dataclass(frozen=True, slots=True)
class Question:
    """Which works: numbers of tags that they bear and do not bear, words that they have, from how many words to how
    many. ``unwanted`` is what the reader who asks never wants."""

    included: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    unwanted: tuple[int, ...] = ()
    words: str = ""
    length: tuple[int, int] | None = None


def questions(kept: dict[str, Any]) -> dict[str, list[Question]]:
    """By its name in words, each question in all its forms. ``kept`` is what `asked_of` found."""
    unwanted = tuple(kept["unwanted"])
    return {
        "a tag on 5 % of the works": [Question((tag,)) for tag in kept["some"]],
        "the tag on 47 %": [Question((kept["half"],))],
        "two words": [Question(words=words) for words in kept["words"]],
        "three tags with, three without, 1,000 to 20,000 words": [
            Question(tuple(kept["included"]), tuple(kept["excluded"]), length=(1_000, 20_000))
        ],
        "a tag on 5 %, without 200 that are never wanted": [
            Question((tag,), unwanted=unwanted) for tag in kept["some"]
        ],
    }


def asked_of(file: Path, works: int, language: Language) -> dict[str, Any]:
    """By name: ``half`` is the tag on about half of all works, ``some`` are tags on about 5 % of them, ``included`` and
    ``excluded`` three each, ``unwanted`` the 200 that a reader never wants; all by number. ``words`` are pairs."""
    borne: dict[str, list[tuple[int, int]]] = defaultdict(list)
    with closing(sqlite3.connect(file)) as database:
        for tag, kind, count in database.execute(_BORNE):
            borne[kind].append((count, tag))
    open_kinds = [one for kind in _UNWANTED for one in borne[kind]]
    nearest = sorted(open_kinds, key=lambda one: abs(one[0] - works / 20))
    some = [tag for _, tag in nearest[:4]]
    freeforms = [tag for _, tag in borne["freeform"] if tag not in some]
    half, first, second = borne["fandom"][0][1], borne["character"][0][1], borne["character"][1][1]
    return {
        "half": half,
        "some": some,
        "included": [freeforms[0], first, half],  # the rarest first, from which a plain database goes on
        "excluded": [second, freeforms[1], freeforms[2]],
        "unwanted": _unwanted(borne, works),
        "words": [f"{language.words[one]} {language.words[other]}" for one, other in _PAIRS_OF_WORDS],
    }


def _unwanted(borne: dict[str, list[tuple[int, int]]], works: int) -> list[int]:
    """Tags of every kind, on ever fewer works."""
    found: list[int] = []
    for kind, count in _UNWANTED.items():
        tags = [tag for borne_by, tag in borne[kind] if borne_by < works / _RARE]
        step = (len(tags) / 10) ** (1 / count)
        found += [tags[min(at + int(step**at), len(tags) - 1)] for at in range(count)]
    return found
