"""How fast plain text is read: decoding, repair, outline, typesetting, ledger and evidence, on one core.

    python benchmarks/bench_reading.py [--profile]

Reads stories of about 45 KB, each laid out three ways (a paragraph per line, wrapped, wrapped with indented first
lines), and the real files beside the project when they are there. Prints the median of five rounds in MB/s.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import statistics
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

from fanthology.fic import Story, read

STORIES = 60
SIZE = 45_000
ROUNDS = 5
GOAL = 8.0
REAL_FILES = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "usenet"

NAMES = ["Holmes", "Watson", "Irene", "Lestrade", "Mary", "Moriarty", "Mycroft", "Hudson", "Gregson", "Adler"]
VERBS = [
    "said",
    "whispered",
    "remembered",
    "considered",
    "answered",
    "wondered",
    "insisted",
    "laughed",
    "waited",
    "refused",
]
THINGS = [
    "the lamp",
    "the street",
    "a letter",
    "the old violin",
    "a hansom",
    "the window",
    "the fog",
    "a revolver",
    "the fire",
    "a telegram",
    "the moor",
    "the train",
    "a stranger",
    "the river",
    "the king",
    "a photograph",
    "the laboratory",
    "his coat",
    "her hand",
    "the door",
]
JOINS = [
    "while",
    "because",
    "although",
    "and then",
    "as if",
    "until",
    "before",
    "long after",
    "since",
]


def sentence(dice: random.Random) -> str:
    words = f"{dice.choice(NAMES)} {dice.choice(VERBS)} that {dice.choice(THINGS)} was near {dice.choice(THINGS)}"
    while dice.random() < 0.5:
        words += f" {dice.choice(JOINS)} {dice.choice(NAMES)} {dice.choice(VERBS)} of {dice.choice(THINGS)}"
    if dice.random() < 0.3:
        return f'"{words}," {dice.choice(NAMES)} {dice.choice(VERBS)}.'
    if dice.random() < 0.05:
        return f"It was *{dice.choice(THINGS)}*--and {words}."
    return words + "."


def paragraphs(dice: random.Random) -> list[str]:
    made: list[str] = []
    size = 0
    while size < SIZE:
        made.append(" ".join(sentence(dice) for _ in range(dice.choice((1, 1, 2, 3, 4, 6)))))
        size += len(made[-1])
    return made


def one_line_each(body: list[str]) -> str:
    return "\n\n".join(body)


def wrapped(body: list[str]) -> str:
    return "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in body)


def indented(body: list[str]) -> str:
    return "\n".join(textwrap.fill(paragraph, 72, initial_indent="     ") for paragraph in body)


LAYOUTS: dict[str, Callable[[list[str]], str]] = {
    "a paragraph per line": one_line_each,
    "wrapped": wrapped,
    "wrapped, indented": indented,
}


def stories(layout: Callable[[list[str]], str]) -> list[bytes]:
    dice = random.Random(7)
    made: list[bytes] = []
    for number in range(STORIES):
        body = paragraphs(dice)
        for at in range(20, len(body), 40):
            body.insert(at, "* * *")
        header = f"Title: The Case of {number}\nAuthor: Mary M.\nRating: PG\nDisclaimer: They are their own.\n\n"
        text = header + layout(body) + "\n\nThe End\n"
        made.append(text.replace("near", "near the café" if number % 3 == 0 else "near").encode())
    return made


def real_files() -> list[bytes]:
    return [path.read_bytes() for path in sorted(REAL_FILES.glob("*.txt"))]


def read_all(texts: list[bytes]) -> None:
    for data in texts:
        story = read(data, admit=True)
        assert not isinstance(story, Story) or story.ledger.characters == story.ledger.accounted


def speed(texts: list[bytes]) -> float:
    """MB/s, the median of the rounds, by the time of this process alone: others may be using the machine."""
    size = sum(map(len, texts)) / 1e6
    rates: list[float] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        read_all(texts)
        rates.append(size / (time.process_time() - start))
    return statistics.median(rates)


def main() -> None:
    options = argparse.ArgumentParser(description="How fast plain text is read.")
    options.add_argument("--profile", action="store_true", help="show where the time goes")
    profile = options.parse_args().profile
    kinds = {name: stories(layout) for name, layout in LAYOUTS.items()}
    if REAL_FILES.is_dir():
        kinds["real files"] = real_files()
    for name, texts in kinds.items():
        if profile:
            profiler = cProfile.Profile()
            profiler.runcall(read_all, texts)
            print(f"\n== {name}")
            pstats.Stats(profiler).sort_stats("tottime").print_stats(28)
        else:
            rate = speed(texts)
            verdict = "" if rate >= GOAL else f"  (the goal is {GOAL:.0f})"
            print(f"{name:22} {sum(map(len, texts)) / 1e6:5.1f} MB {rate:6.1f} MB/s{verdict}")


if __name__ == "__main__":
    main()
