"""Kills commands at random moments, by default 1,000 times, and counts what was lost: see docs/reliability.md.

python benchmarks/kill_often.py [runs]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "faults")]

from kills import SCENARIOS, make_archive, one_run, pace_of

TOGETHER = 2


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        place = make_archive(Path(folder, "archive"))
        pace = TOGETHER * pace_of(place)
        asked = [(list(SCENARIOS)[number % len(SCENARIOS)], number) for number in range(runs)]

        def run(scenario: str, seed: int) -> tuple[str, str]:
            with tempfile.TemporaryDirectory(dir=folder) as own:
                try:
                    return scenario, "; ".join(one_run(scenario, place, Path(own), seed, pace))
                except Exception as error:  # whatever it is, it is counted and told
                    return scenario, f"{type(error).__name__}: {error}"

        with ThreadPoolExecutor(TOGETHER) as pool:
            done = list(pool.map(lambda one: run(*one), asked))
    wrong = Counter(scenario for scenario, trouble in done if trouble)
    for scenario in SCENARIOS:
        print(f"{scenario}: {sum(one == scenario for one, _ in done)} killed, {wrong[scenario]} with something wrong")
    for scenario, trouble in done:
        if trouble:
            print(f"{scenario}: {trouble[:300]}")
    print(f"{time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
