"""Importing 2,000 stories of 45 KB into a new archive: stories a second, index included, and the most memory used.

Run it with ``python benchmarks/bench_import.py [number]``. The stories are made from a list of words, each different.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

STORIES = 2_000
SIZE = 45_000
WANTED_RATE = 60
WANTED_MEMORY = 600
WORDS = tuple(
    word
    for line in (
        "the a of and to in was he she it that had his her with as for at on but not they from which were by this",
        "lamp marsh violin detective castle garden rabbit carriage moor letter candle window river coachman forest",
        "said asked answered looked turned walked whispered remembered opened closed followed waited wondered knew",
        "cold dark bright narrow silent old quiet strange sudden careful pale red green early late never always",
    )
    for word in line.split()
)
NAMES = (
    "Mina Harker",
    "John Watson",
    "Jane Bennet",
    "Alice",
    "Robin Hood",
    "D'Artagnan",
    "Dorothy Gale",
    "Irene Adler",
)
FANDOMS = ("Dracula", "Sherlock Holmes", "Pride and Prejudice", "Alice in Wonderland", "Robin Hood", "Oz")


def story(number: int) -> str:
    """A story in hard-wrapped plain text with a header, three chapters, scene breaks and an end note."""
    chance = random.Random(number)
    head = (
        f"Title: The {chance.choice(WORDS).title()} {number}\nAuthor: Writer {number % 300}\n"
        f"Fandom: {FANDOMS[number % 6]}\nRating: {chance.choice(['G', 'PG', 'PG-13', 'R'])}\n"
        f"Summary: {sentence(chance)}\nDisclaimer: They are not mine.\n\n"
    )
    body: list[str] = []
    size = 0
    for chapter in range(1, 4):
        body.append(f"Chapter {chapter}")
        while size < chapter * SIZE / 3:
            body.append("* * *" if chance.random() < 0.02 else paragraph(chance))
            size += len(body[-1]) + 2
    return head + "\n\n".join(body) + "\n\nThe End\n\nA/N: Thank you for reading.\n"


def paragraph(chance: random.Random) -> str:
    """A few sentences, wrapped at 72 columns."""
    lines, line = [], ""
    for word in " ".join(sentence(chance) for _ in range(chance.randint(1, 6))).split():
        if len(line) + len(word) > 71:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def sentence(chance: random.Random) -> str:
    """A sentence of common words, sometimes with a name or a stress."""
    words = chance.choices(WORDS, k=chance.randint(5, 18))
    if chance.random() < 0.4:
        words[chance.randrange(len(words))] = chance.choice(NAMES)
    if chance.random() < 0.1:
        place = chance.randrange(len(words))
        words[place] = f"*{words[place]}*"
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}{chance.choice('..,?!').replace(',', '.')}"


class PeakMemory(threading.Thread):
    """Watches how much memory a process and its children hold together (their proportional shares)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.ended = pid, 0, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.1):
            self.peak = max(self.peak, sum(held(pid) for pid in family(self.pid)))


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in family(int(child)))]


def held(pid: int) -> int:
    """A process's memory in KB, what is shared being divided among those that share it."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else STORIES
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "stories")
        folder.mkdir()
        for one in range(number):
            (folder / f"{one:05}.txt").write_text(story(one))
        size = sum(file.stat().st_size for file in folder.iterdir())
        began = time.perf_counter()
        command = [sys.executable, "-c", "from fanthology.cli import main; main()"]
        command += ["--home", str(Path(place, "home")), "import", "--json", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as run:
            memory = PeakMemory(run.pid)
            memory.start()
            report = json.loads(run.communicate()[0])
        seconds = time.perf_counter() - began
        memory.ended.set()
    rate, peak = number / seconds, memory.peak / 1024
    print(f"{number} stories of {size / number / 1000:.0f} KB, {report['counts']['read']} read, in {seconds:.1f} s")
    print(
        f"{rate:.0f} stories/s with the index (wanted: {WANTED_RATE}); "
        f"{report['found'] / report['seconds']:.0f}/s before its end"
    )
    print(f"at most {peak:.0f} MB in all processes (wanted: up to {WANTED_MEMORY})")
    return 0 if report["counts"]["read"] == number and rate >= WANTED_RATE and peak <= WANTED_MEMORY else 1


if __name__ == "__main__":
    sys.exit(main())
