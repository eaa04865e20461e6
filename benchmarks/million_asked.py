"""What is worth asking of the archive of `million`: tags by how many works bear them, words, a reader's dislikes."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Any

from made_up import Language

_BORNE = """
SELECT coalesce(t.canonical_id, t.id) AS tag, t.kind, sum(n) AS works
FROM (SELECT tag_id, count(*) AS n FROM catalogue_tagging GROUP BY tag_id) JOIN catalogue_tag t ON t.id = tag_id
WHERE t.name NOT LIKE '%All Media Types'
GROUP BY tag ORDER BY works DESC, tag
"""
_UNWANTED = {"freeform": 100, "character": 50, "relationship": 30, "fandom": 20}
_FIRST_UNWANTED = 20
_PAIRS_OF_WORDS = ((10, 30), (5, 400), (20, 100), (60, 200), (150, 80))


def asked_of(database: sqlite3.Connection, works: int, language: Language) -> dict[str, Any]:
    """By name: ``half`` is the tag on about half of all works, ``some`` are tags on about 5 % of them, ``included`` and
    ``excluded`` three each, ``unwanted`` the 200 that a reader never wants; all by number. ``words`` are pairs."""
    borne: dict[str, list[tuple[int, int]]] = defaultdict(list)
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
        "included": [half, first, freeforms[0]],
        "excluded": [second, freeforms[1], freeforms[2]],
        "unwanted": _unwanted(borne, {half, *some}),
        "words": [f"{language.words[one]} {language.words[other]}" for one, other in _PAIRS_OF_WORDS],
    }


def _unwanted(borne: dict[str, list[tuple[int, int]]], but: set[int]) -> list[int]:
    """Tags of every kind: some that are on many works, most on few."""
    found: list[int] = []
    for kind, count in _UNWANTED.items():
        tags = [tag for _, tag in borne[kind][_FIRST_UNWANTED:] if tag not in but]
        step = (len(tags) / 10) ** (1 / count)
        places = sorted({min(at + int(step**at), len(tags) - 1) for at in range(count)})
        found += [tags[at] for at in places]
    return found
