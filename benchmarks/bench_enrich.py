"""How fast stories are enriched, and what ten times as many fandoms cost.

    python benchmarks/bench_enrich.py [--profile]

Takes the real files beside the project when they are there, and our own stories joined to lengths of about 45 KB; then
the same with nine generated fandoms for every real one. Prints the median of the rounds in MB/s of text, on one core.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import statistics
import time
from collections.abc import Sequence

from enrich_set import lexicon_without, own, real, story_of

from fanthology.fic import Story
from fanthology.fic.canon import Character, Fandom, built_in
from fanthology.fic.enrich import enrich
from fanthology.fic.enrich.lexicon import Lexicon, lexicon_of
from fanthology.fic.enrich.telling import telling_of
from fanthology.fic.enrich.wordlists import words_of

ROUNDS = 5
SIZE = 45_000
GOAL = 2.0
MOST_SLOWER = 1.3
SYLLABLES = ("ka", "ren", "mo", "thi", "dor", "va", "sel", "qui", "zan", "bel", "tor", "ny", "ash", "gri", "lo", "fen")


def generated(count: int) -> list[Fandom]:
    """Fandoms that nobody wrote: a third of their people have everyday first names, as people of fandoms do."""
    dice = random.Random(3)
    everyday = sorted(words_of("given_names"))

    def word(length: int) -> str:
        return "".join(dice.choices(SYLLABLES, k=length)).capitalize()

    made = []
    for number in range(count):
        people = []
        for index in range(30):
            common = dice.random() < 1 / 3
            first, last = dice.choice(everyday) if common else word(2), word(3)
            aliases, weak = ((last,), (first,)) if common else ((first, last), ())
            people.append(Character(f"{first} {last} ({index})", aliases, weak))
        signs = tuple({word(4) for _ in range(30)})
        made.append(Fandom(f"Made {number}", "book", characters=tuple(people), places=signs))
    return made


def long_stories() -> list[Story]:
    """Our own stories, each repeated to the length of a real one."""
    made = []
    for label in own():
        text = telling_of(label.story).text
        made.append(story_of(text * (SIZE // len(text) + 1)))
    return made


def speeds(stories: Sequence[Story], lexicons: Sequence[Lexicon]) -> list[float]:
    """MB/s with each lexicon, the median of the rounds, by the time of this process alone. The lexicons take turns, so
    that what else the machine does slows all of them."""
    size = sum(len(telling_of(story).text.encode()) for story in stories) / 1e6
    rates: list[list[float]] = [[] for _ in lexicons]
    for _ in range(ROUNDS):
        for lexicon, its_rates in zip(lexicons, rates, strict=True):
            start = time.process_time()
            for story in stories:
                enrich(story, lexicon)
            its_rates.append(size / (time.process_time() - start))
    return [statistics.median(its_rates) for its_rates in rates]


def main() -> None:
    options = argparse.ArgumentParser(description="How fast stories are enriched.")
    options.add_argument("--profile", action="store_true", help="show where the time goes")
    profile = options.parse_args().profile
    whole = lexicon_without(frozenset())
    kinds = {"own stories of 45 KB": long_stories(), "real files": [one.story for one in real()]}
    if profile:
        profiler = cProfile.Profile()
        for stories in kinds.values():
            profiler.runcall(lambda told: [enrich(story, whole) for story in told], stories)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
        return
    many = lexicon_of([*built_in(), *generated(9 * len(built_in()))])
    print(f"{len(whole.fandoms)} fandoms, {len(whole.names)} names; then {len(many.fandoms)} and {len(many.names)}")
    for name, stories in kinds.items():
        if stories:
            few, lots = speeds(stories, (whole, many))
            missed = "" if few >= GOAL and few / lots <= MOST_SLOWER else "  (a goal is missed)"
            print(f"{name:22} {few:5.1f} MB/s; with ten times the fandoms {lots:5.1f}, {few / lots:.2f} x{missed}")


if __name__ == "__main__":
    main()
