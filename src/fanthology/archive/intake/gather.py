"""After items came in: parts that surely belong together are joined, what may belong together is proposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from fanthology.archive.catalogue.editions import own_edition, readings_of
from fanthology.archive.catalogue.gathering import join_parts
from fanthology.archive.catalogue.likeness import likely_copies, store_fingerprint
from fanthology.archive.catalogue.models import Identity, Proposal, Reading, Work
from fanthology.archive.catalogue.proposing import propose
from fanthology.fic.gathering.belong import Verdict, belongs, numbers_of, title_key
from fanthology.fic.gathering.likeness import Likeness
from fanthology.fic.story import Story
from fanthology.fic.writers.from_json import story_from_record

from .prepare import fingerprint_of
from .report import Gathered

_AT_ONCE = 200
_MOST_OF_A_TITLE = 500
_SHARED, _HELD = 0.5, 0.9
_NO = Verdict("no")


def gather(work_ids: Iterable[int]) -> Gathered:
    """Look for what belongs with these works. Each title is one transaction; killed on the way, it can be run again."""
    every = list(work_ids)
    found = Gathered()
    for start in range(0, len(every), _AT_ONCE):
        some = every[start : start + _AT_ONCE]
        for title in _titles(some):
            found += _gather_titled(title)
        for work in Work.objects.filter(pk__in=some).select_related("edition__reading"):
            found.proposed += _propose_copies(work)
    return found


def gather_all() -> Gathered:
    """The same for every work of the archive, making fingerprints where there are none."""
    for reading in Reading.objects.filter(outcome=Reading.Outcome.STORY, fingerprint=None).iterator(chunk_size=50):
        store_fingerprint(reading, fingerprint_of(story_from_record(reading.record)))
    return gather(Work.objects.filter(merged_into=None).order_by("pk").values_list("pk", flat=True))


def _titles(work_ids: Sequence[int]) -> Iterator[str]:
    """The titles of these works, as works are sorted by, that are not theirs alone."""
    titled = Work.objects.filter(pk__in=work_ids, title__isnull=False, merged_into=None)
    titles = dict.fromkeys(titled.values_list("sort_title", flat=True))
    keys = {title: {title, title_key(_titled(title)) or title} for title in titles}
    for title, wanted in keys.items():
        if Work.objects.filter(sort_title__in=wanted, merged_into=None)[:2].count() > 1:
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
    works = Work.objects.filter(sort_title__in=wanted, title__isnull=False, merged_into=None, edition__isnull=False)
    known = [_known(work) for work in works.select_related("edition__reading").order_by("pk")[:_MOST_OF_A_TITLE]]
    groups: list[list[_Known]] = []
    found = Gathered()
    for one in sorted(known, key=lambda one: (one.first, one.work.pk)):
        verdicts = [[_verdict(one, other) for other in group] for group in groups]
        home = next((at for at, said in enumerate(verdicts) if all(v.answer == "join" for v in said)), None)
        for at, said in enumerate(verdicts):
            for other, verdict in zip(groups[at], said, strict=True):
                if verdict.answer == "propose":
                    found.proposed += propose(Proposal.Kind.PARTS, one.work, other.work, verdict.reason)
        if home is None:
            groups.append([one])
        else:
            groups[home].append(one)
    for group in groups:
        if len(group) > 1:
            join_parts([one.work for one in group])
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


@transaction.atomic
def _propose_copies(work: Work) -> int:
    """Propose what has the same words as this work, or the same name elsewhere. Returns how many pairs are new."""
    edition = own_edition(work)
    if edition is None:
        return 0
    alike: dict[int, Likeness | None] = defaultdict(lambda: None)
    for reading, likeness in likely_copies(edition.reading):
        if likeness.shared >= _SHARED or likeness.held >= _HELD:
            for other in Work.objects.filter(editions__reading=reading, editions__gathered=False):
                alike[other.pk] = likeness
    for other_id in _same_name(work):
        alike[other_id] = alike[other_id]
    whole = work.merged_into_id or work.pk
    proposed = 0
    for other in Work.objects.filter(pk__in=alike).exclude(pk=work.pk).order_by("pk"):
        if (other.merged_into_id or other.pk) != whole:
            reason = _reason(work, other, alike[other.pk])
            proposed += propose(Proposal.Kind.COPIES, work, other, reason)
    return proposed


def _same_name(work: Work) -> Iterator[int]:
    """Works that have a name elsewhere which is this one's too."""
    for scheme, value in work.identities.exclude(scheme="url").values_list("scheme", "value"):
        named = Identity.objects.filter(scheme=scheme, value=value, work__isnull=False).exclude(work=work)
        yield from named.values_list("work_id", flat=True)


def _reason(work: Work, other: Work, likeness: Likeness | None) -> str:
    first, second = sorted((work, other), key=lambda one: one.pk)
    if likeness is None:
        said = "They have the same name where they come from, but other words."
    elif likeness.shared >= 1:
        said = "They have the same words."
    elif likeness.shared >= _SHARED:
        said = f"About {round(100 * likeness.shared)} in 100 phrases are the same."
    else:
        said = "The shorter one is nearly all in the longer one."
    if first.chapter_count != second.chapter_count:
        fewer, more = sorted((first.chapter_count, second.chapter_count))
        said += f" One has {fewer} chapter{'' if fewer == 1 else 's'}, the other {more}; none is taken away."
    return said
