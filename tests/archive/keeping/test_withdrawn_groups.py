"""Works that were put together are withdrawn, given back and purged together, whichever of them is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.gathering import join_parts, keep_as_copy
from fanthology.archive.catalogue.models import Edition, Refusal, Source, Withdrawal, Work
from fanthology.archive.catalogue.viewer import KEEPER
from fanthology.archive.catalogue.withdrawing import apply_withdrawals, give_back, remove, withdraw
from fanthology.archive.intake.run import run_intake
from fanthology.archive.keeping.digests import works_digest
from fanthology.archive.keeping.purging import purge, purge_due
from running import files_of, write_stories

pytestmark = pytest.mark.django_db(transaction=True)
Gathering = Callable[[Sequence[Work]], Work]


def later_parts(works: Sequence[Work]) -> Work:
    """Parts of which a later one is shown, as others were gathered into it first."""
    return join_parts([works[0], join_parts(works[1:])])


GROUPS: dict[str, tuple[int, Gathering]] = {
    "parts": (3, join_parts),
    "parts shown by a later one": (3, later_parts),
    "copies": (2, lambda works: keep_as_copy(works[0], works[1])),
    "copies shown by the later one": (2, lambda works: keep_as_copy(works[2], works[0])),
}
WAYS = {"withdrawn": withdraw, "in the trash": remove}
anyhow = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
of_every_kind = pytest.mark.parametrize(("number", "gather"), GROUPS.values(), ids=GROUPS)


@pytest.fixture
def brought(home: Path, tmp_path: Path) -> list[Work]:
    """Three works that a test may gather, and, last of all, one that stands by itself."""
    run_intake([write_stories(tmp_path / "first", 3)])
    run_intake([write_stories(tmp_path / "other", 1, "Fog")])
    return list(Work.objects.order_by("pk"))


def standing() -> tuple[Any, ...]:
    """All that a withdrawal may not change for good."""
    rows = Work.objects.order_by("pk").values_list("pk", "edition", "merged_into", "withdrawn_at", "visibility")
    return works_digest(), list(rows), [work.pk for work in queries.works(KEEPER).order_by("pk")]


@anyhow
@of_every_kind
def test_all_stands_again_as_it_was(brought: list[Work], way: Any, number: int, gather: Gathering) -> None:
    whole = gather(brought[:3])
    before = standing()
    for asked in range(number):
        gone = way([whole], KEEPER)
        assert len(gone) == number and whole not in queries.works(KEEPER)
        assert give_back(gone[asked], KEEPER) == whole
        assert standing() == before
        assert not Withdrawal.objects.exists() and not Refusal.objects.exists()
        assert apply_withdrawals() == 0


@anyhow
@of_every_kind
def test_all_is_gone_after_the_term(home: Path, brought: list[Work], way: Any, number: int, gather: Gathering) -> None:
    way([gather(brought[:3])], KEEPER, 0)
    assert purge_due() == number
    left = 4 - number
    assert Work.objects.count() == Source.objects.count() == Edition.objects.count() == left
    assert len(files_of(home / "sources")) == left and not Withdrawal.objects.exclude(work=None).exists()
    assert Withdrawal.objects.count() == (number if way is withdraw else 0)


@of_every_kind
def test_one_of_a_group_is_not_purged_without_the_others(brought: list[Work], number: int, gather: Gathering) -> None:
    gone = withdraw([gather(brought[:3])], KEEPER)
    assert purge([gone[-1]]) == number
    assert Work.objects.count() == 4 - number and purge(gone) == 0
