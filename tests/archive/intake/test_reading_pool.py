from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import pytest

from archive.intake.deadly import prepare_or_die
from fanthology.archive.intake import batch, pool
from fanthology.archive.intake.batch import Entry
from fanthology.archive.intake.loading import Loaded
from fanthology.archive.intake.prepare import PreparedStory


def loaded(text: str) -> Loaded:
    return Loaded("a.txt", text.encode(), sha256(text.encode()).hexdigest())


def test_a_process_that_dies_takes_only_its_item_with_it(
    monkeypatch: pytest.MonkeyPatch, write_story: Callable[..., str]
) -> None:
    monkeypatch.setattr(pool, "prepare", prepare_or_die)
    entries = [Entry(loaded(write_story(title))) for title in ("Flight", "A deadly one", "Return")]
    with pool.ReadingPool(2) as reading:
        batch.start_reading(entries, reading, set())
        batch.finish_reading(entries)
        assert [isinstance(entry.prepared, PreparedStory) for entry in entries] == [True, False, True]
        assert "probably because it needs too much memory" in entries[1].fault
        later = Entry(loaded(write_story("Tastes")))
        batch.start_reading([later], reading, set())
        batch.finish_reading([later])
        assert isinstance(later.prepared, PreparedStory)


def test_what_is_passed_over_is_not_read(write_story: Callable[..., str]) -> None:
    entry = Entry(loaded(write_story("Flight")))
    with pool.ReadingPool(0) as reading:
        batch.start_reading([entry], reading, {loaded(write_story("Flight")).sha256})
        batch.finish_reading([entry])
    assert (entry.prepared, entry.fault) == (None, "")


def test_few_items_need_no_processes() -> None:
    assert pool.processes_for(pool.FEW) == 0
    assert 1 <= pool.processes_for(10_000) <= pool.MOST_PROCESSES
