"""Links between works join by themselves, whichever of the two arrives first, and part when one goes.

A link joins to a work when exactly one fits: its title, folded, is the link's, and it has a creator whom the link
names, or, where it names none, a creator of the linking work. With two that fit, none is chosen: nothing is made up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from fanthology.fic.text.folding import fold

from . import changes
from .models import STANDING, Change, Creatorship, Link, Work

MAKERS = ("author", "coauthor")
WITHIN = "see-chapter"
"""The kind of link that points to another chapter of the same story, so to no other work."""
_AT_ONCE = 400
_T = TypeVar("_T")


def join(work_ids: Collection[int], former_titles: Iterable[str] = ()) -> int:
    """Look again at the links from and to these works, and to what bore one of ``former_titles`` (folded).

    Call it inside the transaction that changed the works, after it. Returns how many links changed.
    """
    titles = {title for title in former_titles if title}
    for part in _parts(work_ids):
        titles.update(Work.objects.filter(pk__in=part).values_list("sort_title", flat=True))
    links = _links(work_ids, titles)
    changed = [link for link, target in _targets(links) if _set_target(link, target)]
    Link.objects.bulk_update(changed, ["target"], batch_size=_AT_ONCE)
    changes.record(Change.Kind.SAVED, sorted({link.work_id for link in changed}))
    return len(changed)


def _links(work_ids: Collection[int], titles: Collection[str]) -> list[Link]:
    found: dict[int, Link] = {}
    joinable = Link.objects.exclude(match_title="").exclude(kind=WITHIN)
    for part in _parts(work_ids):
        found.update((link.pk, link) for link in joinable.filter(work__in=part))
        found.update((link.pk, link) for link in joinable.filter(target__in=part))
    for names in _parts(titles):
        found.update((link.pk, link) for link in joinable.filter(match_title__in=names))
    return list(found.values())


def _targets(links: list[Link]) -> Iterator[tuple[Link, int | None]]:
    """Each link with the one work that fits it, or None."""
    by_title: dict[str, list[int]] = defaultdict(list)
    for names in _parts({link.match_title for link in links}):
        titled = Work.objects.filter(sort_title__in=names, title__isnull=False, **STANDING)
        for pk, title in titled.values_list("pk", "sort_title"):
            by_title[title].append(pk)
    makers = _makers({pk for works in by_title.values() for pk in works} | {link.work_id for link in links})
    for link in links:
        wanted = {fold(link.creator)} if link.creator else makers[link.work_id]
        fitting = [pk for pk in by_title[link.match_title] if pk != link.work_id and makers[pk] & wanted]
        yield link, fitting[0] if len(fitting) == 1 else None


def _makers(work_ids: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for part in _parts(work_ids):
        credits = Creatorship.objects.filter(work__in=part, role__in=MAKERS)
        for work, name in credits.values_list("work_id", "creator__name"):
            found[work].add(fold(name))
    return found


def _set_target(link: Link, target: int | None) -> bool:
    changed = link.target_id != target
    link.target_id = target
    return changed


def _parts(values: Iterable[_T]) -> Iterator[list[_T]]:
    """Lists short enough for one query."""
    every = list(values)
    return (every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE))
