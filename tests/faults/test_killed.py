"""Twenty runs that are killed; more are run by hand, with `benchmarks/kill_often.py`."""

from __future__ import annotations

from pathlib import Path

import pytest
from kills import SCENARIOS, make_archive, one_run, pace_of

RUNS = 4


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("killed"))


@pytest.fixture(scope="session")
def pace(place: Path) -> float:
    return pace_of(place)


@pytest.mark.parametrize("seed", range(RUNS))
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_nothing_acknowledged_is_lost(place: Path, tmp_path: Path, scenario: str, seed: int, pace: float) -> None:
    assert one_run(scenario, place, tmp_path, seed, pace) == []
