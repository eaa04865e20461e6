"""Copies are proposed: works with the same words, or with the same name where they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction

from fanthology.archive.catalogue.editions import own_editions
from fanthology.archive.catalogue.likeness import likely_copies
from fanthology.archive.catalogue.models import Fingerprint, Identity, Proposal, Work
from fanthology.archive.catalogue.proposing import propose
from fanthology.fic.gathering.likeness import Likeness

_SHARED, _HELD = 0.5, 0.9
Alike = dict[int, Likeness | None]


def propose_copies(works: Sequence[Work]) -> int:
    """Propose what has the same words as these works, or the same name elsewhere. Returns how many pairs are new.

    Each work costs one question to the database, and more only if it has copies.
    """
    alike: Mapping[int, Alike] = defaultdict(dict)
    _find_by_words(works, alike)
    _find_by_name(works, alike)
    return sum(_propose(work, alike[work.pk]) for work in works if work.pk in alike)


def _find_by_words(works: Sequence[Work], alike: Mapping[int, Alike]) -> None:
    works_of = {edition.reading_id: edition.work_id for edition in own_editions(works)}
    for own in Fingerprint.objects.filter(reading__in=works_of).prefetch_related("bands").select_related("reading"):
        found = {
            reading_id: likeness
            for reading_id, likeness in likely_copies(own)
            if likeness.shared >= _SHARED or likeness.held >= _HELD
        }
        if found:
            others = Work.objects.filter(editions__reading__in=found, editions__gathered=False, withdrawn_at=None)
            for other_id, reading_id in others.values_list("pk", "editions__reading"):
                alike[works_of[own.reading_id]][other_id] = found[reading_id]


def _find_by_name(works: Sequence[Work], alike: Mapping[int, Alike]) -> None:
    """Works that have a name elsewhere which is another's too."""
    names: dict[tuple[str, str], list[int]] = defaultdict(list)
    identities = Identity.objects.filter(work__isnull=False).exclude(scheme="url")
    for scheme, value, work_id in identities.filter(work__in=works).values_list("scheme", "value", "work_id"):
        names[scheme, value].append(work_id)
    values = {value for _, value in names}
    for scheme, value, other_id in (
        identities.filter(value__in=values).values_list("scheme", "value", "work_id") if values else ()
    ):
        for work_id in names.get((scheme, value), ()):
            if work_id != other_id:
                alike[work_id].setdefault(other_id, None)


@transaction.atomic
def _propose(work: Work, alike: Alike) -> int:
    """Propose each that is not tied to this work already, be it by way of others: of thirty copies, twenty-nine pairs,
    not every one, in whatever order and however many imports they come."""
    whole = work.merged_into_id or work.pk
    tied = _Tied([work.pk, *alike])
    proposed = 0
    for other in Work.objects.filter(pk__in=alike, withdrawn_at=None).exclude(pk=work.pk).order_by("pk"):
        if tied.are(work.pk, other.pk) or (other.merged_into_id or other.pk) == whole:
            continue
        proposed += propose(Proposal.Kind.COPIES, work, other, _reason(work, other, alike[other.pk]))
        tied.tie(work.pk, other.pk)
    return proposed


class _Tied:
    """Which of some works wait to be made one, by what is proposed of them. One question to the database."""

    def __init__(self, works: Sequence[int]) -> None:
        self._groups = {pk: {pk} for pk in works}
        waiting = Proposal.objects.filter(kind=Proposal.Kind.COPIES, state=Proposal.State.OPEN)
        for pair in waiting.filter(first__in=works, second__in=works).values_list("first_id", "second_id"):
            self.tie(*pair)

    def are(self, one: int, other: int) -> bool:
        return self._groups[one] is self._groups[other]

    def tie(self, one: int, other: int) -> None:
        fewer, more = sorted((self._groups[one], self._groups[other]), key=len)
        if fewer is not more:
            more |= fewer
            self._groups.update(dict.fromkeys(fewer, more))


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
