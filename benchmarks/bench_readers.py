"""How many downloads are read a second, on one core: AO3's HTML and EPUB, saved pages, and books of no known program.

    python benchmarks/bench_readers.py [--profile NAME]

Stories of about 45 KB in ten chapters, made up, and the real files beside the project when they are there. Prints the
median of five rounds as stories a second of processor time.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import random
import statistics
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from fanthology.fic import Story, read

STORIES, CHAPTERS, SIZE, ROUNDS = 24, 10, 45_000, 5
EMPHASISED = 0.3  # of the paragraphs
REAL_FILES = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "ao3"
GOALS = {"ao3-html": 80, "ao3-epub": 40, "ao3-page": 80, "epub": 40}
WORDS = [
    "the",
    "lamp",
    "went",
    "out",
    "and",
    "nobody",
    "in",
    "Baker",
    "Street",
    "had",
    "touched",
    "said",
    "Holmes",
    "fog",
]
SITE = "https://archiveofourown.org"
TAGS = "".join(
    f'<dt>{label}:</dt>\n<dd>{", ".join(f"""<a href="{SITE}/tags/{n}">{label} {n}</a>""" for n in range(6))}</dd>\n'
    for label in ("Archive Warnings", "Fandoms", "Relationships", "Characters", "Additional Tags")
)
PREFACE = (
    '<div id="preface"><p class="message"><b>The Lamp</b><br />Posted originally on the '
    f'<a href="{SITE}/">Archive of Our Own</a> at <a href="{SITE}/works/1">{SITE}/works/1</a>.</p>'
    f'<div class="meta"><dl class="tags">{TAGS}<dt>Stats:</dt>'
    f"<dd>Published: 2020-01-01 Words: 7,526 Chapters: 10/10</dd></dl><h1>The Lamp</h1>"
    f'<div class="byline">by <a rel="author" href="{SITE}/users/a/pseuds/b">b (a)</a></div></div></div>'
)


def prose(dice: random.Random) -> str:
    """A chapter of the size that makes a story of 45 KB, with emphasis here and there."""
    made: list[str] = []
    while sum(map(len, made)) < SIZE // CHAPTERS:
        words = dice.choices(WORDS, k=dice.randint(8, 70))
        if dice.random() < EMPHASISED:
            words[3] = f"<em>{words[3]}</em>"
        made.append(f"<p>“{' '.join(words)}.”</p>")
    return "".join(made)


def chapter(at: int, text: str) -> str:
    return (
        f'<div class="meta group"><h2 class="heading">Chapter {at}: Fog</h2></div><div class="userstuff">{text}</div>\n'
    )


def html(texts: list[str]) -> bytes:
    body = "".join(chapter(at, text) for at, text in enumerate(texts, 1))
    return f'<html><head><title>T</title></head><body>{PREFACE}<div id="chapters">{body}</div></body></html>'.encode()


def page(texts: list[str]) -> bytes:
    tags = "".join(
        f'<dt class="{name} tags">{name}:</dt><dd class="{name} tags"><ul>'
        + "".join(f'<li><a class="tag" href="/tags/{n}/works">{name} {n}</a></li>' for n in range(8))
        + "</ul></dd>"
        for name in ("fandom", "relationship", "character", "freeform")
    )
    body = "".join(
        f'<div class="chapter" id="chapter-{at}"><div class="chapter preface group"><h3 class="title">'
        f'<a href="/works/1/chapters/{at}">Chapter {at}</a>: Fog</h3></div>'
        f'<div class="userstuff module">{text}</div></div>'
        for at, text in enumerate(texts, 1)
    )
    return (
        f'<html><body><div id="main"><dl class="work meta group">{tags}</dl>'
        f'<div id="workskin"><div class="preface group"><h2 class="title heading">T</h2></div>'
        f'<div id="chapters">{body}</div></div></div></body></html>'
    ).encode()


def book(pages: list[str]) -> bytes:
    held = io.BytesIO()
    names = [f"T_split_{at:03}.xhtml" for at in range(len(pages))]
    items = "".join(f'<item id="i{at}" href="{name}"/>' for at, name in enumerate(names))
    spine = "".join(f'<itemref idref="i{at}"/>' for at in range(len(names)))
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", '<c><rootfile full-path="content.opf"/></c>')
        archive.writestr(
            "content.opf",
            f'<package><metadata xmlns:dc="d"><dc:title>T</dc:title></metadata><manifest>{items}</manifest>'
            f"<spine>{spine}</spine></package>",
        )
        for name, text in zip(names, pages, strict=True):
            archive.writestr(name, f"<html><head><title>T</title></head><body>{text}</body></html>")
    return held.getvalue()


def ao3_book(texts: list[str]) -> bytes:
    return book([PREFACE, *(f'<div id="chapters">{chapter(at, text)}</div>' for at, text in enumerate(texts, 1))])


def plain_book(texts: list[str]) -> bytes:
    return book([f"<h2>Chapter {at}</h2>{text}" for at, text in enumerate(texts, 1)])


MAKERS: dict[str, Callable[[list[str]], bytes]] = {
    "ao3-html": html,
    "ao3-epub": ao3_book,
    "ao3-page": page,
    "epub": plain_book,
}


def seconds(items: list[bytes], reader: str) -> float:
    start = time.process_time()
    for data in items:
        story = read(data)
        assert isinstance(story, Story) and story.reader.name == reader and story.chapters
    return time.process_time() - start


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--profile", metavar="NAME", choices=MAKERS)
    profiled = options.parse_args().profile
    dice = random.Random(1895)
    texts = [[prose(dice) for _ in range(CHAPTERS)] for _ in range(STORIES)]
    for name, make in MAKERS.items():
        items = [make(one) for one in texts]
        seconds(items[:3], name)
        if profiled == name:
            profiler = cProfile.Profile()
            profiler.runcall(seconds, items, name)
            pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
        took = statistics.median(seconds(items, name) for _ in range(ROUNDS))
        print(f"{name}: {STORIES / took:.0f} stories a second (at least {GOALS[name]} wanted)")
    for path, name in ((REAL_FILES / f"ao3dl_218676.{ending}", f"ao3-{ending}") for ending in ("html", "epub")):
        if path.is_file():
            took = statistics.median(seconds([path.read_bytes()] * STORIES, name) for _ in range(ROUNDS))
            print(f"{name}, a real file: {STORIES / took:.0f} a second (at least {GOALS[name]} wanted)")


if __name__ == "__main__":
    main()
