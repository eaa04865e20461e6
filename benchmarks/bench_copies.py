"""Near-duplicates among many stories of 45 KB: fingerprints made by every core, likely copies found by their bands.

    python benchmarks/bench_copies.py [STORIES] [COPIES]

Each of COPIES is a story with 3 % of its words changed. The peer compares every pair of a small sample by the sets of
their shingles, which is exact and grows with the square.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations

from fanthology.fic.gathering.likeness import Signature, likeness, signature_of, words_of

SIZE = 45_000
SAMPLE = 300
VOCABULARY = [
    random.Random(n).choice("bcdfghlmnprst") + f"{n:x}".translate(str.maketrans("0123456789", "aeiouystdg"))
    for n in range(20_000)
]


def story(seed: int, changed: bool = False) -> str:
    """A text of 45 KB; words are drawn as in a language, a few of them most of the time."""
    chance = random.Random(seed)
    words = [VOCABULARY[int(len(VOCABULARY) * chance.random() ** 3)] for _ in range(SIZE // 6)]
    if changed:
        for at in chance.sample(range(len(words)), len(words) * 3 // 100):
            words[at] = "changed"
    return f"<p>{' '.join(words)}</p>"


def fingerprints(seeds: list[tuple[int, bool]]) -> tuple[list[Signature], float]:
    """The signatures of some stories, and the seconds that making them took, without making the texts."""
    texts = [story(seed, changed) for seed, changed in seeds]
    began = time.perf_counter()
    return [signature_of(words_of([text])) for text in texts], time.perf_counter() - began


def main() -> None:
    """Print a line for each step."""
    stories = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    copies = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    seeds = [(seed, False) for seed in range(stories - copies)] + [(seed, True) for seed in range(copies)]
    batches = [seeds[start : start + 200] for start in range(0, len(seeds), 200)]
    signatures: list[Signature] = []
    seconds = 0.0
    with ProcessPoolExecutor(2) as pool:
        for some, took in pool.map(fingerprints, batches):
            signatures += some
            seconds += took
    print(f"fingerprints of {stories:,} stories on two cores: {seconds / 2:.0f} s, {stories / seconds:.0f}/s a core")

    began = time.perf_counter()
    bands: dict[int, list[int]] = defaultdict(list)
    for number, signature in enumerate(signatures):
        for value in signature.bands():
            bands[value].append(number)
    pairs = {pair for those in bands.values() if 1 < len(those) <= 50 for pair in combinations(those, 2)}
    found = {(a, b) for a, b in pairs if likeness(signatures[a], signatures[b]).shared >= 0.5}
    wanted = {(seed, stories - copies + seed) for seed in range(copies)}
    took = time.perf_counter() - began
    print(
        f"{len(pairs):,} likely pairs looked at in {took:.0f} s: {len(found & wanted)} of {copies} copies found, "
        f"{len(found - wanted)} others"
    )
    print(f"in all {seconds / 2 + took:.0f} s")

    texts = [words_of([story(seed)]) for seed in range(SAMPLE)]
    began = time.perf_counter()
    sets = [{" ".join(words[at : at + 4]) for at in range(len(words) - 3)} for words in texts]
    for one, other in combinations(sets, 2):
        len(one & other)
    peer = time.perf_counter() - began
    hours = peer * (stories / SAMPLE) ** 2 / 3600
    print(f"every pair of {SAMPLE} by sets: {peer:.1f} s; of {stories:,} it would be {hours:,.0f} h")


if __name__ == "__main__":
    main()
