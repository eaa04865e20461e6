"""How long an EPUB and a PDF of a 100,000-word story take, beside ebook-convert on the same text if it is installed.

    python benchmarks/bench_epub.py

Prints the median of several runs as seconds, a PDF's with the process that sets it; ebook-convert is run once, start-up
included, as a site would run it.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fanthology.fic.story import Block, Chapter, Creator, SourceInfo, Story
from fanthology.fic.writers import write_epub, write_pdf

WORDS, CHAPTERS, PARAGRAPH, RUNS = 100_000, 20, 25, 15
# its PDF is printed by a browser engine, which wants a screen, and as root no sandbox
SCREENLESS = {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
SYLLABLES = ["ha", "mo", "ri", "wat", "son", "ly", "der", "en", "st", "ou", "king", "th", "ber", "a", "ing", "fo", "g"]


def paragraphs() -> list[list[str]]:
    """Made-up words in paragraphs, as varied as a vocabulary of some thousands makes them."""
    chance = random.Random(1)
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(8_000)]
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    words = chance.choices(vocabulary, weights, k=WORDS)
    return [words[start : start + PARAGRAPH] for start in range(0, WORDS, PARAGRAPH)]


def block(number: int, words: list[str]) -> Block:
    text = f"“{' '.join(words[:10])},” <em>{words[10]}</em> {' '.join(words[11:])} &amp; so."
    name = "b" + hashlib.sha256(f"{number}{text}".encode()).hexdigest()[:10]
    return Block(name, "paragraph", 1, None, f"<p>{text}</p>")


def story(text: list[list[str]]) -> Story:
    size = len(text) // CHAPTERS
    chapters = tuple(
        Chapter(
            tuple(block(number, words) for number, words in enumerate(text[first : first + size])),
            number=first // size + 1,
            title=" ".join(text[first][:3]),
            words=size * PARAGRAPH,
        )
        for first in range(0, len(text), size)
    )
    source = SourceInfo("long.txt", "text", "0" * 64, 600_000, "utf-8")
    return Story(source, title="A Long Walk", creators=(Creator("Bench"),), language="en", chapters=chapters)


def median_seconds(write: Callable[[Story], bytes], book: Story, runs: int) -> float:
    write(book)
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        write(book)
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def calibre_seconds(program: str, text: list[list[str]], ending: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder, "long.txt"), Path(folder, f"long.{ending}")
        source.write_text("\n\n".join(" ".join(words) for words in text), "utf-8")
        start = time.perf_counter()
        subprocess.run([program, source, output], check=True, capture_output=True, env=os.environ | SCREENLESS)
        return time.perf_counter() - start


def main() -> None:
    text = paragraphs()
    program = shutil.which("ebook-convert")
    if program is None:
        print("ebook-convert is not installed; nothing to compare with")
    for ending, write, runs, limit, times in (("epub", write_epub, RUNS, 0.06, 20), ("pdf", write_pdf, 5, 1.4, 8)):
        ours = median_seconds(write, story(text), runs)
        print(f"{ending}, {WORDS:,} words: {ours:.4f} s (median of {runs}; limit {limit})")
        if program is not None:
            theirs = calibre_seconds(program, text, ending)
            print(f"ebook-convert, the same text: {theirs:.2f} s, {theirs / ours:.0f} times (at least {times} wanted)")


if __name__ == "__main__":
    main()
