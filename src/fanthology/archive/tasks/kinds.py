"""Every kind of task, as data. Each can be done again from its beginning, so one that was killed simply is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.utils import timezone

from fanthology.archive.catalogue.models import STANDING, Work
from fanthology.archive.catalogue.viewer import KEEPER, Viewer
from fanthology.archive.downloads.models import Parcel
from fanthology.archive.downloads.parcels import fail, forget_gone, forget_old, make, next_waiting
from fanthology.archive.feeds.sending import forget_sent, send_waiting
from fanthology.archive.intake.enrich import enrich_works
from fanthology.archive.keeping.checking import check
from fanthology.archive.keeping.purging import purge_due
from fanthology.archive.reading.owner import viewer_as
from fanthology.archive.search.follow import rebuild

from .models import Task
from .telling import CutOffError, StoppedError

Progress: TypeAlias = Callable[[int, int], None]
_AT_ONCE = 20
_SHOWN = timedelta(days=1)
"""So long the keeper's page shows that files were made for readers: there may be very many."""


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


def _parcels(tell: Progress) -> str:
    number = 0
    while (parcel := next_waiting()) is not None:
        number += 1
        try:
            make(parcel, _taker(parcel), tell)
        except StoppedError:
            fail(parcel, "The keeper of the archive stopped it.")
            raise
        except (CutOffError, OSError, DatabaseError):
            raise  # it goes on with the next start, or when the trouble has passed
        except Exception:
            fail(parcel, "This is a fault in Fanthology. What happened is in the site's log.")
            raise
    return "One file was made." if number == 1 else f"{number:,} files were made."


def _taker(parcel: Parcel) -> Viewer:
    """Whoever asked, with what they may see now."""
    if parcel.user is not None:
        return viewer_as(parcel.user, parcel.adult) if parcel.user.is_active else Viewer()
    return KEEPER if parcel.owner == KEEPER.name else Viewer(adult=parcel.adult)


def _tidy(tell: Progress) -> str:
    purged = purge_due()
    forget_gone()
    forget_old()
    Task.objects.filter(kind="parcels", state=Task.State.DONE, ended_at__lt=timezone.now() - _SHOWN).delete()
    forget_sent()
    ended, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return f"The bytes of {purged:,} withdrawn works were removed, and {ended:,} old sessions."


KINDS: dict[str, Kind] = {
    "reindex": Kind("Build the search index anew", _reindex),
    "enrich": Kind("Infer anew what seems to be so of all works", _enrich),
    "check": Kind("Check that everything is there and as it was", _check),
    "parcels": Kind("Make the files that readers asked for", _parcels, follows=True),
    "send": Kind("Mail works to readers’ devices", send_waiting, follows=True),
    "tidy": Kind("Remove what was withdrawn long enough ago, and old sessions", _tidy, every=24),
}
