"""After items came in: parts that surely belong together are joined, what may belong together is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count

from fanthology.archive.catalogue.editions import readings_of
from fanthology.archive.catalogue.gathering import join_parts
from fanthology.archive.catalogue.likeness import store_fingerprint
from fanthology.archive.catalogue.models import STANDING, Proposal, Reading, Work
from fanthology.archive.catalogue.proposing import propose
from fanthology.archive.catalogue.rows import Rows
from fanthology.fic.gathering.belong import Verdict, belongs, numbers_of, title_key
from fanthology.fic.story import Story
from fanthology.fic.writers.from_json import story_from_record

from .copies import propose_copies
from .enrich import enrich_works
from .numbering import propose_numbered
from .prepare import fingerprint_of
from .report import Gathered

_AT_ONCE = 200
_MOST_OF_A_TITLE = 500
_NO = Verdict("no")


def gather(work_ids: Iterable[int]) -> Gathered:
    """Look for what belongs with these works. Each title is one transaction; killed on the way, it can be run again."""
    every = list(work_ids)
    found = Gathered()
    for start in range(0, len(every), _AT_ONCE):
        some = every[start : start + _AT_ONCE]
        for title in _titles(some):
            found += _gather_titled(title)
        found.proposed += propose_copies(list(Work.objects.filter(pk__in=some)))
    found.proposed += propose_numbered(every)
    return found


def gather_all() -> Gathered:
    """The same for every work of the archive, making fingerprints where there are none."""
    for reading in Reading.objects.filter(outcome=Reading.Outcome.STORY, fingerprint=None).iterator(chunk_size=50):
        rows = Rows()
        store_fingerprint(reading, fingerprint_of(story_from_record(reading.record)), rows)
        rows.make()
    return gather(Work.objects.filter(**STANDING).order_by("pk").values_list("pk", flat=True))


def _titles(work_ids: Sequence[int]) -> Iterator[str]:
    """The titles of these works, as works are sorted by, that are not theirs alone."""
    titled = Work.objects.filter(pk__in=work_ids, title__isnull=False, **STANDING)
    titles = dict.fromkeys(titled.values_list("sort_title", flat=True))
    keys = {title: {title, title_key(_titled(title)) or title} for title in titles}
    titled = Work.objects.filter(sort_title__in=set().union(*keys.values()), **STANDING)
    counts = dict(titled.order_by("sort_title").values_list("sort_title").annotate(Count("pk")))
    for title, wanted in keys.items():
        if sum(counts.get(one, 0) for one in wanted) > 1:
            yield title


def _titled(title: str) -> Story:
    from fanthology.fic.story import SourceInfo

    return Story(SourceInfo("", "", "", 0), title=title)


@dataclass(frozen=True, slots=True)
class _Known:
    """A work with the Stories that it shows."""

    work: Work
    stories: tuple[Story, ...]

    @property
    def first(self) -> int:
        return min((number for story in self.stories for number in numbers_of(story)), default=10**9)


@transaction.atomic
def _gather_titled(title: str) -> Gathered:
    """Join and propose among the works of a title. A work joins a group if it surely belongs with all of it."""
    wanted = {title, title_key(_titled(title)) or title}
    works = Work.objects.filter(sort_title__in=wanted, title__isnull=False, **STANDING, edition__isnull=False)
    known = [_known(work) for work in works.select_related("edition__reading").order_by("pk")[:_MOST_OF_A_TITLE]]
    groups: list[list[_Known]] = []
    found = Gathered()
    for one in sorted(known, key=lambda one: (one.first, one.work.pk)):
        verdicts = [[_verdict(one, other) for other in group] for group in groups]
        home = next((at for at, said in enumerate(verdicts) if all(v.answer == "join" for v in said)), None)
        for at, said in enumerate(verdicts):
            # one pair of a group says it; the others would say it again
            asked = next(((other, v) for other, v in zip(groups[at], said, strict=True) if v.answer == "propose"), None)
            if asked:
                found.proposed += propose(Proposal.Kind.PARTS, one.work, asked[0].work, asked[1].reason)
        if home is None:
            groups.append([one])
        else:
            groups[home].append(one)
    for group in groups:
        if len(group) > 1:
            enrich_works([join_parts([one.work for one in group])])
            found.joined += len(group) - 1
    return found


def _known(work: Work) -> _Known:
    readings = readings_of(work.edition) if work.edition else []
    return _Known(work, tuple(story_from_record(reading.record) for reading in readings))


def _verdict(one: _Known, other: _Known) -> Verdict:
    """What holds of all their parts together; a work that somebody corrected, or that others see already, is not joined
    without asking."""
    verdicts = [belongs(mine, yours) for mine in one.stories for yours in other.stories]
    worst = min(verdicts, key=lambda verdict: ("no", "propose", "join").index(verdict.answer), default=_NO)
    if worst.answer == "join" and one.work.visibility != other.work.visibility:
        return Verdict("propose", f"{worst.reason} They are not seen by the same people.")
    if worst.answer == "join" and any(work.edits.filter(undone_at=None).exists() for work in (one.work, other.work)):
        return Verdict("propose", f"{worst.reason} One of them was corrected by hand.")
    return worst
