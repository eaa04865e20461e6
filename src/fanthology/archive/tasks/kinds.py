"""Every kind of task, as data. Each can be done again from its beginning, so one that was killed simply is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from django.contrib.sessions.models import Session
from django.utils import timezone

from fanthology.archive.catalogue.models import STANDING, Work
from fanthology.archive.feeds.sending import forget_sent, send_waiting
from fanthology.archive.intake.enrich import enrich_works
from fanthology.archive.keeping.checking import check
from fanthology.archive.keeping.purging import purge_due
from fanthology.archive.search.follow import rebuild

Progress: TypeAlias = Callable[[int, int], None]
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """``name`` is what the keeper reads; ``work`` does it, tells how far it is, and says in a sentence what came of it;
    with ``every`` it is asked for by itself after so many hours. ``follows``: one that runs may have missed what it is
    asked for now, so another one follows it."""

    name: str
    work: Callable[[Progress], str]
    every: int = 0
    follows: bool = False


def _reindex(tell: Progress) -> str:
    return f"The index holds {rebuild(tell):,} works."


def _enrich(tell: Progress) -> str:
    works = Work.objects.filter(**STANDING).select_related("edition").order_by("pk")
    total, found, some = works.count(), 0, []
    for number, work in enumerate(works.iterator(chunk_size=_AT_ONCE), start=1):
        some.append(work)
        if len(some) == _AT_ONCE or number == total:
            found += enrich_works(some)
            some = []
            tell(number, total)
    return f"{found:,} things are inferred of {total:,} works."


def _check(tell: Progress) -> str:
    counts: dict[str, int] = {}

    def told(name: str, number: int) -> None:
        counts[name] = counts.get(name, 0) + number
        tell(sum(counts.values()), 0)

    problems = [problem.what for problem in check(told)]
    return " ".join(problems[:20]) or "All is as it should be."


def _tidy(tell: Progress) -> str:
    purged = purge_due()
    forget_sent()
    ended, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return f"The bytes of {purged:,} withdrawn works were removed, and {ended:,} old sessions."


KINDS: dict[str, Kind] = {
    "reindex": Kind("Build the search index anew", _reindex),
    "enrich": Kind("Infer anew what seems to be so of all works", _enrich),
    "check": Kind("Check that everything is there and as it was", _check),
    "send": Kind("Mail works to readers’ devices", send_waiting, follows=True),
    "tidy": Kind("Remove what was withdrawn long enough ago, and old sessions", _tidy, every=24),
}
