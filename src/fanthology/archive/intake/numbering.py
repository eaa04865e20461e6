"""Files that are numbered in one folder, and say nothing else of each other, are proposed as parts of one story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import TypeAlias

from django.db import transaction

from fanthology.archive.catalogue.models import STANDING, Proposal, Work
from fanthology.archive.catalogue.proposing import propose
from fanthology.fic.gathering.filenames import numbered, one_story
from fanthology.fic.writers.from_json import story_from_record

_AT_ONCE = 500
_MOST_IN_A_GROUP = 500
_Placed: TypeAlias = tuple[int, int, str]
"""The number of a file, its work's key, its name."""


def propose_numbered(work_ids: Collection[int]) -> int:
    """Propose that files of one folder whose names are numbered belong together, each with the next. Returns how many
    pairs are new."""
    proposed = 0
    for placed in _groups(work_ids):
        works = Work.objects.select_related("edition__reading__source").in_bulk([key for _, key, _ in placed])
        stories = [story_from_record(one.edition.reading.record) for one in works.values() if one.edition]
        if not one_story(stories):
            continue
        with transaction.atomic():
            for (_, one, name), (_, other, next_name) in pairwise(placed):
                reason = (
                    f"Their files are numbered in one folder, “{_short(name)}” and “{_short(next_name)}”, and nothing"
                    " in them says that they are apart."
                )
                proposed += propose(Proposal.Kind.PARTS, works[one], works[other], reason)
    return proposed


def _groups(work_ids: Collection[int]) -> Iterator[list[_Placed]]:
    """The works whose files are numbered together, in the order of the numbers; no number may be there twice."""
    found: dict[str, list[_Placed]] = defaultdict(list)
    ids = list(work_ids)
    for start in range(0, len(ids), _AT_ONCE):
        works = Work.objects.filter(pk__in=ids[start : start + _AT_ONCE], **STANDING, edition__gathered=False)
        for key, name in works.values_list("pk", "edition__reading__source__name").order_by("pk"):
            place = numbered(name)
            if place is not None:
                found[place.group].append((place.number, key, name))
    for placed in found.values():
        placed.sort()
        distinct = len({number for number, _, _ in placed}) == len(placed)
        if 2 <= len(placed) <= _MOST_IN_A_GROUP and distinct:
            yield placed


def _short(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]
